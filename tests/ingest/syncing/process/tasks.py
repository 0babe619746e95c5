"""Tasks for the process of a sync, each of which ends in its own way."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import rag
from ingest import Progress, SyncReport

OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]


def report(*, source: str, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Tell of progress, print and log, then report."""
    progress(Progress(0, 1, 0))
    sys.stdout.write("a library prints\n")
    logging.getLogger("tests").warning("%s is odd", source)
    progress(Progress(1, 1, 2))
    return SyncReport(added=(source,), failed={"stopped": str(should_stop())})


def wait_for_stop(*, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Report what remains once told to stop."""
    progress(Progress(0, 1, 0))
    while not should_stop():
        pass
    return SyncReport(remaining=("a",))


def wait_and_write(*, path: Path, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Write a file once told to stop."""
    progress(Progress(0, 1, 0))
    while not should_stop():
        pass
    path.write_text("stopped", encoding="utf-8")
    return SyncReport()


def refuse(*, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Raise an error of the product's own."""
    raise rag.LibraryBusyError("Process 7 writes to it.", "Wait.")


def crash(*, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Raise an error that nobody expected."""
    raise ValueError("inside")


def die(*, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """End the process as the system does that has too little memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def surroundings(*, progress: OnProgress, should_stop: ShouldStop) -> SyncReport:
    """Report how this process was started."""
    return SyncReport(
        added=(" ".join(sys.argv), str(os.nice(0)), os.environ["OMP_NUM_THREADS"]),
    )
