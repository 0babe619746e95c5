"""Giving way to other work on this machine, such as a question that somebody waits for."""

import os
import sys
from contextlib import suppress

_NICENESS = 10
"""Half-way to the lowest priority: a tenth of the share of a process that gives way to none."""
_THREADS = "OMP_NUM_THREADS"
"""Read by torch when it is imported, and by the processes started from here."""


def give_way() -> None:
    """Let other processes have the processor first, and leave one core to them, for good.

    Call it before a model is loaded.
    """
    threads = max(1, _cores() - 1)
    os.environ.setdefault(_THREADS, str(threads))
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(threads)
    if hasattr(os, "nice"):  # Windows has no such call
        with suppress(OSError):
            os.nice(_NICENESS)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
