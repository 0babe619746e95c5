"""Each document is replaced whole, and a writer finishes what the one before it began."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import rag
from rag.errors import LibraryBusyError, LibraryMismatchError
from rag.library import Entry, IndexedDocument, LibraryWriter, Stamp, register
from rag.library.chroma import Store
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import (
    check_whole,
    contents,
    indexed,
    opened,
    written,
)

RAIN = indexed("Rain", "Rain fell in Ostrava. The river rose.", date(2026, 3, 1))
SNOW = indexed("Snow", "Snow fell in Brno.")
SHORTER = indexed("Rain", "No rain fell.")


def ids(*documents: IndexedDocument) -> set[str]:
    return {passage.id for document in documents for passage in document.passages}


def passages(settings: rag.Settings) -> set[str]:
    store = opened(settings)
    return set(store.passages.get(include=[])["ids"])


def texts(settings: rag.Settings) -> int:
    store = opened(settings)
    return store.texts.count()


def generation(settings: rag.Settings) -> str:
    state = register.read_state(opened(settings))
    assert state is not None
    assert state.journal == {}
    return state.generation


def test_documents_are_added(settings: rag.Settings) -> None:
    writer = written(settings, RAIN, SNOW)
    assert check_whole(settings) == {
        "/briefings/Rain.txt": "Rain fell in Ostrava. The river rose.",
        "/briefings/Snow.txt": "Snow fell in Brno.",
    }
    assert {entry.record.title for entry in writer.entries().values()} == {
        "The Rain report",
        "The Snow report",
    }
    assert sum(contents(settings)["lexical"].values()) == 3


def test_a_document_takes_the_place_of_its_earlier_version(settings: rag.Settings) -> None:
    written(settings, RAIN, SNOW)
    before = generation(settings)
    written(settings, SHORTER)
    assert passages(settings) == ids(SHORTER, SNOW)
    assert texts(settings) == 2
    assert generation(settings) != before
    assert contents(settings)["lexical"] == {
        SHORTER.entry.record.version: 1,
        SNOW.entry.record.version: 1,
    }


def test_writing_the_same_again_changes_nothing_but_the_generation(settings: rag.Settings) -> None:
    written(settings, RAIN)
    before = contents(settings)
    written(settings, RAIN)
    assert contents(settings) == before


def test_writing_nothing_changes_nothing(settings: rag.Settings) -> None:
    writer = written(settings, RAIN)
    before = generation(settings)
    writer.put([])
    writer.update([])
    writer.remove(["none"])
    writer.mark_for_indexing(["none"])
    assert generation(settings) == before


def test_documents_are_removed(settings: rag.Settings) -> None:
    writer = written(settings, RAIN, SNOW)
    writer.remove([RAIN.entry.record.id, "none"])
    writer.finish()
    assert passages(settings) == ids(SNOW)
    assert set(check_whole(settings)) == {"/briefings/Snow.txt"}
    assert contents(settings)["lexical"] == {SNOW.entry.record.version: 1}


def test_a_document_that_moved_keeps_its_passages(settings: rag.Settings) -> None:
    writer = written(settings, RAIN)
    moved = replace(RAIN.entry, record=replace(RAIN.entry.record, source="/elsewhere/Rain.txt"))
    writer.update([moved, replace(SNOW.entry)])
    assert set(check_whole(settings)) == {"/elsewhere/Rain.txt"}
    assert passages(settings) == ids(RAIN)


def test_a_document_marked_for_indexing_stays_readable(settings: rag.Settings) -> None:
    writer = written(settings, RAIN, SNOW)
    writer.mark_for_indexing([RAIN.entry.record.id])
    entries = writer.entries()
    marked = entries[RAIN.entry.record.id]
    assert (marked.stamp, marked.index_format) == (Stamp(0, 0), "")
    assert entries[SNOW.entry.record.id].index_format == "test"
    assert "/briefings/Rain.txt" in check_whole(settings)


def test_strays_are_deleted(settings: rag.Settings) -> None:
    writer = written(settings, RAIN)
    writer.delete_strays([RAIN.passages[1].id], [])
    assert passages(settings) == {RAIN.passages[0].id}


def test_another_model_is_refused(settings: rag.Settings) -> None:
    written(settings, RAIN)
    with pytest.raises(LibraryMismatchError, match="other"):
        LibraryWriter(settings, "other")


def test_a_writer_that_was_suspended_does_not_go_on(settings: rag.Settings) -> None:
    suspended = written(settings, RAIN)
    written(settings, SNOW)
    with pytest.raises(LibraryBusyError) as busy:
        suspended.remove([RAIN.entry.record.id])
    assert busy.value.remedy == "Run this again."
    assert passages(settings) == ids(RAIN, SNOW)


class Killed(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize(("commits", "kept"), [(False, RAIN), (True, SHORTER)])
def test_the_next_writer_finishes_the_work(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch, commits: bool, kept: IndexedDocument
) -> None:
    written(settings, RAIN, SNOW)
    before = generation(settings)
    write = register.write

    def interrupted(
        store: Store, state: register.State, entries: Sequence[Entry] = (), **_: Any
    ) -> None:
        """End just before the new generation is committed, or just after."""
        is_commit = state.generation != before
        if commits or not is_commit:
            write(store, state, entries)
        if is_commit:
            raise Killed

    monkeypatch.setattr(register, "write", interrupted)
    with pytest.raises(Killed):
        written(settings, SHORTER)
    monkeypatch.undo()
    assert passages(settings) == ids(RAIN, SHORTER, SNOW)
    assert check_whole(settings)["/briefings/Rain.txt"] == kept.text
    LibraryWriter(settings, FakeEmbedder.fingerprint).finish()
    assert passages(settings) == ids(kept, SNOW)
    assert check_whole(settings)["/briefings/Rain.txt"] == kept.text
    assert contents(settings)["lexical"] == {
        kept.entry.record.version: len(kept.passages),
        SNOW.entry.record.version: 1,
    }
    assert generation(settings)
