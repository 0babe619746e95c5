"""Signals that ask a program to end: the first one asks it to stop, the second ends it at once.

Ctrl-C, the signal of `kill` and of service managers, and that of a closed terminal are treated
alike.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_HANG_UP = getattr(signal, "SIGHUP", None)  # Windows has none
_SIGNALS = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, _HANG_UP)))


class Interrupt:
    """Whether the program was asked to stop; a call returns it.

    Args:
        on_first: called at the signal that asks to stop.
        at_once: whether a signal ends the program at once as long as nobody has called this: then
            there is no work in progress yet that would have to be finished.
    """

    def __init__(self, on_first: Callable[[], None], *, at_once: bool) -> None:
        self._ends_at_once = at_once
        self._is_asked = threading.Event()
        self._on_first = on_first

    def __call__(self) -> bool:
        """Whether to stop."""
        self._ends_at_once = False
        return self._is_asked.is_set()

    def handle(self, number: int, _frame: FrameType | None) -> None:
        """Handle a signal.

        Raises:
            KeyboardInterrupt: the program has to end at once.
        """
        if self._is_asked.is_set() and number == _HANG_UP:
            return  # A terminal that closes may send it twice.
        if self._ends_at_once or self._is_asked.is_set():
            raise KeyboardInterrupt
        self._is_asked.set()
        with suppress(OSError):  # what it writes to may be gone with the terminal
            self._on_first()


@contextmanager
def interruptible(
    on_first: Callable[[], None] = lambda: None, *, at_once: bool = True
) -> Iterator[Interrupt]:
    """Handle the signals in the main thread while the block runs.

    Signals other than Ctrl-C that the program was started to ignore, as by `nohup`, stay ignored.

    Args:
        on_first, at_once: as for `Interrupt`.
    """
    interrupt = Interrupt(on_first, at_once=at_once)
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    handled = [n for n in _SIGNALS if n == signal.SIGINT or before[n] != signal.SIG_IGN]
    try:
        for number in handled:
            signal.signal(number, interrupt.handle)
        yield interrupt
    finally:
        for number in handled:
            signal.signal(number, before[number])
