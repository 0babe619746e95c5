"""A sync in a process of its own: what it tells, how it is stopped, and how it ends."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rag
from ingest import Progress, SyncReport
from ingest.syncing.process.messages import Task
from ingest.syncing.process.parent import SyncCrashedError, run_in_process
from rag.library import one_writer
from tests.conftest import ROOT

pytestmark = pytest.mark.process


def task(name: str, **arguments: Any) -> Task:
    return Task(f"tests.ingest.syncing.process.tasks:{name}", arguments)


def run(name: str, **arguments: Any) -> SyncReport:
    return run_in_process(task(name, **arguments), lambda _: None, lambda: False)


def test_progress_report_and_log_come_through(caplog: pytest.LogCaptureFixture) -> None:
    told: list[Progress] = []
    report = run_in_process(task("report", source="Šťáva"), told.append, lambda: False)
    assert report == SyncReport(added=("Šťáva",), failed={"stopped": "False"})
    assert told == [Progress(0, 1, 0), Progress(1, 1, 2)]
    assert [(r.name, r.levelname, r.message) for r in caplog.records] == [
        ("tests", "WARNING", "Šťáva is odd")
    ]


def test_it_stops_when_told_to() -> None:
    told: list[Progress] = []
    report = run_in_process(task("wait_for_stop"), told.append, lambda: bool(told))
    assert report.remaining == ("a",)


def test_errors_keep_their_type_message_and_remedy() -> None:
    with pytest.raises(rag.LibraryBusyError) as busy:
        run("refuse")
    assert (busy.value.message, busy.value.remedy) == ("Process 7 writes to it.", "Wait.")
    with pytest.raises(SyncCrashedError, match="ValueError: inside"):
        run("crash")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signal")
def test_that_it_was_killed_is_said() -> None:
    with pytest.raises(rag.LibraryError) as killed:
        run("die")
    assert str(killed.value) == (
        "The process that synced was ended before it had finished (signal 9). "
        "Sync again to index the rest; if it ends again, free some memory."
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows has other priorities")
def test_it_gives_way_and_shows_no_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    arguments, niceness, threads = run("surroundings").added
    assert arguments == "-c"
    assert int(niceness) == 10
    assert 1 <= int(threads) < max(2, os.cpu_count() or 1)


def test_it_stops_when_its_parent_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "written"
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.ingest.syncing.process.killed_parent", str(path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )
    assert parent.stderr is not None
    # The child has this pipe too, so that its end is that of both.
    assert parent.stderr.read() == b"running\n"
    assert parent.wait() == 3
    assert path.read_text() == "stopped"


def test_a_folder_is_synced(settings: rag.Settings, folder: Path, dossier: Any) -> None:
    (folder / "a.txt").write_text("Rain fell in Ostrava.")
    arguments = {"paths": [folder], "settings": settings, "wait": False}
    sync = Task("ingest.syncing.sync:sync", arguments)
    with one_writer(settings, wait=False), pytest.raises(rag.LibraryBusyError):
        run_in_process(sync, lambda _: None, lambda: False)
    report = run_in_process(sync, lambda _: None, lambda: False)
    assert [Path(source).name for source in report.added] == ["a.txt"]
