"""The report of a sync, from plain values."""

from pathlib import Path

from ingest import SyncReport
from ingest.syncing.files import Found, FoundFile
from ingest.syncing.plan import Plan, Planned
from ingest.syncing.reporting import report_of, report_unchanged
from ingest.syncing.snapshot import Duplicate, SyncSnapshot
from rag.library.register import Stamp
from rag.types import Omission


def planned(name: str) -> Planned:
    return Planned(file(name), f"id of {name}")


def file(name: str) -> FoundFile:
    path = str(Path("/b") / name)
    return FoundFile(path, path, 1, 1)


def copy_of(name: str) -> Duplicate:
    return Duplicate(str(Path("/b") / name), "0" * 64, Stamp(1, 1))


PLAN = Plan(
    added=(planned("c.txt"), planned("a.txt")),
    changed=(planned("d.txt"),),
    moved=(planned("e.txt"),),
    removed={"k1": "/b/z.txt", "k2": "/b/y.txt"},
    touched=(planned("f.txt"),),
    unchanged=("/b/g.txt",),
    duplicate={"/b/copy.txt": copy_of("a.txt")},
    failed={"/b/h.txt": "It cannot be read."},
)


def test_a_plan_that_was_carried_out() -> None:
    assert report_of(PLAN, {}, set()) == SyncReport(
        added=("/b/a.txt", "/b/c.txt"),
        changed=("/b/d.txt",),
        moved=("/b/e.txt",),
        removed=("/b/y.txt", "/b/z.txt"),
        unchanged=("/b/f.txt", "/b/g.txt"),
        duplicate={"/b/copy.txt": "/b/a.txt"},
        failed={"/b/h.txt": "It cannot be read."},
    )


def test_a_file_that_failed_on_the_way_and_its_copy() -> None:
    report = report_of(PLAN, {"/b/a.txt": "It is damaged."}, set())
    assert report.added == ("/b/c.txt",)
    assert report.duplicate == {}
    assert report.failed == {
        "/b/a.txt": "It is damaged.",
        "/b/copy.txt": "It is damaged.",
        "/b/h.txt": "It cannot be read.",
    }


def test_files_that_were_not_reached_and_their_copies() -> None:
    report = report_of(PLAN, {}, {"/b/a.txt", "/b/d.txt", "/b/f.txt"})
    assert report.added == ("/b/c.txt",)
    assert report.changed == ()
    assert report.unchanged == ("/b/g.txt",)
    assert report.duplicate == {}
    assert report.remaining == ("/b/a.txt", "/b/copy.txt", "/b/d.txt", "/b/f.txt")


def test_nothing_has_changed() -> None:
    files = {f"/b/{name}": file(name) for name in ("c.txt", "a.txt", "copy.txt")}
    snapshot = SyncSnapshot("key", {}, {"/b/copy.txt": copy_of("a.txt")})
    assert report_unchanged(Found(("/b",), files, {}), snapshot) == SyncReport(
        unchanged=("/b/a.txt", "/b/c.txt"), duplicate={"/b/copy.txt": "/b/a.txt"}
    )


def test_what_was_left_out_of_documents_that_were_not_reached_is_not_reported() -> None:
    left_out = {"/b/d.txt": (Omission("images", 2),), "/b/a.txt": (Omission("notes", 1),)}
    report = report_of(PLAN, {}, {"/b/d.txt"}, left_out)
    assert report.omissions == {"/b/a.txt": (Omission("notes", 1),)}
    assert list(report_of(PLAN, {}, set(), left_out).omissions) == ["/b/a.txt", "/b/d.txt"]


def test_what_was_passed_over_is_reported_whether_or_not_anything_changed() -> None:
    found = Found(("/b",), {}, {}, {".xyz": 2})
    assert report_unchanged(found, SyncSnapshot()).passed_over == {".xyz": 2}
    assert report_of(Plan(passed_over={".xyz": 2}), {}, set()).passed_over == {".xyz": 2}
