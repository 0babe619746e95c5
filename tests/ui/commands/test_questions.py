"""`dossier ask`, `search`, `eval` and `feedback`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.errors import UsageError
from tests.rag.library.libraries import indexed, written
from tests.ui.conftest import BOR_QUESTION, VARNA, VARNA_QUESTION, Run
from ui.cli import app
from ui.service import feedback
from ui.service.feedback import Feedback

QUOTE = "The port of Varna handled 42 barges of grain in 2024."


def test_an_answer_as_json_has_its_quote_and_offsets(library: Dossier, run: Run) -> None:
    answer = json.loads(run("ask", VARNA_QUESTION, "--json"))
    assert (answer["question"], answer["text"]) == (VARNA_QUESTION, f"{QUOTE} [1]")
    (citation,) = answer["citations"]
    assert VARNA[citation["start"] : citation["end"]] == citation["quote"] == QUOTE
    assert (answer["answered"], answer["engine"]) == (True, "extractive")


def test_an_answer_is_printed_with_its_quote_and_source(library: Dossier, run: Run) -> None:
    printed = run("ask", VARNA_QUESTION)
    assert printed.startswith(f"{QUOTE} [1]\n")
    assert "[1] The Varna report, 2025-03-08" in printed
    assert f"“{QUOTE}”" in printed
    assert f"/briefings/Varna.txt 0–{len(QUOTE)}" in printed


@pytest.mark.parametrize(
    ("option", "value", "titles"),
    [
        ("--since", "2025-01-01", {"The Varna report"}),
        ("--until", "2025-01-01", {"The Bor report"}),
        ("--since", "2024-06-01", {"The Varna report", "The Bor report"}),
    ],
)
def test_a_search_is_narrowed_by_date(
    library: Dossier, run: Run, option: str, value: str, titles: set[str]
) -> None:
    found = json.loads(run("search", "report of grain and copper", "--json", option, value))
    assert {hit["title"] for hit in found["hits"]} == titles


def test_a_search_is_narrowed_by_document_and_number(library: Dossier, run: Run) -> None:
    (bor,) = [one.id for one in library.documents() if one.title == "The Bor report"]
    narrowed = ("--document", bor, "--limit", "1")
    found = json.loads(run("search", VARNA_QUESTION, "--json", *narrowed))
    assert [hit["document_id"] for hit in found["hits"]] == [bor]
    assert found["question"] == VARNA_QUESTION
    answer = json.loads(run("ask", BOR_QUESTION, "--json", "--document", bor))
    assert answer["filters"] == {"since": None, "until": None, "documents": [bor]}


LEFT_OUT = "1 document without a date was left out."
GRAIN = "How much grain did the port of Varna handle?"


@pytest.fixture
def undated(library: Dossier, settings: rag.Settings) -> None:
    """A third document, which has no date."""
    written(settings, indexed("Harta", "The dam at Harta lost 3 gates."))


@pytest.mark.parametrize("narrowed", [("--since", "2025-01-01"), ("--until", "2025-12-31")])
def test_a_date_filter_says_how_many_undated_documents_it_left_out(
    undated: None, run: Run, narrowed: tuple[str, str]
) -> None:
    assert json.loads(run("ask", GRAIN, "--json", *narrowed))["notices"] == [LEFT_OUT]
    assert f"Note: {LEFT_OUT}\n" in run("ask", GRAIN, *narrowed)
    assert json.loads(run("search", "grain", "--json", *narrowed))["notices"] == [LEFT_OUT]
    assert run("search", "grain", *narrowed).startswith(f"Note: {LEFT_OUT}\n\n")


def test_a_date_that_is_read_from_the_question_says_so_too(undated: None, run: Run) -> None:
    answer = json.loads(run("ask", "What happened in Varna since January 2025?", "--json"))
    assert answer["filters"]["since"] == "2025-01-01"
    assert answer["notices"] == [LEFT_OUT]


def test_without_a_date_filter_nothing_is_left_out(undated: None, run: Run) -> None:
    assert json.loads(run("ask", GRAIN, "--json"))["notices"] == []
    assert json.loads(run("search", "grain", "--json"))["notices"] == []


def test_passages_found_are_printed_with_their_scores(library: Dossier, run: Run) -> None:
    first, *_ = [line for line in run("search", VARNA_QUESTION).splitlines() if line]
    score, title = first.split(" ", 1)
    assert 0 < float(score) <= 1
    assert title == "The Varna report, 2025-03-08"


def test_a_library_that_is_empty_is_an_error(run: Run) -> None:
    result = CliRunner().invoke(app, ["ask", VARNA_QUESTION, "--json"])
    error = json.loads(result.stdout)["error"]
    assert error["remedy"] == "Put some in with `dossier sync FOLDER`."
    assert isinstance(result.exception, rag.LibraryError)


def test_wrong_options_exit_with_2(run: Run) -> None:
    for arguments in (
        ("ask",),
        ("ask", "x", "--since", "yesterday"),
        ("search", "x", "--limit", "0"),
        ("nonsense",),
        ("eval", "x.jsonl", "--corpus", ".", "--by", "colour"),
    ):
        assert run(*arguments, code=2) == ""


def test_feedback_is_listed(settings: rag.Settings, run: Run) -> None:
    assert run("feedback") == "No feedback yet.\n"
    assert json.loads(run("feedback", "--json")) == []
    entry = Feedback("a1", "bad", "How\nmuch?", "415.", "extractive", (("d", 1, 2),), "Old.")
    feedback.add(settings, entry)
    (listed,) = json.loads(run("feedback", "--json"))
    del listed["at"]
    assert listed == {
        "answer_id": "a1",
        "verdict": "bad",
        "question": "How\nmuch?",
        "answer": "415.",
        "engine": "extractive",
        "citations": [["d", 1, 2]],
        "comment": "Old.",
    }
    verdict, comment = run("feedback").splitlines()
    assert verdict.startswith("bad  20")
    assert comment == "     “Old.”"


def test_an_evaluation_of_nothing_is_wrong_use(run: Run, tmp_path: Path) -> None:
    arguments: list[Any] = ["eval", str(tmp_path / "none.jsonl"), "--corpus", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, UsageError)
    assert "none.jsonl" in str(result.exception)


@pytest.mark.process
def test_an_evaluation_prints_figures(run: Run, tmp_path: Path) -> None:
    corpus, questions, rows = tmp_path / "corpus", tmp_path / "q.jsonl", tmp_path / "rows.jsonl"
    corpus.mkdir()
    (corpus / "bridge.txt").write_text("Bridge\n\nThe old bridge at Narva closed on 3 May 2024.")
    asked = {"id": "b", "question": "When was the old bridge at Narva closed?", "answerable": True}
    evidence = {"document": "bridge.txt", "quote": "closed on 3 May 2024"}
    questions.write_text(json.dumps({**asked, "evidence": [evidence], "kind": "date"}))
    measured = ("eval", str(questions), "--corpus", str(corpus), "--by", "kind", "--given")
    report = json.loads(run(*measured, "--rows", str(rows), "--json"))
    assert (report["system"], report["documents_given"]) == ("dossier", True)
    assert [group["name"] for group in report["groups"]] == ["all", "kind=date"]
    recall = report["groups"][0]["figures"]["evidence_recall"]
    assert recall == {"value": 1.0, "low": 1.0, "high": 1.0, "questions": 1}
    assert json.loads(rows.read_text())["id"] == "b"
    assert "evidence_recall" in run(*measured)
