"""One writer at a time. The system frees the lock when its holder ends, however it ends."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryBusyError, LibraryError
from rag.settings import Settings


@contextmanager
def one_writer(settings: Settings, *, wait: bool) -> Iterator[None]:
    """Hold the library's lock for writing.

    Args:
        wait: whether to wait for another writer to end.

    Raises:
        LibraryBusyError: another process holds the lock, and `wait` is False.
        LibraryError: the data folder cannot be written to.
    """
    folder = settings.data_dir
    holder = folder / "writer.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock")
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        raise LibraryBusyError(
            f"The library in {folder} is being written to by {_read(holder)}; wait for it to end, "
            "or leave out --no-wait."
        ) from None
    except OSError as error:
        raise LibraryError(
            f"The data folder {folder} cannot be written to ({error.strerror}); make it writable "
            "or set DOSSIER_DATA_DIR to another folder."
        ) from error
    try:
        _write(holder)
        yield
    finally:
        lock.release()


def _write(holder: Path) -> None:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    text = json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": started})
    holder.write_text(text, encoding="utf-8")


def _read(holder: Path) -> str:
    try:
        held = json.loads(holder.read_text(encoding="utf-8"))
        return f"process {held['process']} on {held['host']} since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
