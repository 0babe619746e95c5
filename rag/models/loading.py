"""What loading any model takes."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")


class Loaded(Generic[T]):
    """A value that is loaded when it is first needed, once, whichever threads need it.

    `functools.cached_property` has no lock since Python 3.12: two threads would load two models.

    Args:
        load: makes the value. Where it raises an error, the next caller tries again.
    """

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._values: list[T] = []

    def get(self) -> T:
        """The value; whoever comes while it is being loaded waits."""
        if not self._values:
            with self._lock:
                if not self._values:
                    self._values.append(self._load())
        return self._values[0]


def quiet_transformers() -> None:
    """Import transformers without its progress bars; call it before sentence-transformers."""
    # Set before the import: the tokenizer's own threads deadlock after a fork and warn of it.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def folder_or_name(model: str) -> str:
    """The folder that holds the model, `~` expanded; where there is none, the name as given."""
    folder = Path(model).expanduser()
    return str(folder) if folder.is_dir() else model


def first_line(error: Exception) -> str:
    """The first line of the error's message, or its class where it has none; no full stop."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
