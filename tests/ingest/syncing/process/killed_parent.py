"""Ends at once, as if it were killed, when its sync has begun; to be run with `python -m`."""

import os
import sys
from pathlib import Path

from ingest.syncing.process.messages import Task
from ingest.syncing.process.parent import run_in_process


def end(*_: object) -> None:
    """End without telling anybody."""
    sys.stderr.write("running\n")
    sys.stderr.flush()
    os._exit(3)


if __name__ == "__main__":
    name = "tests.ingest.syncing.process.tasks:wait_and_write"
    run_in_process(Task(name, {"path": Path(sys.argv[1])}), end, lambda: False)
