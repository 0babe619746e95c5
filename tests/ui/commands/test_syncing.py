"""`dossier sync` and `dossier watch`, with the fake model and real files."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ingest
import rag
from tests.conftest import Write
from tests.ui.conftest import Run
from ui.cli import app

pytestmark = pytest.mark.process
TEXT = "The dam\n\nThe dam at Harta lost 3 gates.\n"


def test_a_folder_is_indexed(run: Run, write: Write, folder: Path) -> None:
    path = write("dam.txt", TEXT)
    assert run("sync", str(folder), "--dry-run") == f"added     {path}\nWould be: 1 added.\n"
    assert json.loads(run("documents", "--json")) == []
    assert run("sync", str(folder)) == f"added     {path}\n1 added.\n"
    assert json.loads(run("sync", str(folder), "--json"))["unchanged"] == [str(path)]
    assert len(json.loads(run("documents", "--json"))) == 1


def test_a_file_that_cannot_be_read_is_named_and_the_exit_code_is_1(
    run: Run, write: Write, folder: Path
) -> None:
    write("dam.txt", TEXT)
    bad = write("bad.txt", "\x00\x01")
    report = json.loads(run("sync", str(folder), "--json", code=1))
    assert [failure["source"] for failure in report["failed"]] == [str(bad)]
    assert len(report["added"]) == 1


def test_an_empty_folder_has_to_be_allowed(run: Run, write: Write, folder: Path) -> None:
    path = write("dam.txt", TEXT)
    run("sync", str(folder))
    path.unlink()
    result = CliRunner().invoke(app, ["sync", str(folder)])
    assert isinstance(result.exception, rag.UsageError)
    assert run("sync", str(folder), "--allow-empty") == f"removed   {path}\n1 removed.\n"


def test_a_sync_may_go_to_another_data_folder(
    run: Run, write: Write, folder: Path, tmp_path: Path
) -> None:
    write("dam.txt", TEXT)
    other = str(tmp_path / "other")
    run("sync", str(folder), "--data-dir", other)
    assert len(json.loads(run("documents", "--json", "--data-dir", other))) == 1
    assert json.loads(run("documents", "--json")) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has other signals")
def test_a_sync_that_is_stopped_says_how_much_is_left(
    run: Run, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    write("dam.txt", TEXT)
    sync = ingest.sync

    def interrupted(*paths: Any, should_stop: Any, **options: Any) -> ingest.SyncReport:
        should_stop()  # the sync has begun
        signal.raise_signal(signal.SIGTERM)
        return sync(*paths, should_stop=should_stop, **options)

    monkeypatch.setattr(ingest, "sync", interrupted)
    result = CliRunner().invoke(app, ["sync", str(folder), "--json"])
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["remaining"]) == 1
    assert result.stderr == "dossier: Stopped with 1 file left. Sync again to index the rest.\n"
    assert capfd.readouterr().err == (
        "dossier: Stopping after the current document; press Ctrl-C again to stop at once.\n"
    )


def test_each_sync_of_a_watch_is_printed_and_an_error_ends_nothing(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In place of the watch, which would not return: its outcomes."""

    def outcomes(paths: list[str], **_: Any) -> Iterator[ingest.SyncReport | rag.DossierError]:
        assert paths == [str(folder)]
        yield ingest.SyncReport(added=("/b/a.txt",))
        yield rag.LibraryError("The disk is full.", "Free some space.")
        yield ingest.SyncReport(removed=("/b/a.txt",))

    monkeypatch.setattr(ingest, "watch", outcomes)
    result = CliRunner().invoke(app, ["watch", str(folder), "--json"])
    first, second = map(json.loads, result.stdout.splitlines())
    assert (first["added"], second["removed"]) == (["/b/a.txt"], ["/b/a.txt"])
    assert result.stderr == "dossier: The disk is full.\nFree some space.\n"
    assert run("watch", str(folder)).splitlines()[:2] == ["added     /b/a.txt", "1 added."]
