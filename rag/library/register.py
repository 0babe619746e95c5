"""The register: one record a document, and one that holds the library's state.

New and changed documents are set in the same Chroma call as the state, and one call is one
transaction. So the register alone decides, at each instant, which version of a document is the
current one: passages of any other version are leftovers that no reader shows. Documents that are
removed leave the register one call before the state changes, with the journal naming them.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rag.library import records as stored
from rag.library.chroma import Store, no_vectors
from rag.types import Document, DocumentRecord, Page, Section

STATE_ID = "#state"
TEXT_PART = 250_000
"""Characters of a document's text that one record of the collection `texts` holds."""


Layout = tuple[tuple[Page, ...], tuple[Section, ...]]
"""Pages and sections of a document."""

_Row = tuple[str, Mapping[str, str | int], str]
"""A record of the collection `documents`: its id, its metadata and its layout as text."""


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
class State:
    """The library's own record.

    Attributes:
        generation: a new random word after each change of any document.
        fingerprint: of the embedding model that made the vectors.
        journal: versions being written or removed, with their number of passages and text parts.
            It names what a killed writer may have left behind.
        writer: a random word of the writer that set the state.
    """

    generation: str
    fingerprint: str
    journal: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    writer: str = ""


def new_generation() -> str:
    """A word that no earlier state of any library had."""
    return uuid.uuid4().hex


def text_parts(characters: int) -> int:
    """How many records of the collection `texts` hold a text of that length."""
    return -(-characters // TEXT_PART)


def version_name(document: Document, index_format: str) -> str:
    """The version of a document: its id, and a digest of all that its passages depend on."""
    parts = (document.sha256, index_format, document.title, str(document.published))
    digest = hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()
    return f"{document.id}-{digest[:12]}"


def passage_id(version: str, position: int) -> str:
    """The id of a passage: the version it belongs to and its position in it, from 0."""
    return f"{version}-{position}"


def passage_ids(version: str, count: int) -> list[str]:
    """The ids of that version's first passages, or of its parts of text, in order."""
    return [passage_id(version, position) for position in range(count)]


def version_of(passage: str) -> str:
    """The version that a passage id belongs to."""
    return passage.rpartition("-")[0]


def document_of(passage: str) -> str:
    """The document id that a passage id belongs to."""
    return passage.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is written.

    Attributes:
        stamp: of the file when it was read.
        index_format: names the way in which the document was cut into passages and embedded; "" in
            one that the next sync has to index again.
    """

    record: DocumentRecord
    stamp: Stamp
    index_format: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]


def write(
    store: Store, state: State, entries: Sequence[Entry] = (), *, layouts: bool = True
) -> None:
    """Set the state and the given entries in one transaction.

    Entries that are more than one call may write come before it, each of them whole.

    Args:
        layouts: whether to set the entries' pages and sections too, or to leave those there are.
    """
    *before, last = list(stored.slices(entries, store.batch_size - 1)) or [[]]
    for some in before:
        _upsert(store, [_row(entry) for entry in some], layouts)
    _upsert(store, [(STATE_ID, _state_metadata(state), ""), *map(_row, last)], layouts)


def _upsert(store: Store, rows: Sequence[_Row], layouts: bool) -> None:
    store.documents.upsert(
        ids=[identifier for identifier, _, _ in rows],
        embeddings=no_vectors(len(rows)),
        metadatas=[metadata for _, metadata, _ in rows],
        documents=[layout for _, _, layout in rows] if layouts else None,
    )


def _row(entry: Entry) -> _Row:
    return entry.record.id, _metadata(entry), _layout(entry.pages, entry.sections)


def read_state(store: Store) -> State | None:
    """The library's state, or None before the first sync."""
    found = store.documents.get(ids=[STATE_ID], include=["metadatas"])
    metadatas = found["metadatas"] or []
    return _state(metadatas[0]) if metadatas else None


def read_records(
    store: Store, document_ids: Iterable[str]
) -> tuple[State | None, dict[str, DocumentRecord]]:
    """The state and the given documents' records, as of one instant.

    Unknown ids are left out. Where there are more ids than one call reads, the state is read last:
    one of a generation that was known before says that none of the records is of a later one.
    """
    ids = [*(identifier for identifier in document_ids if identifier != STATE_ID), STATE_ID]
    rows = stored.get(store.documents, ids, "metadatas")
    (state,) = rows.pop(STATE_ID, (None,))
    records = {identifier: _record(identifier, row) for identifier, (row,) in rows.items()}
    return (_state(state) if state is not None else None), records


def read_entries(store: Store) -> dict[str, Entry]:
    """Every document's entry by document id. Pages and sections are left out."""
    found = store.documents.get(include=["metadatas"])
    return {
        identifier: Entry(_record(identifier, row), _stamp(row), str(row["recipe"]), (), ())
        for identifier, row in zip(found["ids"], found["metadatas"] or [], strict=True)
        if identifier != STATE_ID
    }


def read_document(store: Store, record: DocumentRecord) -> Document | None:
    """The document of that record with its text, or None where that version is gone."""
    return read_documents(store, [record]).get(record.id)


def read_documents(store: Store, records: Sequence[DocumentRecord]) -> dict[str, Document]:
    """The documents of those records by id; those whose version is gone are left out."""
    ids = [part for record in records for part in _part_ids(record)]
    parts = {part: text for part, (text,) in stored.stream(store.texts, ids, "documents")}
    layouts = _read_layouts(store, records)
    return {
        record.id: Document(
            id=record.id,
            title=record.title,
            source=record.source,
            published=record.published,
            text="".join(parts[part] for part in _part_ids(record)),
            pages=layouts[record.id][0],
            sections=layouts[record.id][1],
            sha256=record.sha256,
        )
        for record in records
        if record.id in layouts and all(part in parts for part in _part_ids(record))
    }


def read_layout(store: Store, record: DocumentRecord) -> Layout | None:
    """Pages and sections of the document of that record, or None where that version is gone."""
    return _read_layouts(store, [record]).get(record.id)


def _read_layouts(store: Store, records: Sequence[DocumentRecord]) -> dict[str, Layout]:
    versions = {record.id: record.version for record in records}
    rows = stored.stream(store.documents, versions, "documents", "metadatas")
    layouts: dict[str, Layout] = {}
    for identifier, (layout, row) in rows:
        if row["version"] == versions[identifier]:
            parsed = json.loads(layout)
            layouts[identifier] = (
                tuple(Page(*page) for page in parsed["pages"]),
                tuple(Section(*section) for section in parsed["sections"]),
            )
    return layouts


def _part_ids(record: DocumentRecord) -> list[str]:
    return passage_ids(record.version, text_parts(record.characters))


def _metadata(entry: Entry) -> dict[str, str | int]:
    record = entry.record
    return {
        "title": record.title,
        "source": record.source,
        "published": record.published.isoformat() if record.published else "",
        "sha256": record.sha256,
        "version": record.version,
        "passages": record.passages,
        "characters": record.characters,
        "indexed_at": record.indexed_at.isoformat(),
        "size": entry.stamp.size,
        "mtime_ns": entry.stamp.mtime_ns,
        "recipe": entry.index_format,  # the name that earlier versions read
    }


def _record(identifier: str, row: Mapping[str, Any]) -> DocumentRecord:
    return DocumentRecord(
        id=identifier,
        title=row["title"],
        source=row["source"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        sha256=row["sha256"],
        version=row["version"],
        passages=row["passages"],
        characters=row["characters"],
        indexed_at=datetime.fromisoformat(row["indexed_at"]),
    )


def _stamp(row: Mapping[str, Any]) -> Stamp:
    return Stamp(size=row["size"], mtime_ns=row["mtime_ns"])


def _state_metadata(state: State) -> dict[str, str]:
    return {
        "generation": state.generation,
        "fingerprint": state.fingerprint,
        "journal": json.dumps(state.journal),
        "writer": state.writer,
    }


def _state(row: Mapping[str, Any]) -> State:
    journal = {version: (n, parts) for version, (n, parts) in json.loads(row["journal"]).items()}
    return State(row["generation"], row["fingerprint"], journal, row.get("writer", ""))


def _layout(pages: Sequence[Page], sections: Sequence[Section]) -> str:
    return json.dumps(
        {
            "pages": [[page.number, page.start, page.end] for page in pages],
            "sections": [[part.title, part.start, part.end] for part in sections],
        }
    )
