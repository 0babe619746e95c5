"""Texts that are made of values, and those that once overwrote each other."""

from datetime import date

import pytest

from ingest import Progress, SyncReport
from ui.messages import (
    ask,
    document,
    export,
    formats,
    library,
    page,
    saved,
    scope,
    serving,
    sources,
    syncing,
)
from ui.messages import terminal as terminal_messages

DAY = date(2025, 5, 8)


def test_each_heading_and_button_has_its_own_text() -> None:
    """Two texts of one name overwrote each other while all lay in one module."""
    assert export.DOCUMENTS_QUOTED == "Documents quoted"
    assert document.DOCUMENTS == "Documents"
    assert saved.DELETE_QUESTION == "Delete this conversation from this browser?"
    assert (saved.DELETE_NOW, saved.KEEP_IT) == ("Delete it", "Keep it")
    assert (library.REMOVE_NOW, library.CANCEL) == ("Remove", "Cancel")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (formats.day(DAY), "8 May 2025"),
        (formats.day(None), "undated"),
        (formats.page(3), "page 3"),
        (formats.documents(1), "1 document"),
        (formats.documents(12_000), "12,000 documents"),
        (formats.passages(1), "1 passage"),
        (formats.seconds(0.239), "0.24 s"),
        (formats.seconds(12.3), "12 s"),
        (formats.offsets(3, 9), "characters 3–9"),
        (formats.reference("Port", DAY, "Grain", 3), "Port, 8 May 2025, Grain, page 3"),
        (formats.reference("Port", None, "Port", None), "Port, undated"),
        (formats.reference("Port", None, None, 3, "Ada"), "Port, undated, page 3, Ada"),
        (formats.said("Ada", None), "Ada"),
        (formats.said("Ada", DAY), "quoting Ada of 8 May 2025"),
        (formats.said(None, DAY), "quoting a message of 8 May 2025"),
        (formats.said(None, None), ""),
        (formats.page(3, 0.96), "page 3, read by OCR, 96% sure"),
        (formats.reference_below_title(DAY, "Port", "Grain", 3), "8 May 2025 · Grain · page 3"),
        (page.holdings(0, None), "No documents yet; add some with `dossier sync FOLDER`."),
        (page.holdings(1, DAY), "1 document, of 8 May 2025"),
        (page.holdings(12, DAY), "12 documents, latest 8 May 2025"),
        (page.holdings(12, None), "12 documents"),
        (ask.engine("extractive"), "Quoted word for word"),
        (ask.engine("llm:qwen3"), "Written by llm:qwen3, checked sentence by sentence"),
        (ask.not_supported("it lacks 3"), "Not supported: it lacks 3"),
        (ask.not_supported(""), "Not supported: no cited passage supports it"),
        (sources.citation_of(2, 3), "Citation 2 of 3"),
        (scope.since(DAY), "from 8 May 2025"),
        (scope.remove_chip("Port"), "Remove Port"),
        (scope.not_a_date("May"), "“May” is not a date."),
        (export.exported_on(DAY), "Exported on 8 May 2025."),
        (library.upload_label([".txt", ".md"]), "Add files (txt, md)"),
        (library.documents_found(3, 3, 3), "3 documents"),
        (library.documents_found(1, 3, 1), "1 of 3 documents"),
        (library.documents_found(300, 300, 100), "300 documents, the first 100 shown"),
        (
            library.documents_found(1_200, 9_000, 500),
            "1,200 of 9,000 documents, the first 500 shown",
        ),
        (library.more(1_200), "Show more (1,200)"),
        (library.and_more(4), "and 4 more"),
        (library.adding(1), "Adding 1 file"),
        (library.removing(2), "Removing 2 documents"),
        (library.remove_chosen(0), "Remove…"),
        (library.remove_chosen(2), "Remove 2 documents…"),
        (library.remove_question(1), "Remove 1 document from the library?"),
        (
            library.uploads_are_deleted(2),
            "2 files were uploaded here; their copies are deleted too.",
        ),
        (syncing.progress(Progress(0, 1, 0)), "0 of 1 document"),
        (syncing.progress(Progress(2, 2, 9, 40, 40, 0.0)), "2 of 2 documents, 40 of 40 bytes"),
        (
            syncing.progress(Progress(0, 1_480, 0, 0, 40_000_000)),
            "0 of 1,480 documents, 0.0 of 40 MB",
        ),
        (
            syncing.progress(Progress(12, 148, 90, 3_140_000, 40_000_000, 118.0)),
            "12 of 148 documents, 3.1 of 40 MB, about 2 min left",
        ),
        (
            syncing.progress(Progress(1, 2, 3, 9_960, 12_000, 4.0)),
            "1 of 2 documents, 10 of 12 kB, a few seconds left",
        ),
        (
            syncing.progress(Progress(1, 2, 3, 1, 2_000_000_000, 54.0)),
            "1 of 2 documents, 0.0 of 2.0 GB, about 50 s left",
        ),
        (
            syncing.progress(Progress(1, 2, 3, 1, 2_000, 58.0)),
            "1 of 2 documents, 0.0 of 2.0 kB, about 1 min left",
        ),
        (
            syncing.progress(Progress(1, 2, 3, 1, 2_000, 9_000.0)),
            "1 of 2 documents, 0.0 of 2.0 kB, about 2.5 h left",
        ),
        (document.length(1_200, 0, 2), "1,200 characters, 2 passages"),
        (document.length(1_200, 1, 1), "1 page, 1,200 characters, 1 passage"),
        (serving.port_is_busy(7860, 7861), "Port 7860 is busy; using 7861 instead."),
        (terminal_messages.left(1), "Stopped with 1 file left. Sync again to index the rest."),
        (terminal_messages.day(DAY), "2025-05-08"),
    ],
)
def test_what_values_read_as(made: str, text: str) -> None:
    assert made == text


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (SyncReport(), "Nothing to do."),
        (SyncReport(added=("a",), failed={"b": "why"}), "1 failed, 1 added."),
        (SyncReport(added=("a",), remaining=("b", "c")), "Stopped: 2 not processed, 1 added."),
        (SyncReport(unchanged=("a",), duplicate={"b": "a"}), "1 unchanged, 1 duplicate."),
    ],
)
def test_what_a_job_did(report: SyncReport, text: str) -> None:
    assert library.summary(report) == text


@pytest.mark.parametrize(
    ("setting", "words"),
    [("none", "cannot change"), ("files", "add and remove documents"), ("folders", "every folder")],
)
def test_what_others_can_do_is_said(setting: str, words: str) -> None:
    text = serving.exposed("http://192.0.2.7:7860", setting)
    assert text.startswith("Other machines reach the chat at http://192.0.2.7:7860.")
    assert words in text
