"""`dossier documents`, `show` and `remove`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rag
from rag.dossier import Dossier
from rag.library import one_writer
from tests.rag.library.libraries import indexed, written
from tests.ui.conftest import VARNA, Run
from ui.cli import app


def ids(run: Run) -> dict[str, str]:
    return {one["title"]: one["document_id"] for one in json.loads(run("documents", "--json"))}


def test_documents_are_listed_the_latest_first(library: Dossier, run: Run) -> None:
    listed = json.loads(run("documents", "--json"))
    assert [(one["title"], one["published"]) for one in listed] == [
        ("The Varna report", "2025-03-08"),
        ("The Bor report", "2024-06-01"),
    ]
    assert listed[0]["passages"] == 3
    heading, first, second = run("documents").splitlines()
    assert heading.split() == ["Id", "Published", "Passages", "Title"]
    assert first.split() == [listed[0]["document_id"], "2025-03-08", "3", "The", "Varna", "report"]
    assert "The Bor report" in second


def test_an_empty_library_has_no_documents(run: Run) -> None:
    assert json.loads(run("documents", "--json")) == []


def test_a_document_is_shown(library: Dossier, run: Run) -> None:
    varna = ids(run)["The Varna report"]
    shown = json.loads(run("show", varna, "--json"))
    assert (shown["text"], shown["source"]) == (VARNA, "/briefings/Varna.txt")
    assert run("show", varna, "--text") == VARNA
    lines = run("show", varna).splitlines()
    assert lines[0] == "The Varna report"
    assert "published   2025-03-08" in lines
    assert f"characters  {len(VARNA)}" in lines


def test_documents_are_removed(library: Dossier, run: Run) -> None:
    both = ids(run)
    removed = json.loads(run("remove", both["The Varna report"], "--json"))
    assert [one["source"] for one in removed["removed"]] == ["/briefings/Varna.txt"]
    assert removed["failed"] == []
    assert run("remove", both["The Bor report"]) == "removed   /briefings/Bor.txt\n"
    assert ids(run) == {}


def test_the_copy_of_an_uploaded_file_is_deleted_with_its_document(
    settings: rag.Settings, run: Run
) -> None:
    settings.uploads_dir.mkdir(parents=True)
    stored, blocked = settings.uploads_dir / "a.txt", settings.uploads_dir / "b.txt"
    stored.write_text("Grain.")
    blocked.mkdir()  # as a file that cannot be deleted
    for path in (stored, blocked):
        written(settings, indexed(path.name, "Grain went to Egypt.", source=str(path)))
    keys = ids(run)
    run("remove", keys["The a.txt report"])
    assert not stored.exists()
    removed = json.loads(run("remove", keys["The b.txt report"], "--json", code=1))
    assert [one["source"] for one in removed["failed"]] == [str(blocked)]
    assert "cannot be deleted" in removed["failed"][0]["reason"]


def test_a_document_that_is_not_there_is_an_error_with_its_remedy_apart(
    library: Dossier, run: Run
) -> None:
    for command in ("show", "remove"):
        result = CliRunner().invoke(app, [command, "x", "--json"])
        assert json.loads(result.stdout) == {
            "error": {
                "message": "There is no document 'x'.",
                "remedy": "`dossier documents` lists the ids.",
            }
        }
        assert isinstance(result.exception, rag.UsageError)
    assert len(ids(run)) == 2


def test_a_removal_need_not_wait(library: Dossier, settings: rag.Settings, run: Run) -> None:
    varna = ids(run)["The Varna report"]
    with one_writer(settings, wait=False):
        result = CliRunner().invoke(app, ["remove", varna, "--no-wait"])
    assert isinstance(result.exception, rag.LibraryBusyError)


def test_another_data_folder_can_be_named(
    library: Dossier, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = rag.Settings(data_dir=tmp_path / "other")
    written(other, indexed("Arrow", "Rain fell in Ostrava."))
    listed = json.loads(run("documents", "--json", "--data-dir", str(other.data_dir)))
    assert [one["title"] for one in listed] == ["The Arrow report"]
