"""The JSON that programs rely on: its fields, and that the command line keeps to it."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

import rag
from tests.conftest import Write
from ui import schema
from ui.cli import app

TEXT = "# Rain\n\nHeavy rain fell in Ostrava on Monday.\n"


@pytest.fixture
def run(settings: rag.Settings, fake_model: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The JSON that a command prints, with the fake embedder."""
    monkeypatch.setenv("DOSSIER_DATA_DIR", str(settings.data_dir))

    def run_command(*arguments: str) -> Any:
        result = CliRunner().invoke(app, arguments)
        assert result.exception is None, result.output
        return json.loads(result.stdout)

    return run_command


@pytest.mark.process
def test_every_command_prints_what_its_model_says(run: Any, folder: Path, write: Write) -> None:
    write("2026-03-01.md", TEXT)
    copy = write("copy.md", TEXT)
    report = schema.SyncReport.model_validate(run("sync", str(folder), "--json"))
    assert report.duplicate == [schema.Duplicate(source=str(copy), of=report.added[0])]
    answer = schema.Answer.model_validate(run("ask", "Where did heavy rain fall?", "--json"))
    (citation,) = answer.citations
    assert TEXT[citation.start : citation.end] == citation.quote
    found = schema.SearchResult.model_validate(run("search", "heavy rain", "--json"))
    assert found.hits[0].passage_id == citation.passage_id
    (listed,) = run("documents", "--json")
    record = schema.DocumentRecord.model_validate(listed)
    assert listed["indexed_at"].endswith("+00:00")
    document = schema.Document.model_validate(run("show", record.document_id, "--json"))
    assert (document.text, document.sha256) == (TEXT, record.sha256)
    assert document.sections[0].title == "Rain"
    checkup = schema.Checkup.model_validate(run("doctor", "--json"))
    assert checkup.well
    assert run("feedback", "--json") == []
    removal = schema.Removal.model_validate(run("remove", record.document_id, "--json"))
    assert removal.removed == [record]


FIELDS: dict[type[BaseModel], str] = {
    schema.Answer: "question search_text text answered confidence engine sentences citations hits "
    "missing filters notices timings",
    schema.Sentence: "text markers supported support reason",
    schema.Citation: "marker passage_id document_id title source published page section start end "
    "quote",
    schema.Hit: "passage_id document_id title source published page section start end text score",
    schema.DocumentRecord: "document_id title source published sha256 passages characters "
    "indexed_at",
    schema.SyncReport: "added changed moved removed unchanged duplicate failed remaining",
    schema.Checkup: "well facts settings findings",
    schema.Finding: "kind detail remedy documents repairable repaired",
    schema.Error: "message remedy",
}


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_fields_are_a_promise(model: type[BaseModel]) -> None:
    described = model.model_json_schema()
    assert list(described["properties"]) == FIELDS[model].split()
    assert described["additionalProperties"] is False


def test_an_error_has_its_remedy_apart() -> None:
    error = rag.UsageError("The limit is 0.", "Give 1 or more.")
    assert schema.Error.of(error).model_dump() == {
        "message": "The limit is 0.",
        "remedy": "Give 1 or more.",
    }
