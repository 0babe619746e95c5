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
    """Whether the program was asked to stop.

    Until somebody asks for the first time there is nothing to bring to an end, and a signal ends
    the program at once.
    """

    def __init__(self, on_first: Callable[[], None] = lambda: None) -> None:
        """Prepare to be asked.

        Args:
            on_first: called at the signal that asks to stop.
        """
        self._asked = False
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
def interruptible(on_first: Callable[[], None] = lambda: None) -> Iterator[Interrupt]:
    """Take the signals in the main thread while the block runs.

    But for Ctrl-C, those stay ignored that the program was told to ignore, as `nohup` tells it.
    """
    interrupt = Interrupt(on_first)
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [n for n in _SIGNALS if n == signal.SIGINT or before[n] != signal.SIG_IGN]
    try:
        for number in taken:
            signal.signal(number, interrupt.press)
        yield interrupt
    finally:
        for number in taken:
            signal.signal(number, before[number])
