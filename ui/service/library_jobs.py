"""The jobs that change a library: each function returns the work for `ui.service.jobs` to run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ingest
from ingest import SyncReport
from ingest.syncing.uploads import add_files, remove_documents
from rag.dossier import Dossier
from ui.service.jobs import OnProgress, ShouldStop, Work


def sync_folder(dossier: Dossier, folder: str) -> Work:
    """Make the library equal to a folder; it does not wait for another writer."""

    def work(progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
        return ingest.sync(
            [folder], wait=False, progress=progress, should_stop=should_stop, **_library(dossier)
        )

    return work


def add_uploads(dossier: Dossier, files: Sequence[Path]) -> Work:
    """Copy uploaded files into the data folder and add them to the library."""

    def work(progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
        return add_files(files, progress=progress, should_stop=should_stop, **_library(dossier))

    return work


def remove(dossier: Dossier, document_ids: Sequence[str]) -> Work:
    """Remove documents; the copies of uploaded files are deleted."""

    def work(_progress: OnProgress, _should_stop: ShouldStop) -> SyncReport:
        return remove_documents(document_ids, **_library(dossier))

    return work


def _library(dossier: Dossier) -> dict[str, Any]:
    return {"settings": dossier.settings, "embedder": dossier.embedder}
