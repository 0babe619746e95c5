"""Reading the library while others write to it.

A `View` is the library as one generation had it. Every question reads the register once, to know
which versions are current; that same read brings the generation, so noticing that nothing changed
costs nothing more. Where it did change, the view is renewed and the question is asked again.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from rag.embedding import Vector
from rag.errors import LibraryError, LibraryMismatchError
from rag.library import register
from rag.library.chroma import Store, chroma_errors, location, open_store
from rag.library.cosines import PassageCosines, passage_cosines
from rag.library.lexical import LexicalIndex, lexical_folder
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Filters, Passage, date_number

log = logging.getLogger(__name__)

T = TypeVar("T")
_DOCUMENTS_KEPT = 16


class _Changed(Exception):  # noqa: N818 (a signal, not an error)
    """The library is no longer what the view shows."""


@dataclass(frozen=True, slots=True)
class View:
    """One generation of the library.

    A document that changes while the view is used drops out of what it returns, or, while the
    view is strict, ends the reading so that it begins again with a new view.
    """

    store: Store
    lexical: LexicalIndex
    generation: str
    strict: bool

    def dense(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Cosines by passage id of the passages nearest to the vector, the nearest first."""
        try:
            found = self.store.passages.query(
                query_embeddings=vector,
                n_results=limit,
                where=_where(filters),
                include=["distances"],
            )
        except Exception:
            self._check()
            raise
        distances = (found["distances"] or [[]])[0]
        return {
            passage: 1.0 - distance
            for passage, distance in zip(found["ids"][0], distances, strict=True)
        }

    def cosines(self, vector: Vector, passages: Iterable[str]) -> dict[str, PassageCosines]:
        """How near the vector is to each of the passages; those that are gone are left out."""
        ids = list(passages)
        if not ids:
            return {}
        found = self.store.passages.get(ids=ids, include=["embeddings", "metadatas"])
        if self.strict and len(found["ids"]) != len(set(ids)):
            raise _Changed
        if not found["ids"]:
            return {}
        metadata = found["metadatas"] or []
        cosines = passage_cosines(
            vector,
            np.asarray(found["embeddings"], dtype=np.float32),
            sentences=[str(row["sentence_vectors"]) for row in metadata],
            titles=[str(row.get("title_vector", "")) for row in metadata],
        )
        return dict(zip(found["ids"], cosines, strict=True))

    def current(self, passages: Iterable[str]) -> dict[str, DocumentRecord]:
        """The record of the document of each passage that belongs to a current version."""
        ids = list(passages)
        state, records = register.read_records(
            self.store, (register.document_of(passage) for passage in ids)
        )
        if self.strict and (state is None or state.generation != self.generation):
            raise _Changed
        owners = {passage: records.get(register.document_of(passage)) for passage in ids}
        return {
            passage: record
            for passage, record in owners.items()
            if record is not None and record.version == register.version_of(passage)
        }

    def passages(self, passages: Iterable[str]) -> dict[str, Passage]:
        """The passages by id."""
        ids = list(passages)
        if not ids:
            return {}
        found = self.store.passages.get(ids=ids, include=["documents", "metadatas"])
        rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
        read = {identifier: passage_from(identifier, text, row) for identifier, text, row in rows}
        if self.strict and len(read) != len(set(ids)):
            raise _Changed
        return read

    def records(self) -> list[DocumentRecord]:
        """All documents, the latest published first."""
        records = [entry.record for entry in self.entries().values()]
        return sorted(records, key=lambda r: (-date_number(r.published), r.title, r.id))

    def entries(self) -> dict[str, register.Entry]:
        """What the register holds, by document id."""
        return register.read_entries(self.store)

    def record(self, document_id: str) -> DocumentRecord | None:
        """One document's record, or None where there is no such document."""
        return register.read_records(self.store, [document_id])[1].get(document_id)

    def _check(self) -> None:
        state = register.read_state(self.store)
        if self.strict and (state is None or state.generation != self.generation):
            raise _Changed


class Library:
    """The indexed documents, open for reading. Safe across threads.

    Args:
        settings: say where the library lies.
        fingerprint: of the embedding model that questions are embedded with.
    """

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings = settings
        self._fingerprint = fingerprint
        self._view: View | None = None
        self._renewing = threading.Lock()
        self._document = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read_document)

    def read(self, query: Callable[[View], T]) -> T | None:
        """The query's result over the current state of the library.

        The query may run more than once. Where the library keeps changing under it, it runs a last
        time with a view that leaves out what changed.

        Returns:
            None where nothing has been indexed yet.

        Raises:
            LibraryError: the library cannot be read.
            LibraryMismatchError: it was made with another embedding model.
        """
        try:
            with chroma_errors(self._settings):
                return self._read(query)
        except LibraryError:
            self._view = None  # what is open may be what is broken
            raise

    def _read(self, query: Callable[[View], T]) -> T | None:
        view = self._view
        if view is None or view.store.is_replaced:
            view = self._renew(view)
        for _ in range(2):
            if view is None:
                return None
            if not view.lexical.reflects(view.generation):
                view.lexical.catch_up(view.store, wait=False)
            try:
                return query(view)
            except _Changed:
                view = self._renew(view)
        if view is None:
            return None
        return query(View(view.store, view.lexical, view.generation, strict=False))

    def document(self, record: DocumentRecord) -> Document | None:
        """The document of that record with its text, or None where that version is gone."""
        document = self._document(record)
        if document is None:
            self._document.cache_clear()
        return document

    def warm_up(self) -> None:
        """Open the library now rather than at the first question."""
        self.read(lambda view: view.generation)

    def close(self) -> None:
        """Let go of what is open; the next question opens it again."""
        self._view = None
        self._document.cache_clear()

    def _read_document(self, record: DocumentRecord) -> Document | None:
        return self.read(lambda view: register.read_document(view.store, record))

    def _renew(self, stale: View | None) -> View | None:
        with self._renewing:
            if self._view is not stale and self._view is not None:
                return self._view  # another thread has just done it
            self._view = self._open()
            return self._view

    def _open(self) -> View | None:
        store = open_store(self._settings, "read")
        state = register.read_state(store) if store is not None else None
        if store is None or state is None:
            return None
        check_fingerprint(self._settings, state, self._fingerprint)
        lexical = LexicalIndex(lexical_folder(self._settings))
        if not lexical.reflects(state.generation):
            lexical.catch_up(store, wait=False)
        return View(store, lexical, state.generation, strict=True)


def check_fingerprint(settings: Settings, state: register.State, fingerprint: str) -> None:
    """Refuse to mix vectors of two models.

    Raises:
        LibraryMismatchError: the library was made with another embedding model.
    """
    if state.fingerprint != fingerprint:
        raise LibraryMismatchError(
            f"The library in {location(settings)} was made with the embedding model "
            f"{state.fingerprint}, but the settings name {fingerprint}; set "
            f"DOSSIER_EMBEDDING_MODEL to {state.fingerprint.partition('@')[0]!r}, or set "
            "DOSSIER_DATA_DIR to an empty folder and sync again."
        )


def _where(filters: Filters) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if filters.documents:
        conditions.append({"document_id": {"$in": list(filters.documents)}})
    if filters.since or filters.until:
        conditions.append({"published": {"$gte": date_number(filters.since) or 1}})
    if filters.until:
        conditions.append({"published": {"$lte": date_number(filters.until)}})
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
