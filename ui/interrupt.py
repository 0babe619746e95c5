"""Signals that ask a program to end: the first one asks to stop, the second one ends at once.

Ctrl-C, what `kill` and a service manager send, and the end of the terminal are alike.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_HANG_UP = getattr(signal, "SIGHUP", None)  # Windows has none
_SIGNALS = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, _HANG_UP)))


class Interrupt:
    """Whether the program was asked to stop."""

    def __init__(self, on_first: Callable[[], None], *, at_once: bool) -> None:
        """Prepare to be asked.

        Args:
            on_first: called at the signal that asks to stop.
            at_once: until somebody asks for the first time whether to stop, there is nothing to
                bring to an end, and a signal ends the program at once.
        """
        self._asked = not at_once
        self._pressed = threading.Event()
        self._on_first = on_first

    def __call__(self) -> bool:
        """Whether to stop."""
        self._asked = True
        return self._pressed.is_set()

    def press(self, number: int, frame: FrameType | None) -> None:
        """Take a signal."""
        if self._pressed.is_set() and number == _HANG_UP:
            return  # A terminal that closes may send it twice.
        if not self._asked or self._pressed.is_set():
            raise KeyboardInterrupt
        self._pressed.set()
        with suppress(OSError):  # where what it says it to is gone with the terminal
            self._on_first()


@contextmanager
def interruptible(
    on_first: Callable[[], None] = lambda: None, *, at_once: bool = True
) -> Iterator[Interrupt]:
    """Take the signals in the main thread while the block runs.

    Signals other than Ctrl-C that the program was started to ignore, as by `nohup`, stay ignored.

    Args:
        on_first, at_once: as `Interrupt` has them.
    """
    interrupt = Interrupt(on_first, at_once=at_once)
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [n for n in _SIGNALS if n == signal.SIGINT or before[n] != signal.SIG_IGN]
    try:
        for number in taken:
            signal.signal(number, interrupt.press)
        yield interrupt
    finally:
        for number in taken:
            signal.signal(number, before[number])
