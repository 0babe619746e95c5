"""The JSON that programs rely on: its fields, and that the command line keeps to it."""

import json
import runpy
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

import ingest
import rag
from evals.intervals import Figure
from evals.run import Group, Report
from rag.dossier import Dossier
from rag.structure import Block, Boilerplate, QuotedMail, Structure, Turn
from rag.types import Omission
from tests.conftest import ROOT, Write
from tests.ui.conftest import VARNA_QUESTION, Run
from ui import schema
from ui.service import checkup, feedback
from ui.service.library_jobs import Removal

TEXT = "# Rain\n\nHeavy rain fell in Ostrava on Monday.\n"
RECORD = rag.DocumentRecord(
    "d", "Rain", "/b/rain.md", None, "ab", "v", 2, 40, datetime(2026, 3, 1, 9, 30, 5, 7, tzinfo=UTC)
)


@pytest.mark.process
def test_every_command_prints_what_its_model_says(run: Run, folder: Path, write: Write) -> None:
    write("2026-03-01.md", TEXT)
    copy = write("copy.md", TEXT)
    report = schema.SyncReport.model_validate_json(run("sync", str(folder), "--json"))
    assert report.duplicate == [schema.Duplicate(source=str(copy), of=report.added[0])]
    asked = run("ask", "Where did heavy rain fall?", "--json")
    (citation,) = schema.Answer.model_validate_json(asked).citations
    assert TEXT[citation.start : citation.end] == citation.quote
    found = schema.SearchResult.model_validate_json(run("search", "heavy rain", "--json"))
    assert found.hits[0].passage_id == citation.passage_id
    (listed,) = json.loads(run("documents", "--json"))
    record = schema.DocumentRecord.model_validate(listed)
    assert listed["indexed_at"].endswith("+00:00")
    shown = run("show", record.document_id, "--json")
    document = schema.Document.model_validate_json(shown)
    assert (document.text, document.sha256) == (TEXT, record.sha256)
    assert document.sections[0].title == "Rain"
    assert schema.Checkup.model_validate_json(run("doctor", "--json")).well
    assert run("feedback", "--json") == "[]\n"
    removed = run("remove", record.document_id, "--json")
    assert schema.Removal.model_validate_json(removed).removed == [record]
    failed = run("ask", "Who?", "--json", code=1)
    assert "holds no documents" in schema.Failed.model_validate_json(failed).error.message


FIELDS: dict[type[BaseModel], str] = {
    schema.Answer: "question search_text text answered confidence engine sentences citations hits "
    "missing filters notices timings",
    schema.Sentence: "text markers supported support reason",
    schema.Citation: "marker passage_id document_id title source published page section start end "
    "quote speaker sent row",
    schema.Cell: "column value",
    schema.Hit: "passage_id document_id title source published page section start end text context "
    "score",
    schema.Filters: "since until documents",
    schema.Timings: "search_ms answer_ms",
    schema.SearchResult: "question hits notices",
    schema.DocumentRecord: "document_id title source published sha256 passages characters "
    "indexed_at title_from published_from",
    schema.Document: "document_id title source published sha256 text sections pages title_from "
    "published_from omissions",
    schema.Omission: "what count",
    schema.Omissions: "source omissions",
    schema.Structure: "document_id sections pages blocks tables turns quoted boilerplate omissions",
    schema.SyncReport: "added changed moved removed unchanged duplicate failed remaining "
    "passed_over omissions",
    schema.Removal: "removed failed",
    schema.Checkup: "well facts settings findings",
    schema.Finding: "kind detail remedy documents repairable repaired",
    schema.Feedback: "answer_id verdict question answer engine citations comment at",
    schema.Evaluation: "system settings documents_given groups",
    schema.Group: "name questions figures",
    schema.Figure: "value low high questions",
    schema.Failed: "error",
    schema.Error: "message remedy",
}


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_fields_are_a_promise_and_each_is_described(model: type[BaseModel]) -> None:
    described = model.model_json_schema()
    assert list(described["properties"]) == FIELDS[model].split()
    assert described["additionalProperties"] is False
    for field in model.model_fields.values():
        assert field.description
        assert field.description.endswith((".", '"'))


def test_docs_list_the_fields() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "json_fields.py"))["page"]
    assert (ROOT / "docs" / "json.md").read_text(encoding="utf-8") == page()


def test_an_answer(library: Dossier) -> None:
    answer = library.answer(VARNA_QUESTION, filters=rag.Filters(since=date(2025, 1, 1)))
    written = schema.Answer.of(answer).model_dump(mode="json")
    assert written["filters"] == {"since": "2025-01-01", "until": None, "documents": []}
    (citation,) = written["citations"]
    assert citation["published"] == "2025-03-08"
    assert (citation["page"], citation["section"], citation["marker"]) == (None, None, 1)
    assert written["sentences"][0]["markers"] == [1]
    assert written["hits"][0]["score"] == round(answer.hits[0].score, 4)
    assert schema.Answer.model_validate(written) == schema.Answer.of(answer)


def test_a_document_record_has_its_time_to_the_second() -> None:
    written = schema.DocumentRecord.of(RECORD).model_dump(mode="json")
    assert written == {
        "document_id": "d",
        "title": "Rain",
        "source": "/b/rain.md",
        "published": None,
        "sha256": "ab",
        "passages": 2,
        "characters": 40,
        "indexed_at": "2026-03-01T09:30:05+00:00",
        "title_from": "",
        "published_from": "",
    }


def test_sections_and_pages_of_a_document() -> None:
    sections, pages = (rag.Section("Rain", 0, 9),), (rag.Page(1, 0, 4), rag.Page(2, 4, 9))
    document = rag.Document("d", "Rain", "/b", date(2026, 3, 1), "Rain fell", pages, sections, "ab")
    record = replace(RECORD, title_from="heading", published_from="by hand")
    written = schema.Document.of(document, record).model_dump(mode="json")
    assert written["sections"] == [
        {"title": "Rain", "number": None, "level": 1, "ocr": None, "start": 0, "end": 9}
    ]
    assert (written["title_from"], written["published_from"]) == ("heading", "by hand")
    assert [page["number"] for page in written["pages"]] == [1, 2]
    assert written["published"] == "2026-03-01"


def test_a_sync_report_names_duplicates_and_failures() -> None:
    report = ingest.SyncReport(added=("a",), duplicate={"b": "a"}, failed={"c": "It is binary."})
    written = schema.SyncReport.of(report).model_dump()
    assert written["duplicate"] == [{"source": "b", "of": "a"}]
    assert written["failed"] == [{"source": "c", "reason": "It is binary."}]
    assert (written["added"], written["remaining"]) == (["a"], [])
    assert (written["passed_over"], written["omissions"]) == ({}, [])


def test_a_sync_report_counts_what_was_passed_over_and_left_out() -> None:
    left_out = (Omission("images", 3),)
    report = ingest.SyncReport(passed_over={".xyz": 2}, omissions={"a": left_out})
    written = schema.SyncReport.of(report).model_dump()
    assert written["passed_over"] == {".xyz": 2}
    assert written["omissions"] == [{"source": "a", "omissions": [{"what": "images", "count": 3}]}]


def test_the_structure_of_a_document() -> None:
    text = "Rain\nYear Sum\n2024 42\nQ Why?\nOld mail\nPrivate"
    structure = Structure(
        blocks=(
            Block("heading", 0, 4, level=1),
            Block("head", 5, 13, cells=((5, 9), (10, 13))),
            Block("row", 14, 21, cells=((14, 18), (19, 21))),
            Block("paragraph", 22, 28),
        ),
        turns=(Turn("Q", 22, 28, 24, asks=True),),
        quoted=(QuotedMail("Ana", date(2026, 3, 4), 29, 37),),
        boilerplate=(Boilerplate("disclaimer", 38, 45),),
    )
    document = rag.Document(
        "d", "Rain", "/b", None, text, (), (rag.Section("Rain", 0, 45, 2),), "ab", structure
    )
    written = schema.Structure.of(document).model_dump(mode="json")
    assert written["sections"][0]["level"] == 2
    assert written["blocks"][1] == {
        "kind": "head",
        "start": 5,
        "end": 13,
        "level": 0,
        "cells": [[5, 9], [10, 13]],
    }
    assert written["tables"] == [{"start": 5, "end": 21, "heads": [["Year", "Sum"]], "rows": 1}]
    assert written["turns"] == [{"speaker": "Q", "start": 22, "end": 28, "words": 24, "asks": True}]
    assert written["quoted"] == [{"author": "Ana", "sent": "2026-03-04", "start": 29, "end": 37}]
    assert written["boilerplate"] == [{"kind": "disclaimer", "start": 38, "end": 45}]


def test_a_removal_names_files_that_are_still_there() -> None:
    removal = schema.Removal.of(Removal((RECORD,), {"/u/rain.md": "Delete it."}))
    assert [one.document_id for one in removal.removed] == ["d"]
    assert removal.failed == [schema.Failure(source="/u/rain.md", reason="Delete it.")]


def test_a_checkup() -> None:
    found = checkup.Finding("damaged", "It is not whole.", "Sync.", True, ("d",))
    written = schema.Checkup.of(checkup.Checkup((found,), {"library": "/l"}, {"port": "7860"}))
    assert written.model_dump() == {
        "well": False,
        "facts": {"library": "/l"},
        "settings": {"port": "7860"},
        "findings": [
            {
                "kind": "damaged",
                "detail": "It is not whole.",
                "remedy": "Sync.",
                "documents": ["d"],
                "repairable": True,
                "repaired": False,
            }
        ],
    }


def test_feedback() -> None:
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    entry = feedback.Feedback("a", "good", "Who?", "I.", "extractive", (("d", 1, 2),), "Yes", at)
    written = schema.Feedback.of(entry).model_dump(mode="json")
    assert written["citations"] == [["d", 1, 2]]
    assert (written["verdict"], written["comment"]) == ("good", "Yes")
    assert written["at"] == "2026-03-01T09:30:00Z"


def test_an_evaluation_rounds_its_figures() -> None:
    group = Group("all", 3, {"auc": Figure(0.123456, 0.1, 0.2, 3)})
    report = Report("dossier", {"passages_limit": "12"}, True, (), (group,))
    assert schema.Evaluation.of(report).model_dump() == {
        "system": "dossier",
        "settings": {"passages_limit": "12"},
        "documents_given": True,
        "groups": [
            {
                "name": "all",
                "questions": 3,
                "figures": {"auc": {"value": 0.1235, "low": 0.1, "high": 0.2, "questions": 3}},
            }
        ],
    }


def test_an_error_has_its_remedy_apart() -> None:
    error = rag.UsageError("The limit is 0.", "Give 1 or more.")
    assert schema.Error.of(error).model_dump() == {
        "message": "The limit is 0.",
        "remedy": "Give 1 or more.",
    }


def test_a_field_that_no_model_has_is_refused() -> None:
    with pytest.raises(ValidationError):
        schema.Error.model_validate({"message": "a", "remedy": "b", "hint": "c"})
