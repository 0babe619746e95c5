"""What happens in the Library tab: each public method of `LibraryHandlers` handles one event.

A handler returns the new values of the components that its event changes, by component, or the one
value where an event changes a single component.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr

from ingest import SyncReport
from rag import DossierError, LibraryBusyError
from rag.dossier import Dossier
from ui.messages import library as library_messages
from ui.service import library_jobs
from ui.service.access import Access, AccessPolicy
from ui.service.documents import LibraryDocuments, Ticks, View
from ui.service.jobs import JobRunner, JobStatus, OnProgress, ShouldStop, Work
from ui.service.listing import Row
from ui.web.gate.events import lies_in
from ui.web.library import view as html
from ui.web.library.layout import LibraryTab

_log = logging.getLogger(__name__)

Values = dict[Any, Any]
"""New values by component; a component that is not in it stays as it is."""


class LibraryHandlers:
    """Handles the events of all browsers; what belongs to one browser is in its `View`.

    Args:
        dossier: whose library is shown.
        jobs: runs what changes the library.
        policy: decides what a browser may change.
        uploads: the folder into which Gradio puts uploaded files.
        tab: the components that the handlers change.
    """

    def __init__(
        self,
        dossier: Dossier,
        jobs: JobRunner,
        policy: AccessPolicy,
        uploads: Path,
        tab: LibraryTab,
    ) -> None:
        self._dossier = dossier
        self._library = LibraryDocuments(dossier)
        self._jobs = jobs
        self._policy = policy
        self._uploads = uploads
        self._imports = tab.imports
        self._documents = tab.documents

    def open(self, view: View, request: gr.Request) -> Values:
        """The tab as this browser is allowed to use it.

        The folder field is filled in where all documents come from one folder.
        """
        access = self._access(request)
        note = "" if access.files else library_messages.READ_ONLY
        if access.files and not access.folders:
            note = library_messages.FOLDERS_FORBIDDEN
        values: Values = {
            self._imports.note: html.notice(note),
            self._imports.upload: gr.Column(visible=access.files),
            self._imports.folder_sync: gr.Column(visible=access.folders),
            self._documents.edit: gr.Button(visible=access.files),
            self._documents.remove: gr.Button(visible=access.files),
            self._documents.table: self._table(view, access),
        }
        folders = self._folders() if access.folders else []
        if len(folders) == 1:
            values[self._imports.folder] = folders[0]
        return values

    def refresh(self, view: View, request: gr.Request) -> str:
        """The table."""
        return self._table(view, self._access(request))

    def search(self, search: str, view: View, request: gr.Request) -> Values:
        """The table, searched for what is typed."""
        return self._viewed(view.searched(search), request)

    def filter_undated(self, only: bool, view: View, request: gr.Request) -> Values:
        """The table, with or without the documents that have a date."""
        return self._viewed(view.undated(only=only), request)

    def sort(self, view: View, event: gr.EventData, request: gr.Request) -> Values:
        """The table, sorted by the heading that was clicked."""
        return self._viewed(view.sorted_by(str(event.column)), request)

    def more(self, view: View, request: gr.Request) -> Values:
        """The table with further rows."""
        return self._viewed(view.continued(), request)

    def choose(self, before: Ticks, event: gr.EventData) -> Values:
        """The buttons, by the documents that are ticked now."""
        now = Ticks(int(event.number), tuple(map(str, event.chosen)))
        if now.number < before.number:
            return dict(gr.skip())
        count = len(now.documents)
        return {
            self._documents.remove: gr.Button(
                library_messages.remove_chosen(count), interactive=count > 0
            ),
            self._documents.edit: gr.Button(interactive=count == 1),
            self._documents.ticks: now,
        }

    def ask_removal(self, ticks: Ticks, request: gr.Request) -> Values:
        """Ask whether to remove the documents that are ticked."""
        rows = self._chosen(ticks)
        if not rows or not self._access(request).files:
            return dict(gr.skip())
        return {
            self._documents.removal: gr.Column(visible=True),
            self._documents.question: html.confirmation(rows),
            self._documents.asked: tuple(row.record.id for row in rows),
        }

    def cancel_removal(self) -> Values:
        """Remove nothing."""
        return {
            self._documents.removal: gr.Column(visible=False),
            self._documents.question: "",
            self._documents.asked: (),
        }

    async def remove(self, asked: Sequence[str], request: gr.Request) -> AsyncIterator[Values]:
        """Remove the documents that were asked about, and show the job."""
        work = library_jobs.remove(self._dossier, asked)
        allowed = self._access(request).files
        problem = self._start(library_messages.removing(len(asked)), work, allowed=allowed)
        async for values in self._following(request, problem):
            yield {**values, self._documents.removal: gr.Column(visible=False)}

    async def add(self, files: Sequence[str], request: gr.Request) -> AsyncIterator[Values]:
        """Add uploaded files, and show the job."""
        paths = [Path(file) for file in files if lies_in(file, self._uploads)]
        add = library_jobs.add_uploads(self._dossier, paths)

        def work(progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
            try:
                return add(progress, should_stop)
            finally:
                _discard(paths, self._uploads)

        problem = self._start(
            library_messages.adding(len(paths)), work, allowed=self._access(request).files
        )
        async for values in self._following(request, problem):
            yield {**values, self._imports.files: None}

    async def sync(self, folder: str, request: gr.Request) -> AsyncIterator[Values]:
        """Sync a folder, and show the job."""
        folder = folder.strip()
        problem = library_messages.NO_FOLDER
        if folder:
            work = library_jobs.sync_folder(self._dossier, folder)
            allowed = self._access(request).folders
            problem = self._start(library_messages.syncing(folder), work, allowed=allowed)
        async for values in self._following(request, problem):
            yield values

    async def follow(self, request: gr.Request) -> AsyncIterator[Values]:
        """Show the job that is running, if one is."""
        # To Gradio, a generator that yields nothing empties the components.
        yield dict(gr.skip())
        latest = self._jobs.latest
        if latest is not None and latest.is_running:
            async for values in self._following(request, ""):
                yield values

    def stop(self, request: gr.Request) -> None:
        """Ask the running job to stop."""
        if self._access(request).files:
            self._jobs.stop()

    async def _following(self, request: gr.Request, problem: str) -> AsyncIterator[Values]:
        """The job's state as it changes, until it has ended; or why it could not begin."""
        if problem:
            yield {self._imports.status: html.notice(problem)}
            return
        access = self._access(request)
        async for now in self._jobs.follow():
            yield self._status(now, access)

    def _status(self, now: JobStatus, access: Access) -> Values:
        can_stop = now.is_running and not now.is_stopping and access.files
        values: Values = {
            self._imports.status: html.job_status(now),
            self._imports.sync: gr.Button(interactive=not now.is_running),
            self._imports.stop: gr.Button(visible=can_stop),
        }
        if not now.is_running:
            values[self._imports.jobs_ended] = self._jobs.ended
        return values

    def _start(self, title: str, work: Work, *, allowed: bool) -> str:
        """Start a job; why that cannot be done, or ""."""
        if not allowed:
            return library_messages.READ_ONLY
        try:
            self._jobs.start(title, work)
        except LibraryBusyError as error:
            return str(error)
        return ""

    def _viewed(self, view: View, request: gr.Request) -> Values:
        return {
            self._documents.table: self.refresh(view, request),
            self._documents.view: view,
        }

    def _table(self, view: View, access: Access) -> str:
        try:
            found = self._library.found(view)
        except DossierError as error:
            _log.warning("%s", error)
            return html.notice(str(error))
        return html.table(found, view, can_choose=access.files)

    def _chosen(self, ticks: Ticks) -> list[Row]:
        """The documents that are ticked; none where they cannot be read, which the table says."""
        try:
            return self._library.chosen(set(ticks.documents))
        except DossierError:
            return []

    def _folders(self) -> list[str]:
        """Folders that documents come from; the same where they cannot be read."""
        try:
            return self._library.folders()
        except DossierError:
            return []

    def _access(self, request: gr.Request) -> Access:
        return self._policy.access(request.headers)


def _discard(files: Sequence[Path], uploads: Path) -> None:
    """Delete what Gradio received; each file lies in a folder of its own, in that of uploads."""
    for file in files:
        if not lies_in(file, uploads):  # checked again: it may have become a link meanwhile
            continue
        with suppress(OSError):
            file.unlink()
            file.parent.rmdir()
