"""The Library tab's HTML: the table, the state of a job, and the question before a removal."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ingest import Progress, SyncReport
from rag import DocumentRecord
from rag.types import Omission
from tests.ui.web.reading import HOSTILE, Reader
from ui.service.documents import MOST_ROWS, Found, View
from ui.service.jobs import JobStatus
from ui.service.listing import Row
from ui.web.library import view


def make_row(
    number: int = 1, title: str = "The port", source: str = "/b/port.md", **row: object
) -> Row:
    indexed = datetime(2026, 5, 8, 12, tzinfo=UTC)
    record = DocumentRecord(
        f"d{number}", title, source, date(2025, 3, 8), "ab" * 32, "v", 1_234, 9_000, indexed
    )
    values: Mapping[str, object] = {"state": "current", "is_upload": False, **row}
    return Row(record, **values)  # type: ignore[arg-type]


def table(*rows: Row, total: int | None = None, can_choose: bool = True) -> Reader:
    found = Found(rows, len(rows), len(rows) if total is None else total)
    return Reader(view.table(found, View(), can_choose=can_choose))


def test_a_row_says_what_there_is_to_know() -> None:
    shown = table(make_row())
    for words in ("The port", "8 March 2025", "port.md /b", "1,234", "up to date", "1 document"):
        assert words in shown.text
    assert shown.attributes["href"] == ["/documents/d1"]
    assert shown.attributes["data-document"] == ["d1"]
    assert shown.attributes["aria-labelledby"] == ["choose-d1 title-d1"]


def test_a_row_says_where_title_and_date_were_found() -> None:
    row = make_row()
    assert "from" not in table(row).text
    found = replace(row.record, title_from="file name", published_from="by hand")
    shown = table(replace(row, record=found))
    assert "The port from the file's name" in shown.text
    assert "8 March 2025 set by hand" in shown.text
    undated = replace(row.record, published=None)
    assert "undated" in table(replace(row, record=undated)).text


def test_where_every_document_has_a_date_there_is_none_without() -> None:
    found = Found((), 0, 3)
    shown = Reader(view.table(found, View(only_undated=True), can_choose=True))
    assert "Every document has a date." in shown.text
    searched = View(search="dam", only_undated=True)
    assert "No document has all these words" in view.table(found, searched, can_choose=True)


def test_what_a_sync_passed_over_and_left_out_is_named() -> None:
    left_out = {"/b/a.docx": (Omission("images", 2),)}
    report = SyncReport(added=("/b/a.docx",), passed_over={".xyz": 2}, omissions=left_out)
    shown = Reader(view.summary("Sync", report)).text
    assert "Not in the documents' texts (1)/b/a.docx: images: 2" in shown
    assert "2 passed over, not read: 2 .xyz." in shown
    assert "passed over" not in Reader(view.summary("Sync", SyncReport())).text


def test_an_uploaded_file_has_no_folder() -> None:
    shown = table(make_row(source="/data/uploads/a.md", is_upload=True))
    assert "a.md uploaded here" in shown.text
    assert "/data" not in shown.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("changed", "changed on disk"),
        ("missing", "file missing"),
        ("unknown", "cannot be checked"),
        ("outdated", "to be indexed again"),
    ],
)
def test_the_state_of_a_file_is_named(state: str, words: str) -> None:
    shown = table(make_row(state=state))
    assert words in shown.text
    assert state in shown.attributes["class"]


def test_where_nothing_may_be_changed_no_row_can_be_ticked() -> None:
    shown = table(make_row(), can_choose=False)
    assert "input" not in shown.tags
    assert "documents" in shown.attributes["class"]
    assert "documents choosable" in table(make_row()).attributes["class"]


@pytest.mark.parametrize(
    ("now", "order", "arrow"),
    [
        (View(), ["none", "descending", "none", "none", "none", "none"], "↓"),
        (
            View(column="state", is_falling=False),
            ["none", "none", "none", "none", "none", "ascending"],
            "↑",
        ),
    ],
)
def test_the_heading_of_the_sorted_column_says_so(now: View, order: list[str], arrow: str) -> None:
    shown = Reader(view.table(Found((make_row(),), 1, 1), now, can_choose=True))
    assert shown.attributes["aria-sort"] == order
    assert arrow in shown.text
    assert shown.attributes["data-sort"] == [
        "title",
        "date",
        "source",
        "passages",
        "indexed",
        "state",
    ]


def test_an_empty_library_and_an_empty_search_differ() -> None:
    assert table(total=0).text == "The library holds no documents yet."
    shown = table(total=5)
    assert shown.text.startswith("0 of 5 documents")
    assert "No document has all these words" in shown.text


def test_rows_that_are_not_shown_are_counted_and_can_be_had() -> None:
    rows = tuple(make_row(n) for n in range(100))
    markup = view.table(Found(rows, 120, 120), View(), can_choose=True)
    assert len(re.findall("data-document", markup)) == 100
    assert "120 documents, the first 100 shown" in markup
    assert "Show more (20)" in markup
    assert "data-more" not in view.table(Found(rows, 100, 100), View(), can_choose=True)


def test_beyond_the_most_rows_one_is_told_to_search() -> None:
    rows = tuple(make_row(n) for n in range(MOST_ROWS))
    markup = view.table(Found(rows, 9_000, 9_000), View(limit=MOST_ROWS), can_choose=True)
    assert "9,000 documents, the first 500 shown" in markup
    assert "No more are shown at once; the search finds the others." in markup
    assert "data-more" not in markup


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        (JobStatus("Sync of /b"), "running", "Checking the files…"),
        (JobStatus("Sync of /b", Progress(1, 2, 9, 7, 20)), "running", "1 of 2 documents, 7 of 20"),
        (JobStatus("Sync of /b", Progress(1, 2, 520), is_stopping=True), "running", "Stopping"),
        (JobStatus("Sync of /b", problem="No such folder."), "problem", "No such folder."),
        (JobStatus("Sync of /b", report=SyncReport(added=("a",))), "done", "1 added."),
        (JobStatus("Sync of /b", report=SyncReport(failed={"a": "why"})), "problem", "1 failed."),
        (JobStatus("Sync of /b", report=SyncReport()), "done", "Nothing to do."),
        (
            JobStatus("Sync of /b", report=SyncReport(added=("a",), remaining=("b",))),
            "stopped",
            "Stopped: 1 not processed, 1 added.",
        ),
    ],
)
def test_a_job_says_how_far_it_has_come(now: JobStatus, state: str, words: str) -> None:
    shown = Reader(view.job_status(now))
    assert shown.text.startswith("Sync of /b")
    assert words in shown.text
    assert f"job {state}" in shown.attributes["class"]


def test_a_progress_bar_has_a_value_once_the_total_is_known() -> None:
    unknown = Reader(view.job_status(JobStatus("Sync")))
    assert "value" not in unknown.attributes
    known = Reader(view.job_status(JobStatus("Sync", Progress(3, 9, 0))))
    assert (known.attributes["value"], known.attributes["max"]) == (["3"], ["9"])
    by_bytes = Reader(view.job_status(JobStatus("Sync", Progress(3, 9, 0, 500, 2_000))))
    assert (by_bytes.attributes["value"], by_bytes.attributes["max"]) == (["500"], ["2000"])


def test_a_report_names_every_source_with_what_became_of_it() -> None:
    report = SyncReport(
        failed={"/b/a.pdf": "it is damaged"},
        remaining=("/b/late.md",),
        added=("/b/new.md",),
        duplicate={"/b/copy.md": "/b/port.md"},
    )
    shown = Reader(view.summary("Sync", report))
    assert "Failed (1)/b/a.pdf: it is damaged" in shown.text
    assert "Not processed (1)/b/late.md" in shown.text
    assert "Added (1)/b/new.md" in shown.text
    assert "Duplicate (1)/b/copy.md has the same content as /b/port.md" in shown.text
    assert len(shown.attributes["open"]) == 2  # what failed and what was not processed


def test_a_long_list_is_cut_and_counted() -> None:
    report = SyncReport(added=tuple(f"/b/{n}.md" for n in range(25)))
    shown = Reader(view.summary("Sync", report))
    assert "Added (25)" in shown.text
    assert "/b/19.md" in shown.text
    assert "/b/20.md" not in shown.text
    assert "and 5 more" in shown.text


def test_a_removal_says_what_becomes_of_the_files() -> None:
    rows = [make_row(1), make_row(2, "A note", is_upload=True), make_row(3, state="missing")]
    shown = Reader(view.confirmation(rows))
    assert "Remove 3 documents from the library?" in shown.text
    assert "A note" in shown.text
    assert "1 file was uploaded here; its copy is deleted too." in shown.text
    assert "1 file stays in its folder" in shown.text
    missing = Reader(view.confirmation([make_row(state="missing")]))
    assert "stays in its folder" not in missing.text


def test_a_notice_of_nothing_is_nothing() -> None:
    assert view.notice("") == ""
    assert Reader(view.notice("No.")).text == "No."


def test_whatever_is_indexed_is_shown_as_text() -> None:
    row = make_row(1, HOSTILE, f"/b/{HOSTILE}.txt")
    report = SyncReport(failed={HOSTILE: HOSTILE}, added=(HOSTILE,), duplicate={HOSTILE: HOSTILE})
    for markup in (
        view.table(Found((row,), 1, 1), View(), can_choose=True),
        view.confirmation([row]),
        view.notice(HOSTILE),
        view.job_status(JobStatus(HOSTILE, problem=HOSTILE)),
        view.summary(HOSTILE, report),
    ):
        shown = Reader(markup)
        assert HOSTILE in shown.text
        assert not shown.tags & {"script", "img"}
