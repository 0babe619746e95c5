"""A lock by which short work goes before long work that is done in pieces."""

import threading
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count


class Turns:
    """Lets one thread work at a time: of those that wait, the first to have come.

    A sync embeds thousands of texts, in pieces, while a question embeds one or two: between two
    pieces, a question that waits has its turn.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_taken = False
        self._tickets = count()
        self._waiting: list[tuple[bool, int]] = []

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def turn(self, *, first: bool) -> Iterator[None]:
        """Work alone while the block runs.

        Args:
            first: whether to go before those that wait and may not.
        """
        with self._changed:
            place = (not first, next(self._tickets))
            insort(self._waiting, place)
            try:
                self._changed.wait_for(lambda: not self._is_taken and self._waiting[0] == place)
                self._is_taken = True
            finally:
                self._waiting.remove(place)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()
