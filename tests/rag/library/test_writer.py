"""Each document is replaced whole, and a writer finishes what the one before it began."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import rag
from rag.errors import LibraryBusyError, LibraryMismatchError
from rag.library import Entry, IndexedDocument, LibraryWriter, Stamp, register
from rag.library.contents import packed, read_contents
from rag.library.contents import write as write_records
from rag.library.store.chroma import Store
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
    """The ids of all records of the documents' contents."""
    return {identifier for document in documents for identifier in packed(document).rows}


def records(settings: rag.Settings) -> set[str]:
    store = opened(settings)
    return set(store.contents.get(include=[])["ids"])


def generation(settings: rag.Settings) -> str:
    state = register.read_state(opened(settings))
    assert state is not None
    assert not state.is_unfinished
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
    versions = {RAIN.entry.record.version: 2, SNOW.entry.record.version: 1}
    held = contents(settings)
    assert (held["lexical"], held["vectors"]) == (versions, versions)


def test_a_document_takes_the_place_of_its_earlier_version(settings: rag.Settings) -> None:
    written(settings, RAIN, SNOW)
    before = generation(settings)
    written(settings, SHORTER)
    assert records(settings) == ids(SHORTER, SNOW)
    assert generation(settings) != before
    versions = {SHORTER.entry.record.version: 1, SNOW.entry.record.version: 1}
    held = contents(settings)
    assert (held["lexical"], held["vectors"]) == (versions, versions)


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
    assert records(settings) == ids(SNOW)
    assert set(check_whole(settings)) == {"/briefings/Snow.txt"}
    versions = {SNOW.entry.record.version: 1}
    held = contents(settings)
    assert (held["lexical"], held["vectors"]) == (versions, versions)
    assert register.read_removed(opened(settings)) == []


def test_what_is_removed_is_deleted_at_the_end(settings: rag.Settings) -> None:
    writer = written(settings, RAIN, SNOW)
    assert writer.remove([RAIN.entry.record.id]) == [RAIN.entry.record.id]
    assert set(check_whole(settings)) == {"/briefings/Snow.txt"}
    assert records(settings) == ids(RAIN, SNOW)
    state = register.read_state(opened(settings))
    assert state is not None
    assert state.is_unfinished


def test_a_writer_that_is_to_stop_leaves_the_rest_to_the_next(settings: rag.Settings) -> None:
    written(settings, RAIN, SNOW)
    stopping: list[bool] = []
    writer = LibraryWriter(settings, FakeEmbedder.fingerprint, should_stop=lambda: bool(stopping))
    writer.remove([RAIN.entry.record.id])
    stopping.append(True)
    writer.finish()
    assert records(settings) == ids(RAIN, SNOW)
    assert writer.remove([SNOW.entry.record.id]) == []
    assert set(check_whole(settings)) == {"/briefings/Snow.txt"}
    written(settings)
    assert records(settings) == ids(SNOW)
    assert generation(settings)


def test_a_document_that_moved_keeps_its_passages(settings: rag.Settings) -> None:
    writer = written(settings, RAIN)
    moved = replace(RAIN.entry, record=replace(RAIN.entry.record, source="/elsewhere/Rain.txt"))
    writer.update([moved, replace(SNOW.entry)])
    assert set(check_whole(settings)) == {"/elsewhere/Rain.txt"}
    assert records(settings) == ids(RAIN)


def test_a_document_marked_for_indexing_stays_readable(settings: rag.Settings) -> None:
    writer = written(settings, RAIN, SNOW)
    writer.mark_for_indexing([RAIN.entry.record.id])
    entries = writer.entries()
    marked = entries[RAIN.entry.record.id]
    assert (marked.stamp, marked.index_format) == (Stamp(0, 0), "")
    assert entries[SNOW.entry.record.id].index_format == "test"
    found = read_contents(opened(settings), entries.values())
    assert found[RAIN.entry.record.id].text == "Rain fell in Ostrava. The river rose."


def test_strays_are_deleted(settings: rag.Settings) -> None:
    writer = written(settings, RAIN)
    write_records(opened(settings), [packed(SNOW)])
    assert records(settings) == ids(RAIN, SNOW)
    writer.finish()
    assert records(settings) == ids(RAIN, SNOW)  # nothing says that there are any
    writer.delete_leftovers()
    assert records(settings) == ids(RAIN)
    assert generation(settings)


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
    assert records(settings) == ids(RAIN, SNOW)


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
        store: Store, state: register.State, entries: Sequence[Entry], removed: Any
    ) -> None:
        """End just before the new generation is committed, or just after."""
        is_commit = state.generation != before
        if commits or not is_commit:
            write(store, state, entries, removed)
        if is_commit:
            raise Killed

    monkeypatch.setattr(register, "write", interrupted)
    with pytest.raises(Killed):
        written(settings, SHORTER)
    monkeypatch.undo()
    assert records(settings) == ids(RAIN, SHORTER, SNOW)
    assert check_whole(settings)["/briefings/Rain.txt"] == kept.document.text
    LibraryWriter(settings, FakeEmbedder.fingerprint).finish()
    assert records(settings) == ids(kept, SNOW)
    assert check_whole(settings)["/briefings/Rain.txt"] == kept.document.text
    assert contents(settings)["lexical"] == {
        kept.entry.record.version: len(kept.passages),
        SNOW.entry.record.version: 1,
    }
    assert generation(settings)
