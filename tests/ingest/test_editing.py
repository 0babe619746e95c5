"""Titles and dates set by hand, and what they outlive."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ingest
import rag
from rag.errors import LibraryBusyError, LibraryError, UsageError
from rag.library import Library, LibraryWriter, one_writer
from rag.library.store.chroma import Store
from rag.library.store.packing import directions
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from rag.types import Filters, TitleAndDate
from tests.conftest import Sync, Write
from tests.ingest.reading import NoProcess
from tests.rag.library.libraries import check_whole, contents, indexed, opened, written

RAIN = indexed("Rain", "Rain fell in Ostrava. The river rose.", date(2026, 3, 1))
SNOW = indexed("Snow", "Snow fell in Brno.")
KEY = RAIN.entry.record.id
DAY = date(2024, 2, 29)


class Counting(FakeEmbedder):
    """Keeps what it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return super().embed_passages(texts)


class Other(Counting):
    """Another model."""

    fingerprint = "other-model"


def edit(settings: rag.Settings, key: str = KEY, **given: Any) -> rag.DocumentRecord:
    return ingest.edit(key, settings=settings, embedder=FakeEmbedder(), **given)


def only(dossier: rag.Dossier) -> rag.DocumentRecord:
    (record,) = dossier.documents()
    return record


def test_title_and_date_are_set_and_nothing_else_is_embedded(settings: rag.Settings) -> None:
    written(settings, RAIN, SNOW)
    embedder = Counting()
    record = ingest.edit(
        KEY, title="  The flood\nin March ", published=DAY, settings=settings, embedder=embedder
    )
    assert record.title_and_date == TitleAndDate("The flood in March", DAY, "by hand", "by hand")
    assert embedder.embedded == ["The flood in March"]
    assert set(check_whole(settings)) == {"/briefings/Rain.txt", "/briefings/Snow.txt"}
    held = contents(settings)
    versions = {record.version: 2, SNOW.entry.record.version: 1}
    assert (held["lexical"], held["vectors"]) == (versions, versions)
    assert not held["is_unfinished"]


def test_for_a_date_nothing_is_embedded(settings: rag.Settings) -> None:
    written(settings, RAIN)
    embedder = Counting()
    record = ingest.edit(KEY, published=DAY, settings=settings, embedder=embedder)
    assert (record.published, embedder.embedded) == (DAY, [])
    rows = Library(settings, FakeEmbedder.fingerprint).read(
        lambda view: [view.vectors.rows(record.version)]
    )
    assert rows is not None
    assert rows[0] is not None
    assert np.array_equal(rows[0][1][:1], directions(RAIN.title_vector))


def test_what_is_found_has_the_title_and_date_and_the_vectors_of_before(
    settings: rag.Settings, dossier: rag.Dossier
) -> None:
    written(settings, RAIN)
    question = "Where did rain fall?"
    (first, *_) = dossier.retrieve(question)
    record = edit(settings, title="Quite another title", published=DAY)
    (found, *_) = dossier.retrieve(question, filters=Filters(until=DAY))
    assert found.document == record
    assert (found.passage.text, found.dense) == (first.passage.text, first.dense)
    assert found.sentences == first.sentences
    assert dossier.document(KEY).title == "Quite another title"
    assert dossier.retrieve(question, filters=Filters(since=date(2026, 1, 1))) == []
    (by_title, *_) = dossier.retrieve("another title")
    assert by_title.lexical > 0


def test_the_vector_of_the_title_is_that_of_the_new_one(settings: rag.Settings) -> None:
    written(settings, RAIN)
    record = edit(settings, title="Rain fell in Ostrava.")
    library = Library(settings, FakeEmbedder.fingerprint)
    rows = library.read(lambda view: view.vectors.rows(record.version))
    assert rows is not None
    assert np.array_equal(rows[1][0], rows[1][1])  # the first passage is the same words


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"title": "A"}, TitleAndDate("A", date(2026, 3, 1), "by hand", "")),
        ({"published": DAY}, TitleAndDate("The Rain report", DAY, "", "by hand")),
        ({"published": "none"}, TitleAndDate("The Rain report", None, "", "by hand")),
        ({"clear": True}, TitleAndDate("The Rain report", date(2026, 3, 1))),
        ({"clear": True, "title": "A"}, TitleAndDate("A", date(2026, 3, 1), "by hand", "")),
    ],
)
def test_each_is_set_alone_and_cleared(
    settings: rag.Settings, given: dict[str, Any], expected: TitleAndDate
) -> None:
    written(settings, RAIN)
    edit(settings, **given)
    assert edit(settings, title="B", published=DAY, clear=True).title == "B"
    assert edit(settings, clear=True).title_and_date == RAIN.entry.record.title_and_date
    assert edit(settings, **given).title_and_date == expected


def test_what_is_cleared_leaves_nothing(settings: rag.Settings) -> None:
    written(settings, RAIN)
    edit(settings, title="A")
    edit(settings, clear=True)
    (entry,) = LibraryWriter(settings, FakeEmbedder.fingerprint).entries().values()
    assert entry.as_read is None


def test_setting_what_is_set_already_changes_nothing(
    settings: rag.Settings, dossier: rag.Dossier
) -> None:
    written(settings, RAIN)
    record = edit(settings, title="A")
    assert edit(settings, title="A") == record
    assert edit(settings, title="A", clear=True) == record


@pytest.mark.parametrize(
    ("key", "given", "message"),
    [
        (KEY, {}, "Nothing is to be changed."),
        (KEY, {"title": " \n"}, "The title is empty."),
        (KEY, {"title": "x" * 1_001}, "The title has 1,001 characters."),
        ("nobody", {"title": "A"}, "There is no document 'nobody'."),
    ],
)
def test_what_cannot_be_set_is_refused(
    settings: rag.Settings, key: str, given: dict[str, Any], message: str
) -> None:
    written(settings, RAIN)
    with pytest.raises(UsageError) as refused:
        edit(settings, key, **given)
    assert refused.value.message == message


def test_it_need_not_wait_for_a_sync(settings: rag.Settings) -> None:
    written(settings, RAIN)
    with one_writer(settings, wait=False), pytest.raises(LibraryBusyError):
        edit(settings, title="A", wait=False)


def test_a_process_that_reads_sees_it_at_once(settings: rag.Settings, dossier: rag.Dossier) -> None:
    written(settings, RAIN)
    assert only(dossier).title == "The Rain report"
    edit(settings, title="A")
    assert only(dossier).title == "A"


def test_a_damaged_text_is_refused_and_the_old_version_stays(settings: rag.Settings) -> None:
    written(settings, RAIN)
    _delete_records(opened(settings), f"{RAIN.entry.record.version}-content-0")
    with pytest.raises(LibraryError, match="The text of 'The Rain report' is damaged"):
        edit(settings, title="A")


def test_with_damaged_vectors_the_next_sync_indexes_it_again(settings: rag.Settings) -> None:
    written(settings, RAIN)
    _delete_records(opened(settings), f"{RAIN.entry.record.version}-vectors-0")
    edit(settings, title="A")
    (entry,) = LibraryWriter(settings, FakeEmbedder.fingerprint).entries().values()
    assert (entry.record.title, entry.index_format) == ("A", "")


def _delete_records(store: Store, *ids: str) -> None:
    store.contents.delete(ids=list(ids))


class InThisProcess(NoProcess):
    """Reads files without starting a process."""

    def start(self) -> None:
        """Nothing to start."""


@pytest.fixture
def sync(sync: Sync, monkeypatch: pytest.MonkeyPatch) -> Sync:
    """A sync that is as quick as its reading."""
    monkeypatch.setattr("ingest.syncing.sync.ReaderProcess", InThisProcess)
    return sync


@pytest.fixture
def set_by_hand(
    write: Write, sync: Sync, settings: rag.Settings, dossier: rag.Dossier
) -> rag.DocumentRecord:
    """The document of "a.md" with title and date set by hand."""
    write("a.md", "# Rain\n\nRain fell in Ostrava.\n")
    sync()
    assert only(dossier).title_from != "by hand"
    return edit(settings, only(dossier).id, title="The flood", published=DAY)


def _is_kept(dossier: rag.Dossier) -> bool:
    kept = only(dossier).title_and_date
    return kept == TitleAndDate("The flood", DAY, "by hand", "by hand")


def test_a_sync_changes_nothing_of_it(
    set_by_hand: rag.DocumentRecord, sync: Sync, dossier: rag.Dossier, folder: Path
) -> None:
    assert sync() == ingest.SyncReport(unchanged=(str(folder / "a.md"),))
    assert only(dossier) == set_by_hand


def test_it_outlives_a_changed_file_and_what_was_read_is_the_new_title(
    set_by_hand: rag.DocumentRecord,
    write: Write,
    sync: Sync,
    settings: rag.Settings,
    dossier: rag.Dossier,
) -> None:
    write("a.md", "# Snow\n\n4 March 2026\n\nSnow fell in Ostrava.\n")
    assert len(sync().changed) == 1
    assert _is_kept(dossier)
    assert "Snow" in dossier.document(set_by_hand.id).text
    cleared = edit(settings, set_by_hand.id, clear=True)
    assert (cleared.title, cleared.published) == ("Snow", date(2026, 3, 4))


@pytest.mark.parametrize("name", ["b.md", "2019-01-01 b.md", "below/a.md", "b.txt"])
def test_it_outlives_a_move(
    set_by_hand: rag.DocumentRecord, sync: Sync, dossier: rag.Dossier, folder: Path, name: str
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / "a.md").rename(folder / name)
    assert len(sync().moved) == 1
    assert only(dossier).source == str(folder / name)
    assert _is_kept(dossier)


def test_it_outlives_another_model(
    set_by_hand: rag.DocumentRecord, sync: Sync, settings: rag.Settings, folder: Path
) -> None:
    model = Other()
    ingest.embed(settings=settings, embedder=model)
    assert "The flood" in model.embedded
    with rag.open(settings, embedder=model) as dossier:
        assert _is_kept(dossier)
        assert ingest.edit(only(dossier).id, clear=True, settings=settings, embedder=model)
        assert only(dossier).title == "Rain"


def test_it_outlives_a_lost_database(
    set_by_hand: rag.DocumentRecord, sync: Sync, settings: rag.Settings, dossier: rag.Dossier
) -> None:
    dossier.close()
    (settings.data_dir / "chroma" / "chroma.sqlite3").unlink()
    sync()
    assert _is_kept(dossier)
    assert edit(settings, set_by_hand.id, clear=True).title == "Rain"


def test_it_outlives_documents_that_are_marked_to_be_indexed_again(
    set_by_hand: rag.DocumentRecord, sync: Sync, settings: rag.Settings, dossier: rag.Dossier
) -> None:
    LibraryWriter(settings, FakeEmbedder.fingerprint).mark_for_indexing([set_by_hand.id])
    assert len(sync().changed) == 1
    assert _is_kept(dossier)
