"""The documents of the library's table: searched, sorted, and where they come from."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import rag
from ingest.syncing.file_states import FileState
from rag import DocumentRecord
from rag.testing.embedder import FakeEmbedder
from tests.rag.library.libraries import indexed, written
from ui.service.documents import Row, View, arranged, folders_of, rows_of


def row(
    title: str,
    source: str = "/b/a.txt",
    published: date | None = None,
    passages: int = 1,
    day: int = 1,
    state: FileState = "current",
    is_upload: bool = False,
) -> Row:
    at = datetime(2026, 3, day, tzinfo=UTC)
    record = DocumentRecord(title, title, source, published, "ab", "v", passages, 9, at)
    return Row(record, state, is_upload)


ROWS = [
    row("The dam", "/b/dam.txt", date(2025, 5, 8), passages=3, day=2),
    row("a harbour", "/c/z.md", None, passages=1, day=3, state="missing"),
    row("Bor", "/c/bor.md", date(2024, 12, 1), passages=2, day=1, state="changed"),
]


def titles(view: View) -> list[str]:
    return [found.record.title for found in arranged(ROWS, view)]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", {"The dam", "a harbour", "Bor"}),
        ("DAM", {"The dam"}),
        ("2025-05", {"The dam"}),
        ("8 may", {"The dam"}),
        ("undated", {"a harbour"}),
        ("/c/ md", {"a harbour", "Bor"}),
        ("file missing", {"a harbour"}),
        ("/c/ dam", set()),
    ],
)
def test_each_word_is_in_the_title_source_date_or_state(search: str, found: set[str]) -> None:
    assert set(titles(View(search=search))) == found


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("title", ["a harbour", "Bor", "The dam"]),
        ("date", ["The dam", "Bor", "a harbour"]),
        ("source", ["The dam", "Bor", "a harbour"]),
        ("passages", ["The dam", "Bor", "a harbour"]),
        ("indexed", ["a harbour", "The dam", "Bor"]),
        ("state", ["Bor", "a harbour", "The dam"]),
    ],
)
def test_a_column_sorts_and_sorts_the_other_way_round(column: str, order: list[str]) -> None:
    start = View(column="title" if column != "title" else "state")
    view = start.sorted_by(column)
    assert titles(view) == order
    assert titles(view.sorted_by(column)) == order[::-1]


def test_rows_that_are_equal_in_a_column_stand_by_title() -> None:
    same = [row("b"), row("A"), row("c")]
    for view in (View(column="passages"), View(column="passages", is_falling=False)):
        assert [one.record.title for one in arranged(same, view)] == ["A", "b", "c"]


def test_an_unknown_column_changes_nothing_and_a_search_begins_at_the_top() -> None:
    view = View(limit=300)
    assert view.sorted_by("nonsense") == view
    assert view.searched("dam") == View(search="dam", limit=100)


def test_folders_inside_another_are_left_out() -> None:
    sources = ["/b/a.txt", "/b/c/d.txt", "/bc/e.txt", "/f/g.txt"]
    rows = [row(source, source) for source in sources]
    rows.append(row("upload", "/u/h.txt", is_upload=True))
    assert folders_of(rows) == ["/b", "/bc", "/f"]
    assert folders_of([]) == []


def test_an_uploaded_file_is_shown_by_its_name(settings: rag.Settings, tmp_path: Path) -> None:
    stored = settings.uploads_dir / "port.txt"
    elsewhere = tmp_path / "gone.txt"
    for path in (stored, elsewhere):
        written(settings, indexed(path.stem, "Grain went to Egypt.", source=str(path)))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        rows: dict[str, Any] = {one.record.title: one for one in rows_of(dossier)}
    upload, other = rows["The port report"], rows["The gone report"]
    assert (upload.is_upload, upload.source) == (True, "port.txt")
    assert (other.is_upload, other.source) == (False, str(elsewhere))
    assert other.state == "missing"
    assert other.indexed_at.utcoffset() is not None
