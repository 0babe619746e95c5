"""The file of an embedded Chroma: whether it is whole, and giving back the room it no longer needs.

Chroma keeps it with SQLite, whose own checks and commands are used here.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from rag.library.failures import damaged
from rag.library.places import chroma_folder
from rag.library.store.connection import DATABASE
from rag.settings import Settings

log = logging.getLogger(__name__)

_HEADER = 100
"""Bytes of an SQLite file before its content ("Database File Format", 1.3)."""

_MAGIC = b"SQLite format 3\0"
_ROOM_CAN_BE_GIVEN_BACK = "PRAGMA auto_vacuum = INCREMENTAL"


def check_database(settings: Settings) -> None:
    """Look at the database before Chroma does; one that is missing or empty is well.

    Raises:
        DamagedLibraryError: it is not one, or a part of it is missing.
    """
    path = chroma_folder(settings) / DATABASE
    if settings.chroma_url is not None or not path.exists() or not path.stat().st_size:
        return
    with path.open("rb") as file:
        header = file.read(_HEADER)
        size = file.seek(0, 2)
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise damaged(settings, "its database is not one")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if size < (65_536 if page == 1 else page) * pages:
        raise damaged(settings, "a part of its database is missing")


def inspect_database(settings: Settings) -> str:
    """What SQLite finds wrong with the file, in a few words; "" where nothing is.

    It reads the whole file, 1 s for 100,000 passages.
    """
    path = chroma_folder(settings) / DATABASE
    if settings.chroma_url is not None or not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        log.debug("the database cannot be inspected: %s", error)
        return ""
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else str(found).splitlines()[-1]


def create_database(folder: Path) -> None:
    """Make the database's file, where there is none, such that it can be made smaller later.

    Chroma makes its tables in a file that is there.

    Raises:
        OSError, sqlite3.Error: it cannot be made.
    """
    path = folder / DATABASE
    if not path.exists() or not path.stat().st_size:
        with closing(sqlite3.connect(path)) as database:
            database.execute(_ROOM_CAN_BE_GIVEN_BACK)
            database.execute("VACUUM")  # which writes the file


def shrink(settings: Settings) -> None:
    """Give the disk back what the database does not need."""
    path = chroma_folder(settings) / DATABASE
    if settings.chroma_url is not None or not path.exists():
        return
    try:
        with closing(sqlite3.connect(path)) as database:
            (mode,) = database.execute("PRAGMA auto_vacuum").fetchone()
            if mode:
                database.executescript("PRAGMA incremental_vacuum")  # a page at each step
            else:
                _make_small(database)
    except sqlite3.Error as error:  # another process reads; the next sync tries again
        log.debug("the database was not made smaller: %s", error)


def _make_small(database: sqlite3.Connection) -> None:
    """Write anew a file that was made by version 0.1, which had Chroma index every word."""
    words = "SELECT name FROM sqlite_master WHERE name = 'embedding_fulltext_search'"
    for (table,) in database.execute(words).fetchall():
        # What was deleted stays in the index of words until its parts are merged (FTS5, 6.9).
        database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
        database.commit()
    database.execute(_ROOM_CAN_BE_GIVEN_BACK)
    database.execute("VACUUM")
