"""The register: one record a document, and one that holds the library's state.

Documents that are new, changed or removed are set in the same Chroma call as the state, and one
call is one transaction. So the register alone decides, at each instant, which version of a document
is the current one: what belongs to any other version is left over, and no reader shows it. A
removed document stays as an empty record until what it left is deleted.
"""

import hashlib
import json
import logging
import os
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rag.errors import LibraryError
from rag.library.store import records as stored
from rag.library.store.chroma import Store, no_vectors
from rag.library.store.rows import title_and_date_in, title_and_date_row
from rag.types import Document, DocumentRecord, TitleAndDate

log = logging.getLogger(__name__)

STATE_ID = "#state"
_STATE_FIELDS = ("format", "generation", "fingerprint", "versions", "is_unfinished", "writer")
_FORMAT = 1
"""Of all records; a greater one is of a later version of Dossier."""
_MODULUS = 1 << 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file's metadata said when it was read: the first gate of change detection."""

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stamp":
        """The stamp of a file by what the system says of it."""
        return cls(found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many records of the collection `contents` hold each part of a version."""

    content: int = 0
    vectors: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of a document.

    Attributes:
        stamp: of the file when it was read.
        index_format: names the way in which the document was cut into passages and embedded; "" in
            one that the next sync has to index again.
        parts: of its content, as the library's writer has set them.
        as_read: the title and date that its file gives, where a person has set others.
        file_sha256: hexadecimal digest of its file, where it is a part of one; else "".
        documents: how many documents its file has, in the one that is written last; 0 in the
            others. So a register without one of them shows that it is not whole.
    """

    record: DocumentRecord
    stamp: Stamp
    index_format: str
    parts: Parts = Parts()
    as_read: TitleAndDate | None = None
    file_sha256: str = ""
    documents: int = 1


@dataclass(frozen=True, slots=True)
class State:
    """The library's own record.

    Attributes:
        generation: a new random word after each change of any document.
        fingerprint: of the embedding model that made the vectors.
        versions: what the names of all current versions add up to; a register that adds up to
            something else is not whole.
        is_unfinished: whether records may be left of versions that are not current.
        writer: a random word of the writer that set the state.
    """

    generation: str
    fingerprint: str
    versions: str = "0"
    is_unfinished: bool = False
    writer: str = ""

    def changed(self, gone: Iterable[str], new: Iterable[str]) -> "State":
        """The state of a new generation, in which some versions are gone and others are new."""
        total = int(self.versions, 16) + sum(map(_number, new)) - sum(map(_number, gone))
        return replace(self, generation=new_generation(), versions=f"{total % _MODULUS:x}")


@dataclass(frozen=True, slots=True)
class Register:
    """All of the register as of one instant.

    Attributes:
        entries: by document id.
    """

    state: State
    entries: Mapping[str, Entry]

    @property
    def is_whole(self) -> bool:
        """Whether the documents are those that the last writer left."""
        names = (entry.record.version for entry in self.entries.values())
        return sum(map(_number, names)) % _MODULUS == int(self.state.versions, 16)

    def differing(self, held: Mapping[str, int]) -> tuple[list[str], list[Entry]]:
        """What an index has to delete and to add, so that it holds what the register says.

        Args:
            held: how many passages the index has of each version.

        Returns:
            Versions to delete, and entries to add.
        """
        wanted = {entry.record.version: entry for entry in self.entries.values()}
        right = {v for v, n in held.items() if v in wanted and wanted[v].record.passages == n}
        missing = [entry for version, entry in wanted.items() if version not in right]
        return [version for version in held if version not in right], missing


def _number(version: str) -> int:
    return int.from_bytes(hashlib.sha256(version.encode()).digest()[:8], "big")


def new_generation() -> str:
    """A word that no earlier state of any library had."""
    return uuid.uuid4().hex


def version_name(document: Document, index_format: str) -> str:
    """The version of a document: its id, and a digest of all that its passages depend on."""
    parts = (document.sha256, index_format, document.title, str(document.published))
    digest = hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()
    return f"{document.id}-{digest[:12]}"


def passage_id(version: str, position: int) -> str:
    """The id of a passage: the version it belongs to and its position in it, from 0."""
    return f"{version}-{position}"


def passage_ids(version: str, count: int) -> list[str]:
    """The ids of that version's first passages, in order."""
    return [passage_id(version, position) for position in range(count)]


def version_of(passage: str) -> str:
    """The version that a passage id belongs to."""
    return passage.rpartition("-")[0]


def position_of(passage: str) -> int:
    """The position of a passage in its version, from 0; -1 where the id names none."""
    position = passage.rpartition("-")[2]
    return int(position) if position.isascii() and position.isdigit() else -1


def document_of(passage: str) -> str:
    """The document id that a passage id, or a version, belongs to."""
    return passage.partition("-")[0]


def write(
    store: Store, state: State, entries: Sequence[Entry] = (), removed: Iterable[str] = ()
) -> None:
    """Set the state and the given entries, and empty those of removed documents.

    It is one transaction. Where there is more than one call may write, the rest comes before it.
    """
    rows: list[tuple[str, Mapping[str, str | bool | int]]]
    rows = [(entry.record.id, {"record": as_row(entry)}) for entry in entries]
    rows += [(identifier, {"record": ""}) for identifier in removed]
    *before, last = list(stored.slices(rows, store.batch_size - 1)) or [[]]
    for some in (*before, [*last, (STATE_ID, _state_row(state))]):
        store.documents.upsert(
            ids=[identifier for identifier, _ in some],
            embeddings=no_vectors(len(some)),
            metadatas=[row for _, row in some],
        )


def read_state(store: Store) -> State | None:
    """The library's state, or None before the first sync."""
    found = store.documents.get(ids=[STATE_ID], include=["metadatas"])
    metadatas = found["metadatas"] or []
    return _state(metadatas[0]) if metadatas else None


def read_some(store: Store, document_ids: Iterable[str]) -> tuple[State | None, dict[str, Entry]]:
    """The state and the given documents' entries, as of one instant.

    Unknown ids are left out. Where there are more ids than one call reads, the state is read last:
    one of a generation that was known before says that none of the entries is of a later one.
    """
    ids = [*(identifier for identifier in document_ids if identifier != STATE_ID), STATE_ID]
    rows = stored.get(store.documents, ids, "metadatas")
    (state,) = rows.pop(STATE_ID, (None,))
    return (_state(state) if state is not None else None), _entries(rows)


def read_register(store: Store) -> Register | None:
    """All of the register, or None before the first sync."""
    found = store.documents.get(include=["metadatas"])
    rows = {key: (row,) for key, row in zip(found["ids"], found["metadatas"] or [], strict=True)}
    (state,) = rows.pop(STATE_ID, (None,))
    return Register(_state(state), _entries(rows)) if state is not None else None


def read_changed(store: Store, generation: str) -> Register | None:
    """All of the register where it is of another generation than that; its state is read first."""
    state = read_state(store)
    if state is None or state.generation == generation:
        return None
    return read_register(store)


def read_removed(store: Store) -> list[str]:
    """Ids of the removed documents whose records have not been deleted yet."""
    return list(store.documents.get(where={"record": ""}, include=[])["ids"])


def _entries(rows: Mapping[str, tuple[Any, ...]]) -> dict[str, Entry]:
    """The entries in the rows; without what cannot be read, the register is not whole."""
    entries = {}
    for key, (row,) in rows.items():
        text = (row or {}).get("record")
        if text:
            try:
                entries[key] = entry_in(key, text)
            except (ValueError, KeyError, TypeError) as error:
                log.warning("the register's record of %s cannot be read (%s)", key, error)
    return entries


def as_row(entry: Entry) -> str:
    """The entry as it is stored."""
    record = entry.record
    fields = {
        "source": record.source,
        "sha256": record.sha256,
        "version": record.version,
        "passages": record.passages,
        "characters": record.characters,
        "indexed_at": record.indexed_at.isoformat(),
        "stamp": [entry.stamp.size, entry.stamp.mtime_ns],
        "index_format": entry.index_format,
        "parts": [entry.parts.content, entry.parts.vectors],
        "part": record.part,
        "file": [entry.file_sha256, entry.documents],
        **title_and_date_row(record.title_and_date),
    }
    if entry.as_read is not None:
        fields["as_read"] = title_and_date_row(entry.as_read)
    return json.dumps(fields)


def entry_in(identifier: str, text: str) -> Entry:
    """The entry of that document that `as_row` has made the text of.

    Raises:
        ValueError, KeyError, TypeError: the text is something else.
    """
    row = json.loads(text)
    record = record_in(identifier, row)
    # What an earlier version wrote is the one document of its file.
    file_sha256, documents = row.get("file", ("", 1))
    return Entry(
        record,
        Stamp(*row["stamp"]),
        row["index_format"],
        Parts(*row["parts"]),
        title_and_date_in(row["as_read"]) if "as_read" in row else None,
        file_sha256,
        documents,
    )


def record_in(identifier: str, row: Mapping[str, Any]) -> DocumentRecord:
    """The record of that document in what is stored of it.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    found = title_and_date_in(row)
    return DocumentRecord(
        id=identifier,
        title=found.title,
        source=row["source"],
        published=found.published,
        sha256=row["sha256"],
        version=row["version"],
        passages=row["passages"],
        characters=row["characters"],
        indexed_at=datetime.fromisoformat(row["indexed_at"]),
        part=row.get("part", ""),
        title_from=found.title_from,
        published_from=found.published_from,
    )


def _state_row(state: State) -> dict[str, str | bool | int]:
    return {
        "generation": state.generation,
        "fingerprint": state.fingerprint,
        "versions": state.versions,
        "is_unfinished": state.is_unfinished,
        "writer": state.writer,
        "format": _FORMAT,
    }


def _state(row: Mapping[str, Any]) -> State:
    missing = [name for name in _STATE_FIELDS if name not in row]
    if missing:
        raise sqlite3.DatabaseError(f"its state lacks {', '.join(missing)}")
    if row["format"] > _FORMAT:
        raise LibraryError(
            "The library was written by a later version of Dossier.",
            "Update Dossier, or set DOSSIER_DATA_DIR or DOSSIER_COLLECTION to another library.",
        )
    return State(
        generation=row["generation"],
        fingerprint=row["fingerprint"],
        versions=row["versions"],
        is_unfinished=bool(row["is_unfinished"]),
        writer=row["writer"],
    )
