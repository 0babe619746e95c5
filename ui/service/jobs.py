"""The one job that changes the library at a time in this process, whoever asked for it.

It runs in a thread of its own and belongs to no page: closing a page does not end it, and a page
opened meanwhile shows it.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from ingest import Progress, SyncReport
from rag import DossierError, LibraryBusyError
from ui.messages import library as library_messages

_POLL_SECONDS = 0.1
"""Between two looks at a job: what a person perceives as at once."""

_log = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
Work = Callable[[OnProgress, ShouldStop], SyncReport]
"""What a job does; it reports its progress to the one, and asks the other whether to stop."""


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How far a job has come.

    Attributes:
        title: what is being done, as a heading.
        progress: None until it is known how much there is to do.
        is_stopping: whether it was asked to stop.
        report: what was done, once it has ended well.
        problem: why it could not be done, once it has failed; "" before.
    """

    title: str
    progress: Progress | None = None
    is_stopping: bool = False
    report: SyncReport | None = None
    problem: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.report is None and not self.problem


class JobRunner:
    """Runs jobs that change the library, one at a time. Safe across threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: JobStatus | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = 0

    @property
    def latest(self) -> JobStatus | None:
        """The job that is running, else the one that ended last, else None."""
        return self._latest

    @property
    def ended(self) -> int:
        """How many jobs have ended here."""
        return self._ended

    @property
    def is_running(self) -> bool:
        """Whether a job is running."""
        return self._latest is not None and self._latest.is_running

    def start(self, title: str, work: Work) -> None:
        """Start a job in the background.

        Raises:
            LibraryBusyError: another one is running here.
        """
        with self._lock:
            if self.is_running:
                raise LibraryBusyError(library_messages.BUSY, library_messages.WAIT)
            self._stop.clear()
            self._latest = JobStatus(title)
            self._thread = threading.Thread(target=self._run, args=(work,), name="job", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ask the running job to stop at the next document."""
        self._stop.set()
        self._update(lambda now: replace(now, is_stopping=True))

    def close(self) -> None:
        """Stop what is running at the next document, and wait for it to end."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    async def follow(self) -> AsyncIterator[JobStatus]:
        """The states of the latest job until it has ended; none where there is no job."""
        shown: JobStatus | None = None
        while (now := self._latest) is not None:
            if now is not shown:
                shown = now
                yield now
            if not now.is_running:
                return
            await asyncio.sleep(_POLL_SECONDS)

    def _run(self, work: Work) -> None:
        try:
            report = work(self._on_progress, self._stop.is_set)
        except LibraryBusyError as error:
            _log.info("%s", error)
            self._fail(f"{library_messages.BUSY} {library_messages.WAIT}")
        except DossierError as error:
            _log.warning("%s", error)
            self._fail(str(error))
        except Exception:  # noqa: BLE001 (the page must say something, whatever failed)
            _log.exception("A job that changes the library failed")
            self._fail(library_messages.JOB_FAILED)
        else:
            self._update(lambda now: replace(now, report=report))

    def _on_progress(self, progress: Progress) -> None:
        self._update(lambda now: replace(now, progress=progress))

    def _fail(self, problem: str) -> None:
        self._update(lambda now: replace(now, problem=problem))

    def _update(self, changed: Callable[[JobStatus], JobStatus]) -> None:
        """Change the running job's status; that of one that has ended stays."""
        with self._lock:
            now = self._latest
            if now is not None and now.is_running:
                self._latest = changed(now)
                self._ended += not self._latest.is_running
