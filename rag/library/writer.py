"""Writing to the library so that a reader sees each document whole, even after a crash.

The order of every change:

1. note in the state that something may be left over;
2. write the new versions' contents: no reader shows them yet;
3. write the documents' register records and a new generation, in one transaction;
4. at the end, delete what belongs to no current version, and the note.

A writer that finds the note does the fourth step first. What is left over is known by its name: of
all ids that there are, those of versions that are not current.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.errors import LibraryBusyError
from rag.library import contents, register
from rag.library.backup import backed_up, restore, update_backup
from rag.library.by_hand import retitled
from rag.library.contents import IndexedDocument, PackedVersion, packed
from rag.library.derived import Change
from rag.library.failures import DamagedLibraryError, chroma_errors, damaged
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.places import location
from rag.library.reader import check_fingerprint
from rag.library.register import Entry, Register, Stamp, State
from rag.library.remaking.legacy import migrate
from rag.library.store import records as stored
from rag.library.store.chroma import Store, open_store
from rag.library.store.database import check_database, shrink
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.models.embedder import Vectors
from rag.settings import Settings
from rag.types import TitleAndDate

log = logging.getLogger(__name__)

_REMOVED_AT_ONCE = 1_000
"""Documents whose removal is one transaction; between two, a sync can be stopped."""


class LibraryWriter:
    """The library, open for writing. The caller sees to it that there is one writer at a time.

    A database that is lost or damaged is restored from its backup, and a library of version 0.1 is
    rewritten.

    Args:
        settings: say where the library is.
        fingerprint: of the embedding model that makes the vectors.
        should_stop: asked while there is much to do; what is left is done by the next writer.

    Raises:
        LibraryError: the library cannot be opened.
        LibraryMismatchError: it was made with another embedding model.
    """

    def __init__(
        self,
        settings: Settings,
        fingerprint: str,
        *,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._settings = settings
        self._should_stop = should_stop
        self._name = uuid.uuid4().hex
        with chroma_errors(settings):
            self._store, known = _opened_or_restored(settings, fingerprint)
            self._entries = dict(known.entries)
            self._state = known.state
            check_fingerprint(settings, known.state, fingerprint)
            if known.state.fingerprint != fingerprint:  # an earlier version recorded less of it
                self._set(replace(known.state, fingerprint=fingerprint))
            self._lexical = LexicalIndex(lexical_folder(settings))
            self._vectors = VectorIndex(vectors_folder(settings))

    def entries(self) -> dict[str, Entry]:
        """The register's entries by document id."""
        return dict(self._entries)

    def put(self, documents: Sequence[IndexedDocument]) -> None:
        """Add the documents, each of which replaces its earlier version."""
        if not documents:
            return
        with chroma_errors(self._settings):
            self._put([packed(document) for document in documents])

    def set_title_and_date(
        self, document_id: str, now: TitleAndDate, title_vector: Vectors | None
    ) -> Entry:
        """Give a document another title or date; its passages and their vectors stay.

        Args:
            title_vector: one row, the new title's; None where the title stays.

        Returns:
            Its new entry.

        Raises:
            KeyError: there is no such document.
            LibraryError: its text is damaged.
        """
        with chroma_errors(self._settings):
            version = retitled(self._store, self._entries[document_id], now, title_vector)
            self._put([version])
        return version.entry

    def _put(self, versions: Sequence[PackedVersion]) -> None:
        self._begin()
        contents.write(self._store, versions)
        added = [version.version for version in versions]
        self._commit([version.entry for version in versions], added=added)

    def update(self, entries: Sequence[Entry]) -> None:
        """Change what the register says of documents whose passages stay as they are."""
        with chroma_errors(self._settings):
            known = self._entries
            kept = [
                replace(entry, parts=known[entry.record.id].parts)
                for entry in entries
                if entry.record.id in known
            ]
            if kept:
                self._commit(kept)

    def remove(self, document_ids: Iterable[str]) -> list[str]:
        """Remove documents; ids that are not in the library are passed over.

        Returns:
            The ids of those removed: all, unless it was stopped.
        """
        leaving = [key for key in dict.fromkeys(document_ids) if key in self._entries]
        removed: list[str] = []
        with chroma_errors(self._settings):
            for some in stored.slices(leaving, _REMOVED_AT_ONCE):
                if self._should_stop():
                    break
                self._begin()
                self._commit([], removed=some)
                removed += some
        return removed

    def mark_for_indexing(self, document_ids: Iterable[str]) -> None:
        """Have the next sync index the documents again although their files are unchanged."""
        marked = [
            replace(self._entries[key], stamp=Stamp(0, 0), index_format="")
            for key in document_ids
            if key in self._entries
        ]
        with chroma_errors(self._settings):
            if marked:
                self._commit(marked)

    def rebuild_indexes(self) -> None:
        """Rebuild the lexical and the vector index from what Chroma holds."""
        with chroma_errors(self._settings):
            self._lexical.rebuild(self._store)
            self._vectors.rebuild(self._store)

    def delete_leftovers(self) -> None:
        """Delete what belongs to no current version, whatever the library says of it."""
        with chroma_errors(self._settings):
            self._begin()
            self._delete_leftovers(lambda done, total: None)

    def finish(self, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        """Delete what is left over, and bring what is derived up to date with all that was written.

        Args:
            progress: called with how many of the records to delete are deleted.
        """
        with chroma_errors(self._settings):
            self._lexical.catch_up(self._store, wait=True)
            self._lexical.tidy(self._store)
            self._vectors.catch_up(self._store, wait=True)
            self._mark_damaged()
            if self._state.is_unfinished:
                self._delete_leftovers(progress)
            update_backup(self._settings, self._store, Register(self._state, self._entries))
            shrink(self._settings)

    def _begin(self) -> None:
        if not self._state.is_unfinished:
            self._set(replace(self._state, is_unfinished=True))

    def _commit(
        self,
        entries: Sequence[Entry],
        *,
        added: Sequence[contents.Version] = (),
        removed: Sequence[str] = (),
    ) -> None:
        """Set entries and take others away, in a new generation."""
        before = [self._entries.get(entry.record.id) for entry in entries]
        before += [self._entries[key] for key in removed]
        old = {entry.record.version for entry in before if entry}
        new = {entry.record.version for entry in entries}
        generation = self._state.generation
        self._set(self._state.changed(old, new), entries, removed)
        self._entries |= {entry.record.id: entry for entry in entries}
        for key in removed:
            del self._entries[key]
        rewritten = {version.record.version for version in added}
        change = Change(generation, self._state.generation, sorted(old - new | rewritten), added)
        self._lexical.follow(change)
        self._vectors.follow(change)

    def _set(
        self, state: State, entries: Sequence[Entry] = (), removed: Sequence[str] = ()
    ) -> None:
        # A process that was stopped for so long that another took over must not go on.
        if register.read_state(self._store) != self._state:
            raise LibraryBusyError(
                f"Another process has begun to write to the library in {location(self._settings)} "
                "while this one was suspended.",
                "Run this again.",
            )
        self._state = replace(state, writer=self._name)
        register.write(self._store, self._state, entries, removed)

    def _delete_leftovers(self, progress: Callable[[int, int], None]) -> None:
        """Delete what belongs to no current version, then the note that there is some."""
        strays = contents.strays(self._store, self._entries.values())
        for start, some in enumerate(stored.slices(strays, stored.AT_ONCE)):
            if self._should_stop():
                return
            progress(start * stored.AT_ONCE, len(strays))
            stored.delete(self._store.contents, some)
        stored.delete(self._store.documents, register.read_removed(self._store))
        self._set(replace(self._state, is_unfinished=False))

    def _mark_damaged(self) -> None:
        """Have documents whose vectors are lost indexed again by the next sync."""
        lost = self._vectors.damaged_versions
        ids = map(register.document_of, lost)
        self.mark_for_indexing([key for key in ids if self._entries[key].index_format])


def _opened_or_restored(settings: Settings, fingerprint: str) -> tuple[Store, Register]:
    """The open library, which is put back from its backup where it is lost.

    Raises:
        LibraryError: it is lost and there is no backup.
    """
    try:
        with chroma_errors(settings):
            return _opened(settings, fingerprint)
    except DamagedLibraryError:
        if not backed_up(settings):
            raise
    restore(settings)
    return _opened(settings, fingerprint)


def _opened(settings: Settings, fingerprint: str) -> tuple[Store, Register]:
    check_database(settings)
    migrate(settings)
    store = open_store(settings, "write")
    assert store is not None  # mode "write" creates what is missing
    known = register.read_register(store)
    if known is None:
        if backed_up(settings):
            raise damaged(settings, "its database is missing or empty")
        register.write(store, State(register.new_generation(), fingerprint))
        known = register.read_register(store)
        assert known is not None
    if not known.is_whole:
        raise damaged(settings, "documents are missing from its register")
    return store, known
