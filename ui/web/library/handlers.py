"""What happens in the library tab: each method of `Desk` handles one event.

A method returns the values of the parts that `library_tab` names beside it, in that order.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

import ingest
from ingest import SyncReport
from ingest.syncing.uploads import add_files, remove_documents
from rag import DossierError, LibraryBusyError
from rag.dossier import Dossier
from ui.messages import page as texts
from ui.service.access import Access, AccessPolicy
from ui.service.documents import ROWS_AT_ONCE, Row, Ticks, View, arranged, folders_of, rows_of
from ui.service.jobs import Change, Changes, OnProgress, ShouldStop, Work
from ui.web.gate.events import lies_in
from ui.web.library import view as library_html

_log = logging.getLogger(__name__)

Shown = tuple[Any, ...]


class Desk:
    """Handles the events of all browsers; what belongs to one browser is in its `View`.

    Args:
        dossier: whose library is shown.
        changes: runs what changes the library.
        policy: decides what a browser may change.
        uploads: the folder in which Gradio puts what is handed over.
    """

    def __init__(
        self, dossier: Dossier, changes: Changes, policy: AccessPolicy, uploads: Path
    ) -> None:
        self._dossier = dossier
        self._changes = changes
        self._policy = policy
        self._uploads = uploads

    def open(self, view: View, request: gr.Request) -> Shown:
        """Note, upload, folder group, folder, remove button, table: as this browser has them."""
        access = self._access(request)
        note = "" if access.files else library_html.notice(texts.READ_ONLY)
        if access.files and not access.folders:
            note = library_html.notice(texts.FOLDERS_FORBIDDEN)
        folders = folders_of(self._rows_or_none())
        return (
            note,
            gr.Column(visible=access.files),
            gr.Column(visible=access.folders),
            folders[0] if access.folders and len(folders) == 1 else gr.skip(),
            gr.Button(visible=access.files),
            self._table(view, access),
        )

    def refresh(self, view: View, request: gr.Request) -> str:
        """Table."""
        return self._table(view, self._access(request))

    def search(self, search: str, view: View, request: gr.Request) -> Shown:
        """Table, view: with what is typed searched for."""
        now = view.searched(search)
        return self.refresh(now, request), now

    def sort(self, view: View, event: gr.EventData, request: gr.Request) -> Shown:
        """Table, view: sorted by the heading that was clicked."""
        now = view.sorted_by(str(event.column))
        return self.refresh(now, request), now

    def more(self, view: View, request: gr.Request) -> Shown:
        """Table, view: with further rows."""
        now = replace(view, limit=view.limit + ROWS_AT_ONCE)
        return self.refresh(now, request), now

    def choose(self, before: Ticks, event: gr.EventData) -> Shown:
        """Remove button, ticks."""
        now = Ticks(int(event.number), tuple(map(str, event.chosen)))
        if now.number < before.number:
            return gr.skip(), gr.skip()
        number = len(now.documents)
        return gr.Button(texts.remove_chosen(number), interactive=number > 0), now

    def ask_removal(self, ticks: Ticks, request: gr.Request) -> Shown:
        """Question group, question, documents asked about."""
        ids = set(ticks.documents)
        rows = [row for row in self._rows_or_none() if row.record.id in ids]
        if not rows or not self._access(request).files:
            return gr.skip(), gr.skip(), gr.skip()
        question = library_html.confirmation(arranged(rows, View()))
        return gr.Column(visible=True), question, tuple(row.record.id for row in rows)

    def cancel_removal(self) -> Shown:
        """Question group, question, documents asked about."""
        return gr.Column(visible=False), "", ()

    async def remove(self, asked: Sequence[str], request: gr.Request) -> AsyncIterator[Shown]:
        """As `follow`, then the question group; of the documents asked about."""

        def work(_progress: OnProgress, _stop: ShouldStop) -> SyncReport:
            return remove_documents(asked, **self._where())

        allowed = self._access(request).files
        problem = self._begin(texts.removing(len(asked)), work, allowed=allowed)
        async for shown in self._following(request, problem):
            yield (*shown, gr.Column(visible=False))

    async def add(self, files: Sequence[str], request: gr.Request) -> AsyncIterator[Shown]:
        """As `follow`, then the files."""
        paths = [Path(file) for file in files if lies_in(file, self._uploads)]

        def work(progress: OnProgress, stop: ShouldStop) -> SyncReport:
            try:
                return add_files(paths, progress=progress, should_stop=stop, **self._where())
            finally:
                _discard(paths, self._uploads)

        problem = self._begin(texts.adding(len(paths)), work, allowed=self._access(request).files)
        async for shown in self._following(request, problem):
            yield (*shown, None)

    async def sync(self, folder: str, request: gr.Request) -> AsyncIterator[Shown]:
        """As `follow`."""
        folder = folder.strip()

        def work(progress: OnProgress, stop: ShouldStop) -> SyncReport:
            return ingest.sync(
                [folder], wait=False, progress=progress, should_stop=stop, **self._where()
            )

        problem = texts.NO_FOLDER
        if folder:
            allowed = self._access(request).folders
            problem = self._begin(texts.syncing(folder), work, allowed=allowed)
        async for shown in self._following(request, problem):
            yield shown

    async def follow(self, request: gr.Request) -> AsyncIterator[Shown]:
        """Status, sync button, stop button, number of changes ended; of one that is running."""
        # A generator that yields nothing would empty the parts.
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
        latest = self._changes.latest
        if latest is not None and latest.is_running:
            async for shown in self._following(request, ""):
                yield shown

    def stop(self, request: gr.Request) -> None:
        """Ask the running change to stop."""
        if self._access(request).files:
            self._changes.stop()

    async def _following(self, request: gr.Request, problem: str) -> AsyncIterator[Shown]:
        if problem:
            yield library_html.notice(problem), gr.skip(), gr.skip(), gr.skip()
            return
        access = self._access(request)
        async for now in self._changes.follow():
            yield (*_status(now, access), gr.skip() if now.is_running else self._changes.ended)

    def _begin(self, doing: str, work: Work, *, allowed: bool) -> str:
        """Begin a change; why that cannot be done, or ""."""
        if not allowed:
            return texts.READ_ONLY
        try:
            self._changes.start(doing, work)
        except LibraryBusyError as error:
            return str(error)
        return ""

    def _table(self, view: View, access: Access) -> str:
        try:
            rows = rows_of(self._dossier)
        except DossierError as error:
            _log.warning("%s", error)
            return library_html.notice(str(error))
        found = arranged(rows, view)
        return library_html.table(found, view, len(rows), can_choose=access.files)

    def _rows_or_none(self) -> list[Row]:
        """All documents; none where they cannot be read, which the table says."""
        try:
            return rows_of(self._dossier)
        except DossierError:
            return []

    def _access(self, request: gr.Request) -> Access:
        return self._policy.access(request.headers)

    def _where(self) -> dict[str, Any]:
        return {"settings": self._dossier.settings, "embedder": self._dossier.embedder}


def _status(now: Change, access: Access) -> Shown:
    can_stop = now.is_running and not now.stopping and access.files
    return (
        library_html.change(now),
        gr.Button(interactive=not now.is_running),
        gr.Button(visible=can_stop),
    )


def _discard(files: Sequence[Path], uploads: Path) -> None:
    """Delete what Gradio received; each file lies in a folder of its own, in that of uploads."""
    for file in files:
        if not lies_in(file, uploads):  # looked at again: it may have become a link meanwhile
            continue
        with suppress(OSError):
            file.unlink()
            file.parent.rmdir()
