"""All documents of a library: searched, sorted, and where they come from."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.index_format import INDEX_FORMAT
from rag import DocumentRecord
from rag.library import Entry, Stamp
from ui.service.listing import Column, Listing


def entry(
    title: str, source: Path, published: date | None = None, passages: int = 1, day: int = 1
) -> Entry:
    """A document; as read from its file where there is one."""
    at = datetime(2026, 3, day, tzinfo=UTC)
    record = DocumentRecord(title, title, str(source), published, "ab", "v", passages, 9, at)
    stamp = Stamp.of(source.stat()) if source.exists() else Stamp(1, 1)
    return Entry(record, stamp, INDEX_FORMAT)


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    """Three documents, whose files are as they were, gone and changed."""
    for name in ("b/dam.txt", "c/bor.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("It rained.", encoding="utf-8")
    entries = [
        entry("The dam", tmp_path / "b" / "dam.txt", date(2025, 5, 8), passages=3, day=2),
        entry("a harbour", tmp_path / "c" / "z.md", None, passages=1, day=3),
        entry("Bor", tmp_path / "c" / "bor.md", date(2024, 12, 1), passages=2, day=1),
    ]
    (tmp_path / "c" / "bor.md").write_text("It rained twice.", encoding="utf-8")
    return Listing(entries, tmp_path / "uploads")


def titles(
    listing: Listing, search: str = "", column: Column = "title", *, is_falling: bool = False
) -> list[str]:
    found = listing.found(search, column, is_falling=is_falling)
    return [listing.row(position).record.title for position in found]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["a harbour", "Bor", "The dam"]),
        ("DAM", ["The dam"]),
        ("2025-05", ["The dam"]),
        ("8 may", ["The dam"]),
        ("undated", ["a harbour"]),
        ("/c/ md", ["a harbour", "Bor"]),
        ("file missing", ["a harbour"]),
        ("changed", ["Bor"]),
        ("bor missing", []),
        ("/c/ dam", []),
    ],
)
def test_each_word_is_in_the_title_source_date_or_state(
    listing: Listing, search: str, found: list[str]
) -> None:
    assert titles(listing, search) == found


@pytest.mark.parametrize(
    ("column", "order"),
    [
        ("title", ["a harbour", "Bor", "The dam"]),
        ("date", ["a harbour", "Bor", "The dam"]),
        ("source", ["The dam", "Bor", "a harbour"]),
        ("passages", ["a harbour", "Bor", "The dam"]),
        ("indexed", ["Bor", "The dam", "a harbour"]),
        ("state", ["Bor", "a harbour", "The dam"]),
    ],
)
def test_a_column_sorts_either_way_round(
    listing: Listing, column: Column, order: list[str]
) -> None:
    assert titles(listing, column=column) == order
    assert titles(listing, column=column, is_falling=True) == order[::-1]


@pytest.mark.parametrize("is_falling", [True, False])
def test_rows_that_are_equal_in_a_column_stand_by_title(tmp_path: Path, is_falling: bool) -> None:
    same = Listing([entry(title, tmp_path / title) for title in ("b", "A", "c")], tmp_path / "u")
    for column in ("passages", "state", "date"):
        assert titles(same, column=column, is_falling=is_falling) == ["A", "b", "c"]


def test_a_row_has_the_state_of_now_and_a_search_that_of_a_moment_ago(tmp_path: Path) -> None:
    path = tmp_path / "dam.txt"
    path.write_text("It rained.", encoding="utf-8")
    seconds = iter([0.0, 1.0, 60.0])
    listing = Listing([entry("The dam", path)], tmp_path / "u", lambda: next(seconds))
    assert titles(listing, "missing") == []
    path.unlink()
    assert listing.row(0).state == "missing"
    assert titles(listing, "missing") == []
    assert titles(listing, "missing") == ["The dam"]


def test_folders_inside_another_are_left_out(tmp_path: Path) -> None:
    names = ("b/a.txt", "b/c/d.txt", "bc/e.txt", "f/g.txt", "uploads/h.txt")
    entries = [entry(name, tmp_path / name) for name in names]
    listing = Listing(entries, tmp_path / "uploads")
    assert listing.folders == [str(tmp_path / name) for name in ("b", "bc", "f")]
    assert Listing([], tmp_path).folders == []
    assert [listing.row(n).source for n in (0, 4)] == [str(tmp_path / "b" / "a.txt"), "h.txt"]
    assert titles(listing, str(tmp_path / "uploads")) == []


def test_documents_are_chosen_by_their_ids(listing: Listing) -> None:
    chosen = listing.chosen({"Bor", "The dam", "gone"})
    assert [(row.record.id, row.state) for row in chosen] == [
        ("The dam", "current"),
        ("Bor", "changed"),
    ]
