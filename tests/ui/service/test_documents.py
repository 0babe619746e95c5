"""The documents of the library's table, as one browser views them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written
from ui.service.documents import (
    MOST_ROWS,
    LibraryDocuments,
    View,
    clear_by_hand,
    read_date,
    set_by_hand,
)

DAY = date(2026, 3, 4)


def test_an_unknown_column_changes_nothing_and_a_search_begins_at_the_top() -> None:
    view = View(limit=300)
    assert view.sorted_by("nonsense") == view
    assert view.searched("dam") == View(search="dam", limit=100)


def test_a_view_is_continued_up_to_the_most_rows() -> None:
    view = View()
    for limit in (200, 300, 400, 500, 500):
        view = view.continued()
        assert view.limit == limit
    assert view.limit == MOST_ROWS


def test_an_uploaded_file_is_shown_by_its_name(settings: rag.Settings, tmp_path: Path) -> None:
    stored = settings.uploads_dir / "port.txt"
    elsewhere = tmp_path / "gone.txt"
    for path in (stored, elsewhere):
        written(settings, indexed(path.stem, "Grain went to Egypt.", source=str(path)))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        found = LibraryDocuments(dossier).found(View())
    rows: dict[str, Any] = {one.record.title: one for one in found.rows}
    upload, other = rows["The port report"], rows["The gone report"]
    assert (upload.is_upload, upload.source) == (True, "port.txt")
    assert (other.is_upload, other.source) == (False, str(elsewhere))
    assert other.state == "missing"
    assert other.indexed_at.utcoffset() is not None


def test_a_change_of_the_library_is_seen(settings: rag.Settings, tmp_path: Path) -> None:
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        documents = LibraryDocuments(dossier)
        assert documents.found(View()).total == 0
        assert documents.folders() == []
        for count, name in enumerate(("port", "dam"), 1):
            path = tmp_path / f"{name}.txt"
            written(settings, indexed(name, "Grain went to Egypt.", source=str(path)))
            assert documents.found(View()).total == count
        found = documents.found(View(search="port.txt", limit=1))
        assert (found.count, found.total) == (1, 2)
        assert documents.found(View(limit=1)).count == 2
        assert len(documents.found(View(limit=1)).rows) == 1
        assert documents.folders() == [str(tmp_path)]
        chosen = documents.chosen({found.rows[0].record.id, "gone"})
        assert [one.record.title for one in chosen] == ["The port report"]


def test_a_library_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path, chroma_url="http://127.0.0.1:9")
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        documents = LibraryDocuments(dossier)
        with pytest.raises(rag.LibraryError):
            documents.found(View())


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-03-04", DAY), (" 2026-03-04 ", DAY), ("none", "none"), ("None", "none")],
)
def test_a_date_is_read_as_it_is_typed(text: str, day: date | str) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize("text", ["", "4 March", "2026-02-30", "2026-03-04T10:00", "x" * 5_000])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(rag.UsageError, match="is not a date"):
        read_date(text)


def test_documents_without_a_date_are_shown_alone(settings: rag.Settings) -> None:
    written(settings, indexed("port", "Grain."), indexed("dam", "Gates.", DAY))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        documents = LibraryDocuments(dossier)
        view = View(limit=300).undated(only=True)
        assert view == View(only_undated=True)
        found = documents.found(view)
        assert [row.record.title for row in found.rows] == ["The port report"]
        assert (found.count, found.total) == (1, 2)
        assert documents.found(view.searched("dam")).count == 0
        assert documents.found(view.undated(only=False)).count == 2


def test_only_what_was_typed_anew_is_set_by_hand(settings: rag.Settings) -> None:
    written(settings, indexed("dam", "Gates were lost.", DAY))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:

        def now() -> rag.DocumentRecord:
            (record,) = dossier.documents()
            return record

        first = now()
        set_by_hand(dossier, first.id, " The dam  report", "2026-03-04")
        assert now() == first
        set_by_hand(dossier, first.id, "The dam report", "")
        assert (now().published, now().published_from, now().title_from) == (None, "by hand", "")
        set_by_hand(dossier, first.id, "A flood", "")
        assert (now().title, now().title_from) == ("A flood", "by hand")
        clear_by_hand(dossier, first.id)
        assert now().title_and_date == first.title_and_date
