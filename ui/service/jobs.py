"""The one change of the library that this server makes at a time, whoever asked for it.

It runs in a thread of its own and belongs to no page: a page that is closed does not end it, and
one that is opened meanwhile shows it.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from ingest import Progress, SyncReport
from rag import DossierError, LibraryBusyError
from ui.messages import page as texts

_LOOK_EVERY = 0.1
_log = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
Work = Callable[[OnProgress, ShouldStop], SyncReport]
"""Does the change; takes where to tell its progress, and what says whether to stop."""


@dataclass(frozen=True, slots=True)
class Change:
    """How far a change of the library has come.

    Attributes:
        doing: what is being done, as a heading.
        progress: None until it is known how much there is to do.
        stopping: whether it was asked to stop.
        report: what was done, once it has ended well.
        problem: why it could not be done, once it has failed.
    """

    doing: str
    progress: Progress | None = None
    stopping: bool = False
    report: SyncReport | None = None
    problem: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.report is None and not self.problem


class Changes:
    """Runs changes of the library, one at a time. Safe across threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: Change | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = 0

    @property
    def latest(self) -> Change | None:
        """The change that is running, else the one that ended last, else None."""
        return self._latest

    @property
    def ended(self) -> int:
        """How many changes have ended here."""
        return self._ended

    def start(self, doing: str, work: Work) -> None:
        """Begin a change in the background.

        Raises:
            LibraryBusyError: another one is running here.
        """
        with self._lock:
            if self._latest is not None and self._latest.is_running:
                raise LibraryBusyError(texts.BUSY)
            self._stop.clear()
            self._latest = Change(doing)
            self._thread = threading.Thread(
                target=self._run, args=(work,), name="change", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Ask the running change to stop at the next document."""
        self._stop.set()
        self._note(stopping=True)

    @property
    def is_running(self) -> bool:
        """Whether a change is going on."""
        return self._latest is not None and self._latest.is_running

    def close(self) -> None:
        """Stop what is running at the next document, and wait for it to end."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    async def follow(self) -> AsyncIterator[Change]:
        """The latest change as it goes on, until it has ended; nothing where there is none."""
        shown: Change | None = None
        while (now := self._latest) is not None:
            if now is not shown:
                shown = now
                yield now
            if not now.is_running:
                return
            await asyncio.sleep(_LOOK_EVERY)

    def _run(self, work: Work) -> None:
        try:
            report = work(self._on_progress, self._stop.is_set)
        except LibraryBusyError as error:
            _log.info("%s", error)
            self._note(problem=texts.BUSY)
        except DossierError as error:
            _log.warning("%s", error)
            self._note(problem=str(error))
        except Exception:  # noqa: BLE001 (the page must say something, whatever failed)
            _log.exception("A change of the library failed")
            self._note(problem=texts.CHANGE_FAILED)
        else:
            self._note(report=report)

    def _on_progress(self, progress: Progress) -> None:
        self._note(progress=progress)

    def _note(
        self,
        progress: Progress | None = None,
        report: SyncReport | None = None,
        problem: str = "",
        *,
        stopping: bool = False,
    ) -> None:
        with self._lock:
            now = self._latest
            if now is not None and now.is_running:
                self._latest = replace(
                    now,
                    progress=progress or now.progress,
                    report=report,
                    problem=problem,
                    stopping=stopping or now.stopping,
                )
                self._ended += not self._latest.is_running
