"""One writer at a time: `one_writer` is the only way to write to a library.

A lock on a file of the data folder keeps the processes of one machine apart; the system frees it
when its owner ends, however it ends. A library on a server is locked by a lease besides.
"""

import json
import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from rag.errors import LibraryBusyError, LibraryError
from rag.library.lease import hold_lease
from rag.private_files import private_folder
from rag.settings import Settings

_ID_FILE = "place"


@contextmanager
def one_writer(settings: Settings, *, wait: bool) -> Iterator[None]:
    """Hold the library's lock for writing; on a server also the lease, which counts everywhere.

    Args:
        wait: whether to wait for another writer to end.

    Raises:
        LibraryBusyError: another process holds the lock, and `wait` is False.
        LibraryError: the data folder or the server cannot be used.
    """
    with _folder_lock(settings.data_dir, wait):
        if settings.chroma_url is None:
            yield
        else:
            data_folder = _folder_id(settings.data_dir)
            with hold_lease(settings, _describe(_this_process()), data_folder, wait=wait):
                yield


@contextmanager
def _folder_lock(folder: Path, wait: bool) -> Iterator[None]:
    owner_file = folder / "writer.json"
    try:
        private_folder(folder)
        lock = FileLock(folder / "writer.lock")
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        raise LibraryBusyError(
            f"The library in {folder} is being written to by {_read_owner(owner_file)}.",
            "Wait for it to end, or leave out --no-wait.",
        ) from None
    except OSError as error:
        raise _unusable(folder, error) from error
    try:
        try:
            owner_file.write_text(json.dumps(_this_process()), encoding="utf-8")
        except OSError as error:
            raise _unusable(folder, error) from error
        yield
    finally:
        lock.release()


def _unusable(folder: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The data folder {folder} cannot be written to ({error.strerror}).",
        "Make it writable, or set DOSSIER_DATA_DIR to another folder.",
    )


def _folder_id(folder: Path) -> str:
    """A word that tells the folder from those of all machines; the folder's lock must be held."""
    file = folder / _ID_FILE
    try:
        if not file.exists() or not file.read_text(encoding="utf-8"):
            file.write_text(uuid.uuid4().hex, encoding="utf-8")
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise _unusable(folder, error) from error


def _this_process() -> dict[str, Any]:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    return {"process": os.getpid(), "host": socket.gethostname(), "since": started}


def _describe(process: dict[str, Any]) -> str:
    return f"process {process['process']} on {process['host']} since {process['since']}"


def _read_owner(file: Path) -> str:
    try:
        return _describe(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
