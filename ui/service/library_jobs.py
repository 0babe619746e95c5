"""What changes a library: work for `ui.service.jobs` to run, and removal at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import SyncReport
from ingest.syncing import uploads
from ingest.syncing.process.messages import Task
from ingest.syncing.process.parent import run_in_process
from rag import DocumentRecord
from rag.dossier import Dossier
from rag.models.embedder import SentenceTransformerEmbedder
from ui.service.jobs import OnProgress, ShouldStop, Work


def sync_folder(dossier: Dossier, folder: str) -> Work:
    """Make the library equal to a folder; it does not wait for another writer."""
    return _syncing(dossier, "ingest.syncing.sync:sync", paths=[folder], wait=False)


def add_uploads(dossier: Dossier, files: Sequence[Path]) -> Work:
    """Copy uploaded files into the data folder and add them to the library."""
    return _syncing(dossier, "ingest.syncing.uploads:add_files", files=files)


def remove(dossier: Dossier, document_ids: Sequence[str]) -> Work:
    """Remove documents; the copies of uploaded files are deleted."""

    def work(_progress: OnProgress, _should_stop: ShouldStop) -> SyncReport:
        return uploads.remove_documents(document_ids, **_library(dossier))

    return work


@dataclass(frozen=True, slots=True)
class Removal:
    """Documents that were removed.

    Attributes:
        records: in the order of the ids given.
        failed: why the copy of an uploaded file could not be deleted, by its path.
    """

    records: tuple[DocumentRecord, ...]
    failed: Mapping[str, str]


def remove_now(dossier: Dossier, document_ids: Sequence[str], *, wait: bool = True) -> Removal:
    """Remove documents at once; the copies of uploaded files are deleted.

    Args:
        document_ids: an id that is given twice counts once.
        wait: whether to wait while a sync is running.

    Raises:
        UsageError: there is no document of one of the ids; then none is removed.
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
    """
    records = tuple(dossier.record(key) for key in dict.fromkeys(document_ids))
    report = uploads.remove_documents(document_ids, wait=wait, **_library(dossier))
    return Removal(records, report.failed)


def _syncing(dossier: Dossier, function: str, **arguments: Any) -> Work:
    """What reads and embeds files is run by a process of its own, so that questions need not wait.

    Only with an embedding model that the settings do not name, it is run by this process.
    """
    settings, embedder = dossier.settings, dossier.embedder
    task = Task(function, {**arguments, "settings": settings})
    named = isinstance(embedder, SentenceTransformerEmbedder) and embedder.model

    def work(progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
        if named == settings.embedding_model:
            return run_in_process(task, progress, should_stop)
        return task.run(progress, should_stop, embedder=embedder)

    return work


def _library(dossier: Dossier) -> dict[str, Any]:
    return {"settings": dossier.settings, "embedder": dossier.embedder}
