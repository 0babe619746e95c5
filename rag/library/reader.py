"""Reading the library while others write to it.

A `View` is the library as one generation had it. Each reading begins with the library's state, one
record, and so knows whether it has changed; where it changes meanwhile, the reading begins again.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from rag.errors import LibraryError, LibraryMismatchError
from rag.library import register
from rag.library.backup import check_present
from rag.library.failures import (
    DerivedIndexError,
    LexicalError,
    VectorsError,
    chroma_errors,
    damaged,
    is_deleted,
)
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.places import location
from rag.library.recent import RecentContents
from rag.library.remaking.legacy import is_legacy, opened_copy
from rag.library.store.chroma import Store, collection_names, open_store
from rag.library.store.database import check_database
from rag.library.vectors.index import VectorIndex, vectors_folder
from rag.library.vectors.opened import OpenVectors
from rag.library.view import KnownRegister, LibraryChanged, View
from rag.models.fingerprint import is_same_model
from rag.settings import Settings
from rag.types import Document, DocumentRecord

log = logging.getLogger(__name__)

T = TypeVar("T")
_TRIES = 3
"""How often a reading that the library changes under begins again before it takes what there is."""


@dataclass(frozen=True, slots=True)
class Collection:
    """One of the libraries in a data folder or on a server.

    Attributes:
        embedding_model: the fingerprint of the model that made its vectors.
        is_chosen: whether it is the one that the settings name.
    """

    name: str
    documents: int
    embedding_model: str
    is_chosen: bool


def collections(settings: Settings) -> list[Collection]:
    """The libraries in the data folder, or on the server, by name.

    Raises:
        LibraryError: they cannot be read.
    """
    found = []
    for name in collection_names(settings):
        with chroma_errors(settings):
            store = open_store(settings.model_copy(update={"collection": name}), "read")
            known = register.read_register(store) if store is not None else None
        if known is not None:
            model = known.state.fingerprint
            chosen = name == settings.collection
            found.append(Collection(name, len(known.entries), model, chosen))
    return found


class Library:
    """The indexed documents, open for reading. Safe across threads.

    Args:
        settings: say where the library is.
        fingerprint: of the embedding model that questions are embedded with.
    """

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self._settings = settings
        self._fingerprint = fingerprint
        self._view: View | None = None
        self._lexical = LexicalIndex(lexical_folder(settings))
        self._vectors = VectorIndex(vectors_folder(settings))
        self._renewing = threading.Lock()
        self._repairing = threading.Lock()
        self._distrusted: set[str] = set()
        self._copy: Store | None = None
        self._recent = RecentContents()

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
        for _ in range(_TRIES):
            view = self._current()
            if view is None:
                return None
            try:
                return self._answer(view, query)
            except LibraryChanged:
                continue
            except Exception as error:
                if not is_deleted(error):
                    raise
                self._view = None  # another library has taken its place
        view = self._current()
        with suppress(LibraryChanged):  # nothing is there any more
            return self._answer(replace(view, strict=False), query) if view else None
        return None

    def _current(self) -> View | None:
        """A view of the library as it is now."""
        view = self._view
        if view is not None and self._generation(view.store) == view.generation:
            return view
        return self._renew(view)

    def _answer(self, view: View, query: Callable[[View], T]) -> T:
        """The query's result; where an index fails in a search, it is rebuilt, once."""
        vectors_failed = False
        for _ in range(2):
            try:
                return query(self._searchable(view))
            except DerivedIndexError as error:
                log.warning("a search of an index failed (%s)", error)
                vectors_failed |= isinstance(error, VectorsError)
                self._distrust(view, error)
        vectors = self._in_memory(view) if vectors_failed else self._opened_vectors(view)
        return query(replace(view, lexical=None, vectors=vectors))

    def _searchable(self, view: View) -> View:
        """The view with its indexes brought up to date."""
        if not self._vectors.reflects(view.generation) or not self._lexical.reflects(
            view.generation
        ):
            self._bring_up_to_date(view)
        lexical: LexicalIndex | None = self._lexical
        if damage := self._lexical.damage():
            log.warning("the lexical index cannot be used (%s); vectors alone are searched", damage)
            lexical = None
        return replace(view, lexical=lexical, vectors=self._opened_vectors(view))

    def _bring_up_to_date(self, view: View) -> None:
        # Threads wait for the one that repairs; where the index is only behind, it is quick.
        with self._repairing:
            for index in (self._vectors, self._lexical):
                if index.reflects(view.generation) or index.is_read_only:
                    continue
                try:
                    index.catch_up(view.store, wait=False)
                except OSError as error:
                    log.warning("an index cannot be brought up to date (%s)", error)

    def _opened_vectors(self, view: View) -> OpenVectors:
        """The vectors on disk, or where they cannot be used, those that Chroma holds, in memory.

        Where a writer is at work they may be those of a generation before.
        """
        index = self._vectors
        if index.reflects(view.generation) or not (index.damage() or index.is_read_only):
            return index.opened
        return self._in_memory(view)

    def _in_memory(self, view: View) -> OpenVectors:
        with self._repairing:
            held = self._vectors.opened
            if held.is_on_disk or held.generation != view.generation:
                self._vectors.hold(view.store)
        return self._vectors.opened

    def _distrust(self, view: View, error: DerivedIndexError) -> None:
        """Have the index rebuilt; once a generation, for it may be of no use."""
        index = self._lexical if isinstance(error, LexicalError) else self._vectors
        key = f"{type(error).__name__} {view.generation}"
        if key not in self._distrusted:
            self._distrusted = {key}
            index.distrust()

    def document(self, record: DocumentRecord) -> Document | None:
        """The document of that record with its text, or None where that version is gone."""
        kept = self._recent.kept(record.version)
        return kept.document(record) if kept else self.read(lambda view: view.document(record))

    def warm_up(self) -> None:
        """Open the library and its indexes now rather than at the first question."""
        self.read(lambda view: view.generation)

    def close(self) -> None:
        """Let go of what is open; the next question opens it again."""
        self._view = None
        self._lexical = LexicalIndex(lexical_folder(self._settings))
        self._vectors = VectorIndex(vectors_folder(self._settings))
        self._recent = RecentContents()

    def _renew(self, stale: View | None) -> View | None:
        with self._renewing:
            if self._view is not stale and self._view is not None:
                return self._view  # another thread has just done it
            usable = stale is not None and self._generation(stale.store) is not None
            self._view = self._of_now(stale.store) if stale is not None and usable else None
            self._view = self._view or self._open()
            return self._view

    def _of_now(self, store: Store) -> View | None:
        """A view of an open store; None where the library has been made anew elsewhere."""
        state = register.read_state(store)
        if state is None:
            return None
        check_fingerprint(self._settings, state, self._fingerprint)
        return View(
            store=store,
            lexical=self._lexical,
            vectors=self._vectors.opened,
            generation=state.generation,
            known=KnownRegister(store),
            recent=self._recent,
            strict=True,
        )

    def _open(self) -> View | None:
        """Open the library anew, and look whether it is whole.

        Raises:
            LibraryError: it is not, or there is none where there was one.
        """
        check_database(self._settings)
        store = open_store(self._settings, "read")
        if store is None:
            store = self._copy = opened_copy(self._settings)
        view = self._of_now(store) if store is not None else None
        if view is None:
            check_present(self._settings)
        elif not view.known.register.is_whole:
            raise damaged(self._settings, "documents are missing from its register")
        return view

    def _generation(self, store: Store) -> str | None:
        """The generation of an open library; None where it is another's by now, or none."""
        if store.is_replaced or (store is self._copy and not is_legacy(self._settings)):
            return None
        try:
            state = register.read_state(store)
        except Exception as error:
            if is_deleted(error):
                return None
            raise
        return state.generation if state else None


def check_fingerprint(settings: Settings, state: register.State, fingerprint: str) -> None:
    """Refuse to mix vectors of two models.

    Raises:
        LibraryMismatchError: the library was made with another embedding model.
    """
    if not is_same_model(state.fingerprint, fingerprint):
        raise LibraryMismatchError(
            f"The library in {location(settings)} was made with the embedding model "
            f"{state.fingerprint}, but the settings name {fingerprint}.",
            f"Set DOSSIER_EMBEDDING_MODEL to {state.fingerprint.partition('@')[0]!r}, or embed it "
            "anew with `dossier embed`.",
        )
