"""Ctrl-C: the first one asks to stop, the second one ends at once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Whether Ctrl-C was pressed.

    Until somebody asks for the first time there is nothing to bring to an end, and Ctrl-C ends
    the program at once.
    """

    def __init__(self, on_first: Callable[[], None] = lambda: None) -> None:
        """Prepare to be asked.

        Args:
            on_first: called at the Ctrl-C that asks to stop.
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
        if not self._asked or self._pressed.is_set():
            raise KeyboardInterrupt
        self._pressed.set()
        self._on_first()


@contextmanager
def interruptible(on_first: Callable[[], None] = lambda: None) -> Iterator[Interrupt]:
    """Take Ctrl-C in the main thread while the block runs."""
    interrupt = Interrupt(on_first)
    before = signal.signal(signal.SIGINT, interrupt.press)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
