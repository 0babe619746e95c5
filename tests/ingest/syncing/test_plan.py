"""What a sync decides to do, from files and register entries as plain values."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import rag
from ingest.syncing.plan import Plan, Planned, make_plan
from ingest.syncing.snapshot import Duplicate
from rag.library.register import Entry, Stamp
from tests.conftest import Write, names
from tests.ingest.syncing.registered import by_id, entry, found_in

RAIN = "Rain fell in Ostrava."
SNOW = "Snow fell in Brno."
OLD = Stamp(len(RAIN), 1)


@pytest.fixture
def plan(folder: Path) -> Any:
    def run(*entries: Entry, duplicates: dict[str, Duplicate] | None = None) -> Plan:
        settings = rag.Settings(max_file_mb=1)
        return make_plan(found_in(folder), by_id(*entries), duplicates or {}, settings)

    return run


def sources(planned: tuple[Planned, ...]) -> list[str]:
    return names([step.file.path for step in planned])


def test_an_empty_register_has_everything_added(write: Write, plan: Any) -> None:
    write("a.txt", RAIN)
    write("b.txt", SNOW)
    made = plan()
    assert sources(made.added) == ["a.txt", "b.txt"]
    assert len({step.document_id for step in made.added}) == 2
    assert all(step.known == () for step in made.added)
    assert made == Plan(added=made.added)


def test_the_stamp_alone_says_that_a_file_is_unchanged(
    write: Write, plan: Any, opened: list[Path]
) -> None:
    path = write("a.txt", RAIN)
    assert plan(entry(path, "another content")) == Plan(unchanged=(str(path),))
    assert opened == []


def test_files_of_a_size_of_their_own_are_not_hashed(
    write: Write, plan: Any, opened: list[Path]
) -> None:
    write("a.txt", RAIN)
    write("b.txt", SNOW)
    write("c.txt", SNOW.replace("B", "P"))
    assert sources(plan().added) == ["a.txt", "b.txt", "c.txt"]
    assert [path.name for path in opened] == ["b.txt", "c.txt"]


def test_a_file_of_another_size_has_changed(write: Write, plan: Any, opened: list[Path]) -> None:
    path = write("a.txt", SNOW)
    made = plan(entry(path, RAIN, stamp=OLD))
    assert made == Plan(changed=(Planned(made.changed[0].file, "d1"),))
    assert opened == []


def test_a_touched_file_need_not_be_read(write: Write, plan: Any) -> None:
    path = write("a.txt", RAIN)
    before = entry(path, RAIN, stamp=OLD)
    (step,) = plan(before).touched
    assert step.known == (replace(before, stamp=Stamp.of(path.stat())),)


def test_a_moved_file_need_not_be_read(write: Write, folder: Path, plan: Any) -> None:
    path = write("sub/b.txt", RAIN)
    before = entry(folder / "a.txt", RAIN, stamp=OLD)
    made = plan(before)
    (step,) = made.moved
    record = replace(before.record, source=str(path))
    assert step.known == (replace(before, record=record, stamp=Stamp.of(path.stat())),)
    assert made.removed == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.txt", "a.md"),  # other sections
        ("a.txt", "2026-05-06 a.txt"),  # another date
        ("Rain.txt", "a.txt"),  # a title that may be the name of the file
    ],
)
def test_a_move_that_may_change_the_document_is_read(
    write: Write, folder: Path, plan: Any, old: str, new: str
) -> None:
    write(new, RAIN)
    (step,) = plan(entry(folder / old, RAIN, stamp=OLD)).moved
    assert step.known == ()
    assert step.document_id == "d1"


def test_a_document_of_another_index_format_is_indexed_again(write: Write, plan: Any) -> None:
    path = write("a.txt", RAIN)
    assert sources(plan(replace(entry(path, RAIN), index_format="old")).changed) == ["a.txt"]


def test_a_moved_document_that_is_marked_for_indexing_is_recognised(
    write: Write, folder: Path, plan: Any
) -> None:
    write("b.txt", RAIN)
    marked = replace(entry(folder / "a.txt", RAIN, stamp=Stamp(0, 0)), index_format="")
    (step,) = plan(marked).moved
    assert (step.document_id, step.known) == ("d1", ())


def test_a_document_whose_file_is_gone_is_removed(write: Write, folder: Path, plan: Any) -> None:
    path = write("a.txt", SNOW)
    gone = entry(folder / "b.txt", RAIN, key="d2", stamp=OLD)
    elsewhere = entry(folder.parent / "c.txt", "Hail fell.", key="d3", stamp=Stamp(10, 1))
    made = plan(entry(path, SNOW), gone, elsewhere)
    assert made == Plan(unchanged=(str(path),), removed={"d2": str(folder / "b.txt")})


def test_one_of_several_copies_is_indexed(write: Write, plan: Any) -> None:
    first, second = write("a.txt", RAIN), write("b.md", RAIN)
    made = plan()
    assert sources(made.added) == ["a.txt"]
    (duplicate,) = made.duplicate.values()
    assert duplicate.indexed_copy == str(first)
    assert duplicate.stamp == Stamp.of(second.stat())
    assert len(duplicate.sha256) == 64


def test_a_document_whose_file_has_become_a_copy_is_superseded(write: Write, plan: Any) -> None:
    first, second = write("a.txt", RAIN), write("b.txt", RAIN)
    made = plan(entry(first, RAIN), entry(second, SNOW, key="d2", stamp=Stamp(len(SNOW), 1)))
    assert made.superseded == {"d2": str(second)}
    assert list(made.duplicate) == [str(second)]


def test_a_known_duplicate_is_not_hashed(write: Write, plan: Any, opened: list[Path]) -> None:
    first, second = write("a.txt", RAIN), write("b.txt", RAIN)
    indexed = entry(first, RAIN)
    known = Duplicate(str(first), indexed.record.sha256, Stamp.of(second.stat()))
    assert plan(indexed, duplicates={str(second): known}).duplicate == {str(second): known}
    assert opened == []


def test_the_same_bytes_of_another_format_family_are_no_copy(write: Write, plan: Any) -> None:
    write("a.txt", RAIN)
    write("b.html", RAIN)
    made = plan()
    assert sources(made.added) == ["a.txt", "b.html"]
    assert made.duplicate == {}


@pytest.mark.parametrize("copies", [1, 2])
def test_a_file_above_the_limit_fails_and_keeps_its_document(
    write: Write, plan: Any, copies: int
) -> None:
    large = [write(f"{n}.txt", "x" * 1_600_000) for n in range(copies)]
    made = plan(entry(large[0], RAIN, stamp=OLD))
    assert made.failed == {
        str(path): "The file has 2 MB, more than the 1 that DOSSIER_MAX_FILE_MB allows. "
        "Split it or raise the setting."
        for path in large
    }
    assert made.removed == {}


def test_a_document_below_a_folder_that_failed_stays(folder: Path, plan: Any) -> None:
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    made = plan(entry(folder / "loop.txt", RAIN, stamp=OLD))
    assert list(made.failed) == [str(folder / "loop.txt")]
    assert made.removed == {}


def test_the_id_of_a_document_that_moved_away_is_not_given_again(
    write: Write, folder: Path, plan: Any
) -> None:
    write("a.txt", RAIN)
    (first,) = plan().added
    os.rename(folder / "a.txt", folder / "b.txt")  # noqa: PTH104
    write("a.txt", SNOW)
    moved = entry(folder / "b.txt", RAIN, key=first.document_id)
    (second,) = plan(moved).added
    assert names([second.file.path]) == ["a.txt"]
    assert second.document_id != first.document_id
