"""The documents of the library's table, as one browser views them."""

from pathlib import Path
from typing import Any

import pytest

import rag
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written
from ui.service.documents import MOST_ROWS, LibraryDocuments, View


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
