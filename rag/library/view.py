"""The library as one generation had it, and what may be asked of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rag.library import records as stored
from rag.library import register
from rag.library.chroma import Store
from rag.library.cosines import PassageCosines, passage_cosines
from rag.library.lexical.index import LexicalIndex
from rag.models.embedder import Vector
from rag.types import DocumentRecord, Filters, Passage, date_number


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
    generation: str
    strict: bool

    def dense(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Cosines by passage id of the passages nearest to the vector, the nearest first."""
        found: dict[str, float] = {}
        for where in _conditions(filters):
            found |= self._nearest(vector, limit, where)
        nearest = sorted(found.items(), key=lambda pair: -pair[1])
        return dict(nearest[:limit])

    def _nearest(
        self, vector: Vector, limit: int, where: dict[str, Any] | None
    ) -> dict[str, float]:
        try:
            found = self.store.passages.query(
                query_embeddings=vector, n_results=limit, where=where, include=["distances"]
            )
        except Exception:
            self._check()
            raise
        distances = (found["distances"] or [[]])[0]
        return {
            passage: 1.0 - distance
            for passage, distance in zip(found["ids"][0], distances, strict=True)
        }

    def words(self, weights: Mapping[str, float], limit: int, filters: Filters) -> dict[str, float]:
        """BM25 scores by passage id, as `LexicalIndex.search` has them."""
        return self.lexical.search(weights, limit, filters) if self.lexical else {}

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How rare each stem is, as `LexicalIndex.rarity` has it."""
        return self.lexical.rarity(words) if self.lexical else dict.fromkeys(words, 1.0)

    def cosines(self, vector: Vector, passages: Iterable[str]) -> dict[str, PassageCosines]:
        """How near the vector is to each of the passages; those that are gone are left out."""
        ids = list(dict.fromkeys(passages))
        found = stored.get(self.store.passages, ids, "embeddings", "metadatas")
        if self.strict and len(found) != len(ids):
            raise LibraryChanged
        if not found:
            return {}
        cosines = passage_cosines(
            vector,
            np.asarray([embedding for embedding, _ in found.values()], dtype=np.float32),
            sentences=[str(row["sentence_vectors"]) for _, row in found.values()],
            titles=[str(row.get("title_vector", "")) for _, row in found.values()],
        )
        return dict(zip(found, cosines, strict=True))

    def current(self, passages: Iterable[str]) -> dict[str, DocumentRecord]:
        """The record of the document of each passage that belongs to a current version."""
        ids = list(passages)
        state, records = register.read_records(
            self.store, (register.document_of(passage) for passage in ids)
        )
        if self.strict and (state is None or state.generation != self.generation):
            raise LibraryChanged
        owners = {passage: records.get(register.document_of(passage)) for passage in ids}
        return {
            passage: record
            for passage, record in owners.items()
            if record is not None and record.version == register.version_of(passage)
        }

    def passages(self, passages: Iterable[str]) -> dict[str, Passage]:
        """The passages by id."""
        ids = list(passages)
        rows = stored.stream(self.store.passages, ids, "documents", "metadatas")
        read = {identifier: passage_from(identifier, text, row) for identifier, (text, row) in rows}
        if self.strict and len(read) != len(set(ids)):
            raise LibraryChanged
        return read

    def records(self) -> list[DocumentRecord]:
        """All documents, the latest published first."""
        records = [entry.record for entry in self.entries().values()]
        return sorted(records, key=lambda r: (-date_number(r.published), r.title, r.id))

    def entries(self) -> dict[str, register.Entry]:
        """The register's entries by document id."""
        return register.read_entries(self.store)

    def record(self, document_id: str) -> DocumentRecord | None:
        """One document's record, or None where there is no such document."""
        return register.read_records(self.store, [document_id])[1].get(document_id)

    def _check(self) -> None:
        state = register.read_state(self.store)
        if self.strict and (state is None or state.generation != self.generation):
            raise LibraryChanged


def _conditions(filters: Filters) -> Iterator[dict[str, Any] | None]:
    """What Chroma is to search for: each of the conditions alone, all together the filters.

    There is more than one where the filters name more documents than one call can.
    """
    dates: list[dict[str, Any]] = []
    if filters.since or filters.until:
        dates.append({"published": {"$gte": date_number(filters.since) or 1}})
    if filters.until:
        dates.append({"published": {"$lte": date_number(filters.until)}})
    if not filters.documents:
        yield _all_of(dates)
    for some in stored.id_slices(filters.documents):
        yield _all_of([{"document_id": {"$in": some}}, *dates])


def _all_of(conditions: list[dict[str, Any]]) -> dict[str, Any] | None:
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None


def passage_from(identifier: str, text: str, row: Mapping[str, object]) -> Passage:
    """The passage of that id, text and metadata.

    Raises:
        KeyError, ValueError: the metadata are not those of a passage.
    """
    return Passage(
        id=identifier,
        document_id=str(row["document_id"]),
        start=int(str(row["start"])),
        end=int(str(row["end"])),
        section=str(row["section"]) or None,
        page=int(str(row["page"])) or None,
        text=text,
        sentences=tuple(_span(span) for span in str(row["sentences"]).split()),
    )


def _span(span: str) -> tuple[int, int]:
    start, end = span.split("-")
    return int(start), int(end)
