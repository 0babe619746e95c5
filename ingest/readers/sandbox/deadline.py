"""How long the reading of a file may still take, for readers that can leave something undone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

_DEADLINE: ContextVar[float] = ContextVar("deadline", default=inf)


@contextmanager
def ending_in(seconds: float) -> Iterator[None]:
    """Bound what is read within to that many seconds, for readers that ask."""
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def seconds_left() -> float:
    """Seconds until the reading must end; infinite where nothing bounds it."""
    return _DEADLINE.get() - time.monotonic()
