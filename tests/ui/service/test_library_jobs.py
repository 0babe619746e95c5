"""The jobs that change a library, each as work that can be run anywhere."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ingest
import rag
from ingest.syncing.process.messages import Task
from ingest.syncing.uploads import uploads_folder
from rag import LibraryBusyError, UsageError
from rag.dossier import Dossier
from rag.library import one_writer
from tests.conftest import ROOT
from ui.service import library_jobs
from ui.service.jobs import OnProgress, ShouldStop, Work

pytestmark = pytest.mark.process
Write = Callable[[str, str], Path]
TEXT = "The port of Varna\n\nIt handled grain.\n"


def run(work: Work) -> tuple[ingest.SyncReport, list[ingest.Progress]]:
    told: list[ingest.Progress] = []
    return work(told.append, lambda: False), told


def titles(dossier: Dossier) -> list[str]:
    return [record.title for record in dossier.documents()]


def test_a_folder_is_synced_with_progress(dossier: Dossier, write: Write, folder: Path) -> None:
    write("varna.txt", TEXT)
    report, told = run(library_jobs.sync_folder(dossier, str(folder)))
    assert [Path(source).name for source in report.added] == ["varna.txt"]
    assert told[-1].documents_done == told[-1].documents == 1
    assert titles(dossier) == ["The port of Varna"]


def test_a_sync_that_is_stopped_says_what_remains(
    dossier: Dossier, write: Write, folder: Path
) -> None:
    write("varna.txt", TEXT)
    work = library_jobs.sync_folder(dossier, str(folder))
    assert len(work(lambda _: None, lambda: True).remaining) == 1


def test_a_folder_that_is_not_there_is_an_error(dossier: Dossier, folder: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        run(library_jobs.sync_folder(dossier, str(folder / "nowhere")))


def test_another_writer_is_not_waited_for(dossier: Dossier, write: Write, folder: Path) -> None:
    write("varna.txt", TEXT)
    with one_writer(dossier.settings, wait=False), pytest.raises(LibraryBusyError):
        run(library_jobs.sync_folder(dossier, str(folder)))


def test_uploaded_files_are_copied_and_added(dossier: Dossier, tmp_path: Path) -> None:
    sent = tmp_path / "varna.txt"
    sent.write_text(TEXT, encoding="utf-8")
    report, _ = run(library_jobs.add_uploads(dossier, [sent]))
    assert len(report.added) == 1
    assert [path.name for path in uploads_folder(dossier.settings).iterdir()] == ["varna.txt"]


def test_documents_are_removed_and_a_folders_files_stay(
    dossier: Dossier, write: Write, folder: Path
) -> None:
    file = write("varna.txt", TEXT)
    run(library_jobs.sync_folder(dossier, str(folder)))
    report, _ = run(library_jobs.remove(dossier, [dossier.documents()[0].id]))
    assert len(report.removed) == 1
    assert titles(dossier) == []
    assert file.exists()


def test_with_the_model_of_the_settings_a_process_of_its_own_reads_and_embeds(
    settings: rag.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[Task] = []

    def note(task: Task, progress: OnProgress, should_stop: ShouldStop) -> ingest.SyncReport:
        tasks.append(task)
        return ingest.SyncReport()

    monkeypatch.setattr(library_jobs, "run_in_process", note)
    with rag.open(settings) as dossier:
        run(library_jobs.sync_folder(dossier, "/b"))
        run(library_jobs.add_uploads(dossier, [Path("a.txt")]))
    assert tasks == [
        Task("ingest.syncing.sync:sync", {"paths": ["/b"], "wait": False, "settings": settings}),
        Task("ingest.syncing.uploads:add_files", {"files": [Path("a.txt")], "settings": settings}),
    ]


def test_the_page_imports_nothing_that_only_a_sync_needs() -> None:
    code = "import sys, ui.web.serve; print({'llama_index', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"set()\n"
