"""A version's content and vectors, as records of the collection `contents`.

A record's id is the version, the kind of part and its number, so that all records of a version are
named without a search. A checksum in each tells what is not what was written.
"""

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, TypeVar

import numpy as np

from rag.library.register import Entry, Parts, passage_id
from rag.library.store import records as stored
from rag.library.store.chroma import Store, no_vectors
from rag.library.store.packing import (
    Content,
    Rows,
    bytes_in,
    directions,
    pack_content,
    pack_rows,
    strings_of,
    unpack_content,
    unpack_rows,
)
from rag.models.embedder import Vectors
from rag.types import Document, DocumentRecord, Passage

log = logging.getLogger(__name__)

T = TypeVar("T")
Kind = Literal["content", "vectors"]
KINDS: tuple[Kind, ...] = ("content", "vectors")
_DOCUMENTS_AT_ONCE = 50
"""Documents read by one call: memory holds these, with all their vectors, and no more."""

_RECORDS_AT_ONCE = 1_000
"""Records of one call: 5 MB, of which Chroma keeps a copy until they are in its tables."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document ready to be written.

    Attributes:
        passages: in order; passage n has the id `passage_id(entry.record.version, n)`.
        vectors: row n is passage n's.
        sentence_vectors: those of passage n's sentences, one row each.
        title_vector: one row, the title's.
    """

    entry: Entry
    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: tuple[Vectors, ...]
    title_vector: Vectors


@dataclass(frozen=True, slots=True)
class VersionVectors:
    """The vectors of one version as they are kept.

    Attributes:
        sentences: how many sentences each passage has.
        rows: the title's, the passages', then the sentences' in the order of their passages.
    """

    record: DocumentRecord
    sentences: tuple[int, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Version:
    """One version as the indexes derived from it want it."""

    record: DocumentRecord
    passages: tuple[Passage, ...]
    vectors: VersionVectors


@dataclass(frozen=True, slots=True)
class PackedVersion:
    """A version as it is written: its entry with the number of its parts, and its records."""

    entry: Entry
    version: Version
    rows: Mapping[str, str]


def packed(indexed: IndexedDocument) -> PackedVersion:
    """The version that is written of a document."""
    kept = [indexed.title_vector, indexed.vectors, *indexed.sentence_vectors]
    rows = np.concatenate([directions(vectors) for vectors in kept if len(vectors)])
    counts = tuple(len(passage.sentences) for passage in indexed.passages)
    vectors = VersionVectors(indexed.entry.record, counts, rows)
    return packed_version(indexed.entry, indexed.document, indexed.passages, vectors)


def packed_version(
    entry: Entry, document: Document, passages: tuple[Passage, ...], vectors: VersionVectors
) -> PackedVersion:
    """The version that is written of a document whose vectors are already what is kept of them."""
    strings: dict[Kind, list[str]] = {
        "content": strings_of(pack_content(Content.of(document, passages))),
        "vectors": strings_of(pack_rows(vectors.rows)) if len(vectors.rows) else [],
    }
    parts = Parts(**{kind: len(some) for kind, some in strings.items()})
    return PackedVersion(
        replace(entry, parts=parts),
        Version(entry.record, passages, vectors),
        {
            _id(entry.record.version, kind, number): string
            for kind, some in strings.items()
            for number, string in enumerate(some)
        },
    )


def write(store: Store, versions: Sequence[PackedVersion]) -> None:
    """Write the records of the versions; what is there of them already is replaced."""
    rows = [pair for version in versions for pair in version.rows.items()]
    for some in stored.slices(rows, min(_RECORDS_AT_ONCE, store.batch_size)):
        store.contents.upsert(
            ids=[identifier for identifier, _ in some],
            embeddings=no_vectors(len(some)),
            metadatas=[{"data": string, "crc": _checksum(string)} for _, string in some],
        )
        # Chroma keeps what was written a second time, in its log, until something is read.
        store.contents.get(ids=[some[0][0]], include=[])


def record_ids(entry: Entry) -> list[str]:
    """The ids of all records of the entry's version."""
    return [identifier for kind in KINDS for identifier in _ids(entry, kind)]


def version_of_record(identifier: str) -> str:
    """The version that a record of the collection `contents` belongs to."""
    return identifier.rsplit("-", 2)[0]


def read_contents(store: Store, entries: Iterable[Entry]) -> dict[str, Content]:
    """The contents of the entries' versions by document id; those not whole are left out."""
    return dict(_read(store, entries, "content", lambda strings: unpack_content(bytes_in(strings))))


def read_packed(store: Store, entries: Iterable[Entry]) -> dict[str, bytes]:
    """As `read_contents`, but as `pack_content` made them."""
    return dict(_read(store, entries, "content", bytes_in))


def read_vectors(store: Store, entries: Sequence[Entry]) -> Iterator[VersionVectors]:
    """The vectors of the entries' versions; those that are not whole are left out."""
    for some in stored.slices(entries, _DOCUMENTS_AT_ONCE):
        contents = read_contents(store, some)
        records = {entry.record.id: entry.record for entry in some}
        for key, packed_rows in _read(store, some, "vectors", bytes_in):
            if key not in contents:
                continue
            counts = tuple(len(span[4]) for span in contents[key].passages)
            try:
                rows = unpack_rows(packed_rows, 1 + len(counts) + sum(counts))
            except (ValueError, zlib.error) as error:
                log.debug("vectors of %s cannot be read: %s", records[key].version, error)
            else:
                yield VersionVectors(records[key], counts, rows)


def read_passages(
    store: Store, entries: Sequence[Entry]
) -> Iterator[tuple[DocumentRecord, tuple[Passage, ...]]]:
    """The passages of the entries' versions; those that are not whole are left out."""
    for some in stored.slices(entries, _DOCUMENTS_AT_ONCE):
        contents = read_contents(store, some)
        for entry in some:
            if entry.record.id in contents:
                yield entry.record, all_passages(entry.record, contents[entry.record.id])


def all_passages(record: DocumentRecord, content: Content) -> tuple[Passage, ...]:
    """The passages of a version, in reading order."""
    return tuple(
        content.passage(passage_id(record.version, n), record.id, n)
        for n in range(len(content.passages))
    )


def _read(
    store: Store,
    entries: Iterable[Entry],
    kind: Kind,
    unpack: Callable[[Sequence[str]], T],
) -> Iterator[tuple[str, T]]:
    """What is unpacked of each entry's version, by document id; damaged ones are left out."""
    entries = list(entries)
    wanted = [identifier for entry in entries for identifier in _ids(entry, kind)]
    rows = stored.get(store.contents, wanted, "metadatas")
    for entry in entries:
        strings = [_string(rows.get(identifier)) for identifier in _ids(entry, kind)]
        whole = [string for string in strings if string is not None]
        if len(whole) < len(strings) or not strings:
            continue
        try:
            yield entry.record.id, unpack(whole)
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            log.debug("%s of %s cannot be read: %s", kind, entry.record.version, error)


def _string(row: tuple[Mapping[str, object] | None] | None) -> str | None:
    """The string in a record, where it is what was written."""
    fields = (row[0] if row else None) or {}
    string = fields.get("data")
    return string if isinstance(string, str) and fields.get("crc") == _checksum(string) else None


def _ids(entry: Entry, kind: Kind) -> list[str]:
    count = getattr(entry.parts, kind)
    return [_id(entry.record.version, kind, number) for number in range(count)]


def _id(version: str, kind: str, number: int) -> str:
    return f"{version}-{kind}-{number}"


def _checksum(string: str) -> int:
    return zlib.crc32(string.encode())


def strays(store: Store, entries: Iterable[Entry]) -> list[str]:
    """Ids of the records that belong to none of the entries, sorted."""
    there = store.contents.get(include=[])["ids"]
    return sorted(set(there).difference(chain.from_iterable(map(record_ids, entries))))
