"""Writing to the library so that a reader sees each document whole, whatever dies in between.

The order of every change:

1. note in the state's journal which versions are about to be written or to be removed;
2. write the new versions' passages and texts: no reader shows them yet;
3. write the documents' register records and a new generation, in one transaction;
4. delete the passages and texts of versions that are no longer current; clear the journal.

A writer that finds a journal finishes what the one before it began.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.embedding import Vectors
from rag.library import register
from rag.library.chroma import Store, chroma_errors, no_vectors, open_store
from rag.library.lexical import LexicalIndex
from rag.library.reading import check_fingerprint
from rag.library.register import Entry, State
from rag.settings import Settings
from rag.types import DocumentRecord, Passage, date_number

if TYPE_CHECKING:
    from chromadb import Collection


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document ready to be written.

    Attributes:
        passages: in order; passage n has the id `passage_id(entry.record.version, n)`.
        vectors: row n is passage n's.
    """

    entry: Entry
    text: str
    passages: tuple[Passage, ...]
    vectors: Vectors


class LibraryWriter:
    """The library, open for writing. The caller sees to it that there is one writer at a time.

    Args:
        settings: say where the library lies.
        fingerprint: of the embedding model that makes the vectors.

    Raises:
        LibraryError: the library cannot be opened.
        LibraryMismatchError: it was made with another embedding model.
    """

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings = settings
        with chroma_errors(settings):
            store = open_store(settings, "write")
            assert store is not None  # mode "write" makes what is missing
            self._store: Store = store
            state = register.read_state(store)
            if state is None:
                state = State(register.new_generation(), fingerprint)
                register.write(store, state)
            check_fingerprint(settings, state, fingerprint)
            self._state = state
            self._lexical = LexicalIndex(settings.data_dir / "lexical")
            self._recover()

    def entries(self) -> dict[str, Entry]:
        """What the register holds, by document id."""
        with chroma_errors(self._settings):
            return register.read_entries(self._store)

    def put(self, documents: Sequence[IndexedDocument]) -> None:
        """Add the documents, each in place of the version that there is of it."""
        with chroma_errors(self._settings):
            entries = [document.entry for document in documents]
            old = self._current(entry.record.id for entry in entries)
            new = {entry.record.version: entry.record for entry in entries}
            leaving = [record for record in old.values() if record.version not in new]
            self._note([*new.values(), *leaving])
            for document in documents:
                self._write(document)
            self._commit(entries)
            self._delete_leftovers()

    def update(self, entries: Sequence[Entry]) -> None:
        """Change what the register says of documents whose passages stay as they are."""
        with chroma_errors(self._settings):
            complete = []
            for entry in entries:
                layout = register.read_layout(self._store, entry.record)
                if layout is not None:
                    complete.append(replace(entry, pages=layout[0], sections=layout[1]))
            self._commit(complete)

    def remove(self, document_ids: Iterable[str]) -> None:
        """Remove documents; ids that are not in the library are passed over."""
        with chroma_errors(self._settings):
            leaving = self._current(document_ids)
            if not leaving:
                return
            self._note(leaving.values())
            self._store.documents.delete(ids=list(leaving))
            self._commit([])
            self._delete_leftovers()

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
        self._state = replace(self._state, journal=journal)
        register.write(self._store, self._state)

    def _commit(self, entries: Sequence[Entry]) -> None:
        self._state = replace(self._state, generation=register.new_generation())
        register.write(self._store, self._state, entries)

    def _delete_leftovers(self) -> None:
        """Delete the journal's versions that are not current, then clear the journal."""
        journal = self._state.journal
        owners = {version: register.document_of(version) for version in journal}
        current = {record.version for record in self._current(owners.values()).values()}
        for version, (passages, parts) in journal.items():
            if version not in current:
                self._delete(self._store.passages, version, passages)
                self._delete(self._store.texts, version, parts)
        self._state = replace(self._state, journal={})
        register.write(self._store, self._state)

    def _recover(self) -> None:
        if self._state.journal:
            # A new generation: what the killed writer committed may not have reached it.
            self._commit([])
            self._delete_leftovers()

    def _delete(self, collection: "Collection", version: str, count: int) -> None:
        ids = [register.passage_id(version, n) for n in range(count)]
        for start in range(0, count, self._store.batch_size):
            collection.delete(ids=ids[start : start + self._store.batch_size])

    def _write(self, document: IndexedDocument) -> None:
        record = document.entry.record
        size = self._store.batch_size
        for start in range(0, len(document.passages), size):
            passages = document.passages[start : start + size]
            self._store.passages.upsert(
                ids=[passage.id for passage in passages],
                embeddings=document.vectors[start : start + size],
                documents=[passage.text for passage in passages],
                metadatas=[_passage_metadata(passage, record) for passage in passages],
            )
        parts = [
            document.text[start : start + register.TEXT_PART]
            for start in range(0, len(document.text), register.TEXT_PART)
        ]
        for n, part in enumerate(parts):
            self._store.texts.upsert(
                ids=[register.passage_id(record.version, n)],
                embeddings=no_vectors(1),
                documents=[part],
            )


def _passage_metadata(passage: Passage, record: DocumentRecord) -> Mapping[str, str | int]:
    return {
        "document_id": passage.document_id,
        "start": passage.start,
        "end": passage.end,
        "sentences": " ".join(f"{start}-{end}" for start, end in passage.sentences),
        "section": passage.section or "",
        "page": passage.page or 0,
        "published": date_number(record.published),
    }
