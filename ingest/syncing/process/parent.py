"""Running a sync in a process of its own: it gives way to this one, which only shows its progress.

It ends when it is told to stop, and by itself when this process ends.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from ingest.python_process import how_it_ended, pipe, start_python
from ingest.report import Progress, SyncReport
from ingest.syncing.process.messages import Crashed, Logged, Stop, Task, receive, send
from rag.errors import DossierError, LibraryError

_CODE = "from ingest.syncing.process.child import main; main()"
_END_SECONDS = 60.0
"""For a child to end that has replied, or whose parent no longer listens."""
_POLL_SECONDS = 0.1
"""Between two questions whether to stop: what a person perceives as at once."""


class SyncCrashedError(Exception):
    """The sync ended with an error that nobody expected; the message is its trace."""


def run_in_process(
    task: Task, progress: Callable[[Progress], None], should_stop: Callable[[], bool]
) -> SyncReport:
    """Run a task in a child process, at a lower priority than this one's.

    Args:
        task: what to run; its arguments do not appear in the list of processes.
        progress: called after each step.
        should_stop: asked again and again, in another thread; once it returns True, the task is
            told to stop.

    Raises:
        DossierError: what the task raised, or that its process cannot be started or was killed.
        SyncCrashedError: the task failed otherwise.
    """
    child = _start()
    has_ended = threading.Event()
    stopping = threading.Thread(target=_pass_stop_on, args=(child, should_stop, has_ended))
    try:
        with suppress(OSError):  # it has ended already, and replies nothing
            send(pipe(child.stdin), task)
        stopping.start()
        return _result(child, progress)
    finally:
        has_ended.set()
        if stopping.ident is not None:
            stopping.join()
        _end(child)


def _start() -> "subprocess.Popen[bytes]":
    lower = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # on Windows
    try:
        return start_python(_CODE, creation_flags=lower)
    except OSError as error:
        raise LibraryError(
            f"The process that syncs does not start ({error.strerror}).",
            f"Run `{sys.executable} -c '{_CODE}'` to see why.",
        ) from error


def _result(child: "subprocess.Popen[bytes]", progress: Callable[[Progress], None]) -> SyncReport:
    """The task's report; what comes before it is passed on."""
    while (message := receive(pipe(child.stdout))) is not None:
        match message:
            case Progress():
                progress(message)
            case Logged():
                logging.getLogger(message.logger).log(message.level, "%s", message.message)
            case SyncReport():
                return message
            case DossierError():
                raise message
            case Crashed():
                raise SyncCrashedError(message.trace)
    raise _killed(child.wait())


def _pass_stop_on(
    child: "subprocess.Popen[bytes]", should_stop: Callable[[], bool], has_ended: threading.Event
) -> None:
    while not has_ended.wait(_POLL_SECONDS):
        if should_stop():
            with suppress(OSError):
                send(pipe(child.stdin), Stop())
            return


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Wait for a child that has nothing left to do, or was not listened to until its end."""
    for stream in (child.stdin, child.stdout):
        # Closing flushes what was not yet sent, which fails as the child has ended.
        with suppress(OSError):
            pipe(stream).close()
    try:
        child.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _killed(ended: int) -> LibraryError:
    return LibraryError(
        f"The process that synced was ended before it had finished ({how_it_ended(ended)}).",
        "Sync again to index the rest; if it ends again, free some memory.",
    )
