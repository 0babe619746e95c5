"""What an error of Chroma or Tantivy means: who is at fault, and what to do about it.

| kind | remedy |
|---|---|
| a mistake of the caller | named where it is made; passes through unchanged |
| the server does not answer as a Chroma server should | check it |
| no room on the disk | make room |
| the data folder cannot be read or written | make it writable |
| the store is damaged | repair it; where that fails, move it away |
| anything else: a fault of Dossier | report it; nothing is wrong with the library |
"""

import errno
import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import DossierError, LibraryError
from rag.library.places import backup_file, chroma_folder, location
from rag.settings import Settings

log = logging.getLogger(__name__)

_MIN_FREE = 20_000_000
"""Bytes below which a disk counts as full: a flush of Chroma's index to disk takes as many."""

_UNUSABLE = ("readonly", "unable to open", "database is locked")
"""What SQLite says where not the database is at fault, but its folder or who else uses it."""

_MISUSED = ("too many SQL variables", "greater than max batch size")
"""What Chroma calls an internal error of its own, though its caller asked for too much."""

_OF_THE_REQUEST = frozenset({400, 409, 413})
"""Codes of Chroma's errors that say what was asked is wrong: an argument, an id, its size."""


class DerivedIndexError(OSError):
    """An index that is derived from the library cannot be read or written."""


class LexicalError(DerivedIndexError):
    """The lexical index cannot be read or written."""


class VectorsError(DerivedIndexError):
    """The vector index cannot be read or written."""


class DamagedLibraryError(LibraryError):
    """The database cannot be read; what is in it may have to be restored."""


@contextmanager
def chroma_errors(settings: Settings) -> Iterator[None]:
    """Turn whatever is raised into a LibraryError that names the library and the remedy."""
    try:
        yield
    except DossierError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and not _is_panic(error):
            raise
        raise _explained(settings, error) from error


@contextmanager
def tantivy_errors() -> Iterator[None]:
    """Turn what Tantivy raises, a ValueError or a panic, into a LexicalError.

    To be put around Tantivy's own calls alone: others raise ValueError too.
    """
    try:
        yield
    except BaseException as error:
        if not isinstance(error, ValueError | OSError) and not _is_panic(error):
            raise
        raise LexicalError(str(error)) from error


def is_deleted(error: BaseException) -> bool:
    """Whether Chroma says that a collection is no longer there."""
    from chromadb.errors import NotFoundError

    return isinstance(error, NotFoundError)


def _is_panic(error: BaseException) -> bool:
    """Whether it is a panic of a native library; those derive from BaseException alone."""
    return type(error).__name__ == "PanicException"


def _explained(settings: Settings, error: BaseException) -> LibraryError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    on_server = settings.chroma_url is not None
    of_folder = isinstance(error, OSError) or (not on_server and _is_of_store(error))
    if of_folder and _is_full(settings.data_dir, error):
        return LibraryError(
            f"The disk of the data folder {settings.data_dir} is full ({reason}).",
            "Make room on it and sync again, or set DOSSIER_DATA_DIR to a folder on another disk.",
        )
    if isinstance(error, OSError) or (of_folder and any(words in reason for words in _UNUSABLE)):
        return LibraryError(
            f"The data folder {settings.data_dir} cannot be used ({reason}).",
            "Make it writable, or set DOSSIER_DATA_DIR to another folder.",
        )
    if of_folder:
        return damaged(settings, reason)
    if on_server and _is_of_server(error):
        return LibraryError(
            f"The Chroma server at {location(settings)} does not answer as expected ({reason}).",
            "Check that it runs and that DOSSIER_CHROMA_URL names it.",
        )
    log.error("an unexpected error while the library was used", exc_info=error)
    return LibraryError(
        f"Something unexpected happened while the library in {location(settings)} was used, which "
        f"is not known to be at fault ({type(error).__name__}: {reason}).",
        "Please report it with the whole error, which is in the log: on standard error unless it "
        "is sent elsewhere.",
    )


def damaged(settings: Settings, reason: str) -> "DamagedLibraryError":
    """The error that says so of the database in the folder."""
    chroma, uploads = chroma_folder(settings), settings.uploads_dir
    first = "Run `dossier doctor --repair`."
    if backup_file(settings).exists():
        first = "Sync again, or run `dossier doctor --repair`: either restores it from its backup."
    return DamagedLibraryError(
        f"The library in {settings.data_dir} is damaged ({reason}).",
        f"{first} Only if that does not help, move {chroma} away, and nothing else: it holds the "
        "index of the documents, which is rebuilt when you sync their folders again. Uploaded "
        f"files stay in {uploads} and come back with `dossier sync {uploads}`; readers' feedback "
        "stays.",
    )


def _is_full(folder: Path, error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    # Asked of the disk: Chroma's errors do not always say it, and some of what failed for want of
    # room has been undone since.
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _MIN_FREE
    return False


def _is_of_store(error: BaseException) -> bool:
    """Whether Chroma says that it cannot read or write what it stores."""
    from chromadb.errors import InternalError

    if any(words in str(error) for words in _MISUSED):
        return False
    return isinstance(error, InternalError | sqlite3.DatabaseError) or _is_panic(error)


def _is_of_server(error: BaseException) -> bool:
    """Whether it came from the network, or is the server's own word."""
    import httpx
    from chromadb.errors import ChromaError

    if any(words in str(error) for words in _MISUSED):
        return False
    if isinstance(error, ChromaError):
        return error.code() not in _OF_THE_REQUEST
    # What the server says in other words than Chroma's is raised as a bare Exception.
    return isinstance(error, httpx.HTTPError | json.JSONDecodeError) or type(error) is Exception
