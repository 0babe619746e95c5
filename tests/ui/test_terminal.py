"""What the command line prints for a person."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import rag
from ingest import Progress, SyncReport
from rag import (
    Answer,
    Done,
    Event,
    Restarted,
    SearchDone,
    Sentence,
    SentenceChecked,
    TextAdded,
    Timings,
)
from rag.types import Omission
from ui import terminal
from ui.schema import Error
from ui.service.checkup import Checkup, Finding
from ui.service.feedback import Feedback
from ui.service.library_jobs import Removal

Output = pytest.CaptureFixture[str]
TEXT = "The dam at Harta lost 3 gates. Nobody was hurt."
DAY = date(2026, 3, 4)
RECORD = rag.DocumentRecord(
    "d1", "The dam", "/b/dam.md", DAY, "ab", "v", 2, 47, datetime(2026, 3, 5, tzinfo=UTC)
)
DOCUMENT = rag.Document(
    "d1",
    "The dam",
    "/b/dam.md",
    DAY,
    TEXT,
    (rag.Page(1, 0, 47),),
    (rag.Section("", 0, 9), rag.Section("Damage", 9, 47)),
    "ab",
)
PASSAGE = rag.Passage("p", "d1", 0, 47, "Damage", 2, TEXT, ((0, 30), (31, 47)))
HIT = rag.Hit(PASSAGE, RECORD, 0.876, 0.9, 1.2, (0.9, 0.1), 0.2)
CITATION = rag.Citation(1, DOCUMENT, "p", 0, 30, "The dam at Harta lost 3 gates.", "Damage", 2)
SAID = Sentence("The dam at Harta lost 3 gates.", (1,), True, 1.0)
DOUBTED = Sentence("It was old.", (1,), False, 0.1, "the passage gives no age")


def answer(
    text: str = "The dam at Harta lost 3 gates. [1]",
    sentences: tuple[Sentence, ...] = (SAID,),
    citations: tuple[rag.Citation, ...] = (CITATION,),
    notices: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        question="How many gates?",
        search_text="How many gates did the dam lose?",
        text=text,
        answered=bool(citations),
        confidence=0.9,
        engine="extractive",
        sentences=sentences,
        citations=citations,
        hits=(HIT,) * 5,
        missing=(),
        timings=Timings(1.0, 1.0),
        history=(),
        notices=notices,
    )


def test_an_answer_is_printed_once_it_is_final_with_what_backs_it(capsys: Output) -> None:
    final = answer(
        "The dam at Harta lost 3 gates. [1] It was old. [1]",
        (SAID, DOUBTED),
        notices=("Sources differ.",),
    )
    events: list[Event] = [
        SearchDone("How many gates did the dam lose?", (HIT,)),
        TextAdded("Half an ans"),
        Restarted("The model stopped."),
        SentenceChecked(SAID),
        Done(final),
    ]
    terminal.print_answer(" How many  gates? ", events)
    assert capsys.readouterr().out.splitlines() == [
        "Searched for: How many gates did the dam lose?",
        "The dam at Harta lost 3 gates. [1] It was old. [1]",
        "Not supported: “It was old.” (the passage gives no age)",
        "Note: Sources differ.",
        "",
        "[1] The dam, 2026-03-04, Damage, page 2",
        "“The dam at Harta lost 3 gates.”",
        "/b/dam.md 0–30",
    ]


def test_what_does_not_answer_is_followed_by_the_three_nearest(capsys: Output) -> None:
    nothing = answer("The briefings don't say.", (), ())
    terminal.print_answer("How many gates?", [SearchDone("How many gates?", ()), Done(nothing)])
    printed = capsys.readouterr().out
    assert printed.startswith("The briefings don't say.\n\nThe nearest passages:\n")
    assert printed.count("0.88 The dam, 2026-03-04, Damage, page 2") == 3


def test_a_section_named_as_its_document_is_not_repeated(capsys: Output) -> None:
    passage = rag.Passage("p", "d1", 0, 47, "The dam", None, TEXT, ())
    undated = rag.DocumentRecord(
        "d1", "The dam", "/b", None, "ab", "v", 2, 47, datetime(2026, 3, 5, tzinfo=UTC)
    )
    terminal.print_hits([rag.Hit(passage, undated, 0.5, 0.5, 0.0, (), 0.0)])
    assert capsys.readouterr().out == f"\n0.50 The dam, undated\n{TEXT}\n/b 0–47\n"


def test_a_document_is_printed_with_its_sections(capsys: Output) -> None:
    omissions = (Omission("images", 3), Omission("struck-out words", 1))
    record = replace(RECORD, title_from="heading", published_from="by hand")
    terminal.print_document(replace(DOCUMENT, omissions=omissions), record)
    assert capsys.readouterr().out.splitlines() == [
        "The dam",
        "title       from a heading",
        "published   2026-03-04 (set by hand)",
        "source      /b/dam.md",
        "id          d1",
        "sha256      ab",
        "characters  47",
        "pages       1",
        "left out    images: 3, struck-out words: 1",
        "        9–47        Damage",
    ]


def test_what_is_not_known_of_a_document_is_not_printed(capsys: Output) -> None:
    terminal.print_document(replace(DOCUMENT, pages=()), RECORD)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [
        "published",
        "source",
        "id",
        "sha256",
        "characters",
    ]


@pytest.mark.parametrize(
    ("report", "is_dry", "lines"),
    [
        (SyncReport(), False, ["Nothing to do."]),
        (SyncReport(unchanged=("a", "b")), False, ["2 unchanged."]),
        (SyncReport(added=("/b/a",)), True, ["added     /b/a", "Would be: 1 added."]),
        (
            SyncReport(
                changed=("/b/a",),
                duplicate={"/b/c": "/b/a"},
                failed={"/b/d": "It is binary."},
                remaining=("/b/e",),
            ),
            False,
            [
                "changed   /b/a",
                "duplicate /b/c of /b/a",
                "failed    /b/d: It is binary.",
                "Stopped: 1 changed, 1 duplicate, 1 failed, 1 not processed.",
            ],
        ),
        (
            SyncReport(
                added=("/b/a",),
                passed_over={".doc": 1, ".xyz": 1_200, "": 2},
                omissions={"/b/a": (Omission("images", 2), Omission("hidden text", 1))},
            ),
            False,
            [
                "added     /b/a",
                "left out  /b/a: images: 2, hidden text: 1",
                "1,203 passed over, not read: 1,200 .xyz, 2 without an ending, 1 .doc.",
                "1 added.",
            ],
        ),
    ],
)
def test_a_sync_report(report: SyncReport, is_dry: bool, lines: list[str], capsys: Output) -> None:
    terminal.print_report(report, dry_run=is_dry)
    assert capsys.readouterr().out.splitlines() == lines


def test_removed_documents_and_files_that_are_still_there(capsys: Output) -> None:
    terminal.print_removal(Removal((RECORD,), {"/u/a.txt": "Delete it."}))
    assert capsys.readouterr().out == "removed   /b/dam.md\nfailed    /u/a.txt: Delete it.\n"


def test_feedback_is_undated_where_it_has_no_date(capsys: Output) -> None:
    terminal.print_feedback([Feedback("a", "good", "How\nmany?", "3", "extractive")])
    assert capsys.readouterr().out.startswith("good undated  How")


@pytest.mark.parametrize(
    ("findings", "last"),
    [
        ((), "Nothing is wrong."),
        ((Finding("damaged", "d", "r", True, (), repaired=True),), "All findings were repaired."),
        ((Finding("model", "It is gone.", "Name another."),), "Name another."),
        (
            (Finding("lexical index", "d", "r", True, (), repaired=True),),
            "All findings were repaired.",
        ),
    ],
)
def test_a_checkup(findings: tuple[Finding, ...], last: str, capsys: Output) -> None:
    terminal.print_checkup(Checkup(findings, {"library": "/l"}, {"port": "7860"}))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["library           /l", "DOSSIER_PORT                7860"]
    assert lines[-1] == last
    assert ("Nothing is wrong." in lines) == (not findings)


def test_what_was_repaired_says_so_and_damage_what_is_left_to_do(capsys: Output) -> None:
    damaged = Finding("damaged", "One is.", "Then sync.", True, (), repaired=True)
    index = Finding("lexical index", "It is behind.", "Repair it.", True, (), repaired=True)
    terminal.print_checkup(Checkup((damaged, index), {}, {}))
    assert capsys.readouterr().out.splitlines() == [
        "",
        "repaired: damaged",
        "One is.",
        "Then sync.",
        "",
        "repaired: lexical index",
        "It is behind.",
        "All findings were repaired.",
    ]


def test_an_error_has_its_remedy_on_a_line_of_its_own(capsys: Output) -> None:
    terminal.print_error(rag.UsageError("There is no\x1b[31m document 'x'.", "List them."))
    terminal.print_error(rag.UsageError("It failed."))
    assert capsys.readouterr().err == (
        "dossier: There is no\N{REPLACEMENT CHARACTER}[31m document 'x'.\nList them.\n"
        "dossier: It failed.\n"
    )


def test_json_is_on_several_lines_or_on_one(capsys: Output) -> None:
    error = Error(message="Šťáva\x9b", remedy="")
    terminal.print_json(error)
    terminal.print_json([error], indent=None)
    several, one = capsys.readouterr().out.split("}\n", 1)
    assert several == '{\n  "message": "Šťáva\\u009b",\n  "remedy": ""\n'
    assert json.loads(one) == [{"message": "Šťáva\x9b", "remedy": ""}]
    assert one.count("\n") == 1


def test_no_progress_bar_is_shown_where_stderr_is_a_file(capsys: Output, tmp_path: Path) -> None:
    with terminal.sync_progress() as progress:
        progress(Progress(1, 2, 5))
    assert capsys.readouterr() == ("", "")


def test_a_progress_bar_says_what_is_done_and_the_time_left(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as to rich, a terminal
    monkeypatch.setenv("COLUMNS", "80")
    with terminal.sync_progress() as progress:
        progress(Progress(12, 148, 90, 3_140_000, 40_000_000, 118.0))
    said = capsys.readouterr()
    assert "12 of 148 documents, 3.1 of 40 MB, about 2 min left" in said.err
    assert said.out == ""
