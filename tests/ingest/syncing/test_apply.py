"""Carrying out a plan: with a real library, but the files are read in this process."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import rag
from ingest.readers import plain
from ingest.readers.base import Content
from rag.types import Omission
from tests.conftest import Write, names
from tests.ingest.syncing.applied import Library

RAIN = "Rain fell in Ostrava."
SNOW = "Snow fell in Brno, and more of it in Olomouc."


@pytest.fixture
def library(folder: Path, settings: rag.Settings) -> Library:
    return Library(folder, settings)


def test_everything_that_is_new_is_written(write: Write, library: Library) -> None:
    write("a.txt", RAIN)
    write("b.txt", SNOW)
    applier = library.apply(library.plan())
    assert library.sources == ["a.txt", "b.txt"]
    assert (applier.failed, applier.remaining) == ({}, set())
    assert [library.done[0], library.done[-1]] == [(0, 2, 0), (2, 2, 2)]
    size = len(RAIN) + len(SNOW)
    assert {progress.bytes for progress in library.seen} == {size}
    assert [library.seen[0].bytes_done, library.seen[-1].bytes_done] == [0, size]
    assert [library.seen[0].seconds_left, library.seen[-1].seconds_left] == [None, 0.0]


def test_a_file_that_cannot_be_read_fails_and_keeps_its_document(
    write: Write, library: Library
) -> None:
    path = write("a.txt", RAIN)
    library.apply(library.plan())
    before = library.writer.entries()
    write("a.txt", " ")
    write("b.txt", SNOW)
    applier = library.apply(library.plan())
    assert applier.failed == {str(path): "The file holds no text. Add text to it or remove it."}
    assert library.sources == ["a.txt", "b.txt"]
    assert before.items() <= library.writer.entries().items()
    assert library.done[-1] == (2, 2, 1)


def test_what_is_known_is_recorded_without_being_read(
    write: Write, folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", RAIN)
    path = write("b.txt", SNOW)
    library.apply(library.plan())
    versions = {e.record.version for e in library.writer.entries().values()}
    os.utime(path, ns=(1, 1))
    (folder / "a.txt").rename(folder / "c.txt")
    plan = library.plan()
    assert [len(plan.touched), len(plan.moved)] == [1, 1]

    def refuse(*_: Any) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr("ingest.syncing.prepare.read_file", refuse)
    library.apply(plan)
    assert library.sources == ["b.txt", "c.txt"]
    assert {e.record.version for e in library.writer.entries().values()} == versions
    assert library.done == [(0, 2, 0), (2, 2, 0)]


def test_a_moved_file_that_has_to_be_read_is_not_embedded_if_its_version_is_the_same(
    write: Write, folder: Path, library: Library
) -> None:
    write(f"{RAIN}.txt", RAIN)  # a title that may come from the name, but does not
    library.apply(library.plan())
    (folder / f"{RAIN}.txt").rename(folder / "b.txt")
    plan = library.plan()
    assert [step.known for step in plan.moved] == [()]
    library.apply(plan)
    assert library.sources == ["b.txt"]
    assert library.done[-1] == (1, 1, 0)


def test_what_is_gone_is_removed_first(write: Write, folder: Path, library: Library) -> None:
    write("a.txt", RAIN)
    library.apply(library.plan())
    (folder / "a.txt").unlink()
    write("b.txt", SNOW)
    library.apply(library.plan(), should_stop=lambda: True)
    assert library.sources == []


def test_where_it_is_stopped_the_rest_remains(write: Write, library: Library) -> None:
    paths = [write(f"{n}.txt", f"Rain number {n} fell {n * 'again '}.") for n in range(3)]
    answers = iter([False, True])
    applier = library.apply(library.plan(), lambda: next(answers, True))
    assert applier.remaining == {str(path) for path in paths}  # the first was not embedded yet
    assert library.sources == []
    assert library.done == [(0, 3, 0)]


def test_what_is_embedded_when_it_is_stopped_is_written(write: Write, library: Library) -> None:
    long = "".join(f"Rain number {m} fell on Ostrava.\n\n" for m in range(1200))
    write("a.txt", long)
    write("b.txt", long.replace("Rain", "Snow"))
    applier = library.apply(
        library.plan(), lambda: bool(library.seen) and library.seen[-1].documents_done > 0
    )
    assert library.sources == ["a.txt"]
    assert names(sorted(applier.remaining)) == ["b.txt"]


def test_progress_moves_within_a_document(write: Write, library: Library) -> None:
    write("a.txt", "".join(f"Rain number {m} fell on Ostrava.\n\n" for m in range(1200)))
    library.apply(library.plan())
    done = [progress.bytes_done for progress in library.seen if progress.documents_done == 0]
    assert len(done) > 20
    assert done == sorted(done)


def test_a_document_is_superseded_only_once_the_other_copy_is_written(
    write: Write, library: Library
) -> None:
    write("b.txt", SNOW)
    library.apply(library.plan())
    write("a.txt", RAIN)
    write("b.txt", RAIN)
    plan = library.plan()
    assert len(plan.superseded) + len(plan.changed) == 1
    library.apply(plan, should_stop=lambda: True)
    assert library.sources == ["b.txt"]
    library.apply(library.plan())
    assert len(library.sources) == 1


def test_a_long_list_of_files_is_written_in_batches(write: Write, library: Library) -> None:
    for n in range(3):
        write(f"{n}.txt", "".join(f"Rain number {m} fell on {n}.\n\n" for m in range(3000)))
    library.apply(library.plan())
    done = [progress.documents_done for progress in library.seen]
    assert done[0] == 0
    assert done[-1] == 3
    assert done == sorted(done)
    assert len(done) > 2


def test_what_documents_leave_out_is_noted_of_those_that_were_read(
    write: Write, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_plain = plain.read

    def leaving_out(data: bytes) -> Content:
        found = read_plain(data)
        return replace(found, omissions=(Omission("images", 2),) if b"Rain" in data else ())

    monkeypatch.setattr("ingest.readers.plain.read", leaving_out)
    leaving_out.__module__, leaving_out.__qualname__ = "ingest.readers.plain", "read"
    path = write("a.txt", RAIN)
    write("b.txt", SNOW)
    assert library.apply(library.plan()).omissions == {str(path): (Omission("images", 2),)}
    assert library.apply(library.plan()).omissions == {}
