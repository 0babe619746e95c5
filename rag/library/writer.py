"""Writing to the library so that a reader sees each document whole, even after a crash.

The order of every change:

1. note in the state's journal which versions are about to be written or to be removed;
2. write the new versions' passages and texts: no reader shows them yet;
3. write the documents' register records and a new generation, in one transaction;
4. delete the passages and texts of versions that are no longer current; clear the journal.

A writer that finds a journal finishes what the one before it began.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.errors import LibraryBusyError
from rag.library import records as stored
from rag.library import register
from rag.library.chroma import Store, no_vectors, open_store
from rag.library.failures import chroma_errors, location
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.lexical.schema import Change, Row
from rag.library.reader import check_fingerprint
from rag.library.register import Entry, Stamp, State
from rag.library.sentence_vectors import pack
from rag.models.embedder import Vectors
from rag.settings import Settings
from rag.types import DocumentRecord, Passage, date_number

_TEXTS_AT_ONCE = 64
"""Parts of texts that one call writes: at most 16 million characters."""


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
    text: str
    passages: tuple[Passage, ...]
    vectors: Vectors
    sentence_vectors: tuple[Vectors, ...]
    title_vector: Vectors


class LibraryWriter:
    """The library, open for writing. The caller sees to it that there is one writer at a time.

    Args:
        settings: say where the library is.
        fingerprint: of the embedding model that makes the vectors.

    Raises:
        LibraryError: the library cannot be opened.
        LibraryMismatchError: it was made with another embedding model.
    """

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings = settings
        with chroma_errors(settings):
            self._name = uuid.uuid4().hex
            store = open_store(settings, "write")
            assert store is not None  # mode "write" creates what is missing
            self._store: Store = store
            state = register.read_state(store)
            if state is None:
                state = State(register.new_generation(), fingerprint)
                register.write(store, state)
            check_fingerprint(settings, state, fingerprint)
            if state.fingerprint != fingerprint:  # an earlier version recorded less of the model
                state = replace(state, fingerprint=fingerprint)
                register.write(store, state)
            self._state = state
            self._lexical = LexicalIndex(lexical_folder(settings))
            self._recover()

    def entries(self) -> dict[str, Entry]:
        """The register's entries by document id."""
        with chroma_errors(self._settings):
            return register.read_entries(self._store)

    def put(self, documents: Sequence[IndexedDocument]) -> None:
        """Add the documents, each of which replaces its earlier version."""
        with chroma_errors(self._settings):
            if not documents:
                return
            entries = [document.entry for document in documents]
            old = self._current(entry.record.id for entry in entries)
            new = {entry.record.version: entry.record for entry in entries}
            leaving = [record for record in old.values() if record.version not in new]
            self._note([*new.values(), *leaving])
            self._write(documents)
            rows = [row for document in documents for row in _rows(document)]
            self._commit(entries, [*new, *(record.version for record in leaving)], rows)
            self._delete_leftovers()

    def update(self, entries: Sequence[Entry]) -> None:
        """Change what the register says of documents whose passages stay as they are."""
        with chroma_errors(self._settings):
            complete = []
            for entry in entries:
                layout = register.read_layout(self._store, entry.record)
                if layout is not None:
                    complete.append(replace(entry, pages=layout[0], sections=layout[1]))
            if complete:
                self._commit(complete)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Remove documents; ids that are not in the library are passed over."""
        with chroma_errors(self._settings):
            leaving = self._current(document_ids)
            if not leaving:
                return
            self._note(leaving.values())
            stored.delete(self._store.documents, leaving)
            self._commit([], [record.version for record in leaving.values()])
            self._delete_leftovers()

    def mark_for_indexing(self, document_ids: Iterable[str]) -> None:
        """Have the next sync index the documents again although their files are unchanged."""
        entries = self.entries()
        with chroma_errors(self._settings):
            marked = [
                replace(entries[key], stamp=Stamp(0, 0), index_format="")
                for key in document_ids
                if key in entries
            ]
            if marked:
                self._set(self._state, marked, layouts=False)

    def delete_strays(self, passages: Sequence[str], texts: Sequence[str]) -> None:
        """Delete records that belong to no current version, by id."""
        with chroma_errors(self._settings):
            stored.delete(self._store.passages, passages)
            stored.delete(self._store.texts, texts)

    def rebuild_lexical_index(self) -> None:
        """Rebuild the lexical index from what Chroma holds."""
        with chroma_errors(self._settings):
            self._lexical.rebuild(self._store)

    def finish(self) -> None:
        """Bring the lexical index up to date with all that was written."""
        with chroma_errors(self._settings):
            self._lexical.catch_up(self._store, wait=True)

    def _current(self, document_ids: Iterable[str]) -> dict[str, DocumentRecord]:
        return register.read_records(self._store, document_ids)[1]

    def _note(self, records: Iterable[DocumentRecord]) -> None:
        journal = {
            record.version: (record.passages, register.text_parts(record.characters))
            for record in records
        }
        self._set(replace(self._state, journal=journal))

    def _set(self, state: State, entries: Sequence[Entry] = (), *, layouts: bool = True) -> None:
        # A process that was stopped for so long that another took over must not go on.
        if register.read_state(self._store) != self._state:
            raise LibraryBusyError(
                f"Another process has begun to write to the library in {location(self._settings)} "
                "while this one was suspended.",
                "Run this again.",
            )
        self._state = replace(state, writer=self._name)
        register.write(self._store, self._state, entries, layouts=layouts)

    def _commit(
        self, entries: Sequence[Entry], obsolete: Sequence[str] = (), rows: Sequence[Row] = ()
    ) -> None:
        before = self._state.generation
        self._set(replace(self._state, generation=register.new_generation()), entries)
        self._lexical.follow(Change(before, self._state.generation, obsolete, rows))

    def _delete_leftovers(self) -> None:
        """Delete the journal's versions that are not current, then clear the journal."""
        journal = self._state.journal
        owners = {version: register.document_of(version) for version in journal}
        current = {record.version for record in self._current(owners.values()).values()}
        for version, (passages, parts) in journal.items():
            if version not in current:
                stored.delete(self._store.passages, register.passage_ids(version, passages))
                stored.delete(self._store.texts, register.passage_ids(version, parts))
        self._set(replace(self._state, journal={}))

    def _recover(self) -> None:
        if self._state.journal:
            # A new generation: what the killed writer committed may not have reached it.
            self._set(replace(self._state, generation=register.new_generation()))
            self._delete_leftovers()

    def _write(self, documents: Sequence[IndexedDocument]) -> None:
        """Write passages and texts, many a call: a call is a transaction, which costs 40 ms."""
        owners = [document for document in documents for _ in document.passages]
        passages = [passage for document in documents for passage in document.passages]
        sentences = [rows for document in documents for rows in document.sentence_vectors]
        vectors = np.concatenate([d.vectors for d in documents if d.passages]) if passages else None
        size = self._store.batch_size
        for start in range(0, len(passages), size):
            batch = passages[start : start + size]
            own = owners[start : start + size]
            inside = sentences[start : start + size]
            self._store.passages.upsert(
                ids=[passage.id for passage in batch],
                embeddings=None if vectors is None else vectors[start : start + size],
                documents=[passage.text for passage in batch],
                metadatas=list(map(_passage_metadata, batch, own, inside)),
            )
        parts = [part for document in documents for part in _text_parts(document)]
        for start in range(0, len(parts), _TEXTS_AT_ONCE):
            some = parts[start : start + _TEXTS_AT_ONCE]
            self._store.texts.upsert(
                ids=[identifier for identifier, _ in some],
                embeddings=no_vectors(len(some)),
                documents=[text for _, text in some],
            )


def _text_parts(document: IndexedDocument) -> list[tuple[str, str]]:
    version = document.entry.record.version
    return [
        (register.passage_id(version, n), document.text[start : start + register.TEXT_PART])
        for n, start in enumerate(range(0, len(document.text), register.TEXT_PART))
    ]


def _rows(document: IndexedDocument) -> list[Row]:
    record = document.entry.record
    return [
        Row(passage.id, record, passage.text, passage.section or "")
        for passage in document.passages
    ]


def _passage_metadata(
    passage: Passage, document: IndexedDocument, sentence_vectors: Vectors
) -> Mapping[str, str | int]:
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "sentences": " ".join(f"{start}-{end}" for start, end in passage.sentences),
        "sentence_vectors": pack(sentence_vectors),
        "title_vector": pack(document.title_vector),
        "section": passage.section or "",
        "page": passage.page or 0,
        "published": date_number(document.entry.record.published),
    }
