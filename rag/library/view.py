"""The library as one generation had it, and what may be asked of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.library import register
from rag.library.contents import all_passages, read_contents
from rag.library.lexical.index import LexicalIndex
from rag.library.recent import RecentContents
from rag.library.register import Entry, Register
from rag.library.store.chroma import Store
from rag.library.store.packing import Content
from rag.library.vectors.cosines import PassageCosines
from rag.library.vectors.opened import OpenVectors
from rag.models.embedder import Vector
from rag.types import Document, DocumentRecord, Filters, Passage, date_number


class LibraryChanged(Exception):  # noqa: N818 (a signal, not an error)
    """The library is no longer what the view shows."""


@dataclass(frozen=True, slots=True)
class View:
    """One generation of the library.

    A document that changes while the view is used drops out of what it returns, or, while the
    view is strict, ends the reading so that it begins again with a new view.
    """

    store: Store
    lexical: LexicalIndex | None
    vectors: OpenVectors
    generation: str
    known: "KnownRegister"
    recent: RecentContents
    strict: bool

    def dense(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Cosines by passage id of the passages nearest to the vector, the nearest first."""
        return self.vectors.search(vector, limit, filters)

    def words(self, weights: Mapping[str, float], limit: int, filters: Filters) -> dict[str, float]:
        """BM25 scores by passage id, as `LexicalIndex.search` has them."""
        return self.lexical.search(weights, limit, filters) if self.lexical else {}

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How rare each stem is, as `LexicalIndex.rarity` has it."""
        return self.lexical.rarity(words) if self.lexical else dict.fromkeys(words, 1.0)

    def cosines(self, vector: Vector, passages: Iterable[str]) -> dict[str, PassageCosines]:
        """How near the vector is to each of the passages; those that are gone are left out."""
        return self.vectors.cosines(vector, passages)

    def current(self, passages: Iterable[str]) -> dict[str, DocumentRecord]:
        """The record of the document of each passage that belongs to a current version."""
        return {passage: entry.record for passage, entry in self._owners(passages).items()}

    def _owners(self, passages: Iterable[str]) -> dict[str, Entry]:
        """The entry of the document of each passage that belongs to a current version."""
        ids = list(passages)
        state, entries = register.read_some(self.store, map(register.document_of, ids))
        if self.strict and (state is None or state.generation != self.generation):
            raise LibraryChanged
        owners = {passage: entries.get(register.document_of(passage)) for passage in ids}
        return {
            passage: entry
            for passage, entry in owners.items()
            if entry is not None and entry.record.version == register.version_of(passage)
        }

    def passages(self, passages: Iterable[str]) -> dict[str, Passage]:
        """The passages by id."""
        owners = self._owners(passages)
        entries = list({entry.record.id: entry for entry in owners.values()}.values())
        contents = self._contents(entries)
        if self.strict and len(contents) < len(entries):
            raise LibraryChanged
        found = {}
        for identifier, entry in owners.items():
            key, position = entry.record.id, register.position_of(identifier)
            if key in contents and 0 <= position < entry.record.passages:
                found[identifier] = contents[key].passage(identifier, key, position)
        return found

    def passages_of(self, record: DocumentRecord) -> list[Passage]:
        """All passages of that version in reading order; none where it is gone."""
        found = self._contents(self._of_version([record])).get(record.id)
        return list(all_passages(record, found)) if found else []

    def document(self, record: DocumentRecord) -> Document | None:
        """The document of that record with its text, or None where that version is gone."""
        found = self._contents(self._of_version([record])).get(record.id)
        return found.document(record) if found else None

    def _contents(self, entries: Sequence[Entry]) -> dict[str, Content]:
        return self.recent.get(entries, lambda some: read_contents(self.store, some))

    def _of_version(self, records: Sequence[DocumentRecord]) -> list[Entry]:
        """The entries of the records whose versions are current."""
        _, entries = register.read_some(self.store, [record.id for record in records])
        versions = {record.version for record in records}
        return [entry for entry in entries.values() if entry.record.version in versions]

    def records(self) -> list[DocumentRecord]:
        """All documents, the latest published first."""
        return self.known.records

    def entries(self) -> Mapping[str, Entry]:
        """The register's entries by document id."""
        return self.known.register.entries

    def record(self, document_id: str) -> DocumentRecord | None:
        """One document's record, or None where there is no such document."""
        entry = register.read_some(self.store, [document_id])[1].get(document_id)
        return entry.record if entry else None


class KnownRegister:
    """The register, read once, when it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def register(self) -> Register:
        """All of the register, of that generation or of a later one.

        Raises:
            LibraryChanged: there is none by now.
        """
        known = register.read_register(self._store)
        if known is None:
            raise LibraryChanged
        return known

    @cached_property
    def records(self) -> list[DocumentRecord]:
        """All documents, the latest published first."""
        records = [entry.record for entry in self.register.entries.values()]
        return sorted(records, key=lambda r: (-date_number(r.published), r.title, r.id))
