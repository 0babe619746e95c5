"""A copy of the register, the texts and their structure, to restore a database that is lost.

It is a small database of its own beside that of a folder, brought up to date at the end of each
sync in one transaction, and may be deleted at any time. The vectors are not in it: the vector index
is their copy. A server's database is its keeper's to back up.
"""

import logging
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from rag.library import register
from rag.library.contents import (
    PackedVersion,
    VersionVectors,
    all_passages,
    packed_version,
    read_packed,
    write,
)
from rag.library.failures import DamagedLibraryError
from rag.library.places import backup_file, chroma_folder
from rag.library.register import Entry, Register, Stamp, State
from rag.library.store import records as stored
from rag.library.store.chroma import Store, open_store
from rag.library.store.connection import DATABASE
from rag.library.store.packing import directions, unpack_content
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.library.vectors.opened import OpenVectors
from rag.settings import Settings

log = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, entry TEXT NOT NULL, content BLOB NOT NULL
);
"""
_DOCUMENTS_AT_ONCE = 200


def update_backup(settings: Settings, store: Store, known: Register) -> None:
    """Make the backup equal to the library; what cannot be written is logged.

    Nothing is done for a library on a server.
    """
    if settings.chroma_url is not None:
        return
    for attempt in ("mend", "give up"):
        try:
            with _opened(settings) as backup:
                _update(backup, store, known)
            return
        except (sqlite3.Error, OSError, ValueError) as error:
            log.warning("the backup of the library cannot be written (%s)", error)
            # An OperationalError is not the backup's fault, but the disk's, say.
            if attempt == "give up" or type(error) is not sqlite3.DatabaseError:
                return
            with suppress(OSError):
                backup_file(settings).unlink(missing_ok=True)


def backed_up(settings: Settings) -> int:
    """How many documents the backup holds; 0 where there is none that can be read."""
    if settings.chroma_url is not None or not backup_file(settings).exists():
        return 0
    try:
        with _opened(settings) as backup:
            (count,) = backup.execute("SELECT count(*) FROM documents").fetchone()
    except sqlite3.Error:
        return 0
    return int(count)


def check_present(settings: Settings) -> None:
    """Refuse to take a database that is lost for a library that holds nothing yet.

    Raises:
        DamagedLibraryError: there is a backup of documents.
    """
    count = backed_up(settings)
    if count:
        raise DamagedLibraryError(
            f"The database of the library in {settings.data_dir} is missing or empty; its backup "
            f"holds {count} documents.",
            "Sync again, or run `dossier doctor --repair`: either restores them.",
        )


def restore(settings: Settings) -> int:
    """Put a new database in the place of one that is lost, with all that the backup holds.

    What is left of the old one is kept beside it. Documents whose vectors are lost too are indexed
    again by the next sync. The library's lock must be held.

    Returns:
        How many documents were restored.

    Raises:
        LibraryError: the new one cannot be written.
    """
    _set_aside(chroma_folder(settings))
    index = VectorIndex(vectors_folder(settings)).on_disk()
    with _opened(settings) as backup:
        ((fingerprint,),) = backup.execute("SELECT value FROM facts WHERE name = 'fingerprint'")
        store = open_store(settings, "write")
        assert store is not None  # mode "write" creates what is missing
        state = State(register.new_generation(), fingerprint)
        rows = backup.execute("SELECT id, entry, content FROM documents")
        count = 0
        while some := rows.fetchmany(_DOCUMENTS_AT_ONCE):
            versions = [version for row in some if (version := _restored(index, *row))]
            write(store, versions)
            entries = [version.entry for version in versions]
            count += len(entries)
            state = state.changed((), [entry.record.version for entry in entries])
            register.write(store, state, entries)
        register.write(store, state)
    log.warning("%d documents were restored from the backup", count)
    return count


def _set_aside(folder: Path) -> None:
    """Rename what is left of the database, its journals included."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    for suffix in ("", "-journal", "-wal", "-shm"):
        path = folder / f"{DATABASE}{suffix}"
        if path.exists():
            shutil.move(path, folder / f"damaged-{now}-{path.name}")


@contextmanager
def _opened(settings: Settings) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(backup_file(settings))) as backup:
        backup.executescript(_TABLES)
        with backup:
            yield backup


def _update(backup: sqlite3.Connection, store: Store, known: Register) -> None:
    facts = dict(backup.execute("SELECT name, value FROM facts"))
    if facts.get("generation") == known.state.generation:
        return
    held = dict(backup.execute("SELECT id, version || entry FROM documents"))
    rows = {key: register.as_row(entry) for key, entry in known.entries.items()}
    gone = [(key,) for key in held.keys() - rows.keys()]
    backup.executemany("DELETE FROM documents WHERE id = ?", gone)
    changed = [
        entry
        for key, entry in known.entries.items()
        if held.get(key) != entry.record.version + rows[key]
    ]
    for some in stored.slices(changed, _DOCUMENTS_AT_ONCE):
        backup.executemany(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", _contents(store, some, rows)
        )
    new = {"generation": known.state.generation, "fingerprint": known.state.fingerprint}
    backup.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", new.items())


def _contents(
    store: Store, entries: Sequence[Entry], rows: Mapping[str, str]
) -> Iterator[tuple[str, str, str, bytes]]:
    """Rows of the backup; documents that are not whole are left out."""
    contents = read_packed(store, entries)
    for entry in entries:
        key = entry.record.id
        if key in contents:
            yield key, entry.record.version, rows[key], contents[key]


def _restored(index: OpenVectors, identifier: str, row: str, packed: bytes) -> PackedVersion | None:
    """The version in a row of the backup, with its vectors where the index has them.

    None where the row is damaged: the next sync adds the document anew.
    """
    try:
        entry = register.entry_in(identifier, row)
        content = unpack_content(packed)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        log.warning("the backup of document %s is damaged (%s)", identifier, error)
        return None
    kept = index.rows(entry.record.version)
    if kept is None:
        entry = replace(entry, stamp=Stamp(0, 0), index_format="")
        kept = (), directions(np.zeros((0, 0), dtype=np.float32))
    return packed_version(
        entry,
        content.document(entry.record),
        all_passages(entry.record, content),
        VersionVectors(entry.record, *kept),
    )
