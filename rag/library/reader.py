"""Reading the library while others write to it.

A `View` is the library as one generation had it. Every question reads the register once, to know
which versions are current; that same read brings the generation, so noticing that nothing changed
costs nothing more. Where it did change, the view is renewed and the question is asked again.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from rag.errors import LibraryError, LibraryMismatchError
from rag.library import register
from rag.library.chroma import open_store
from rag.library.failures import LexicalError, chroma_errors, location
from rag.library.lexical.index import LexicalIndex, lexical_folder
from rag.library.view import LibraryChanged, View
from rag.models.fingerprint import is_same_model
from rag.settings import Settings
from rag.types import Document, DocumentRecord

log = logging.getLogger(__name__)

T = TypeVar("T")
_DOCUMENTS_KEPT = 16


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
        self._lexical: LexicalIndex | None = None
        self._renewing = threading.Lock()
        self._repairing = threading.Lock()
        self._distrusted = ""
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
            try:
                return self._answer(view, query)
            except LibraryChanged:
                view = self._renew(view)
        return self._answer(replace(view, strict=False), query) if view else None

    def _answer(self, view: View, query: Callable[[View], T]) -> T:
        """The query's result; without the lexical index where it fails although it was rebuilt."""
        for _ in range(2):
            try:
                return query(self._searchable(view))
            except LexicalError as error:
                log.warning("a search of the lexical index failed (%s)", error)
                self._distrust(view)
        return query(replace(view, lexical=None))

    def _searchable(self, view: View) -> View:
        """The view with its lexical index brought up to date, or without it.

        It is without where the index is damaged and cannot be rebuilt: another process is writing
        it, or its disk is full or read-only.
        """
        index = view.lexical
        if index is None or index.reflects(view.generation):
            return view
        if not index.is_read_only:
            self._bring_up_to_date(index, view)
        damage = index.damage()
        if not damage:
            return view
        log.warning("the lexical index cannot be used (%s); vectors alone are searched", damage)
        return replace(view, lexical=None)

    def _bring_up_to_date(self, index: LexicalIndex, view: View) -> None:
        # Threads that find it damaged wait for the one that repairs it; one that is behind will do.
        with self._repairing if index.damage() else nullcontext():
            try:
                index.catch_up(view.store, wait=False)
            except OSError as error:
                log.warning("the lexical index cannot be brought up to date (%s)", error)

    def _distrust(self, view: View) -> None:
        """Have the index rebuilt; once a generation, for it may be of no use."""
        if view.lexical is not None and self._distrusted != view.generation:
            self._distrusted = view.generation
            view.lexical.distrust()

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
        self._lexical = None
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
        # Kept from view to view: its files need not all be checked again.
        self._lexical = self._lexical or LexicalIndex(lexical_folder(self._settings))
        return View(store, self._lexical, state.generation, strict=True)


def check_fingerprint(settings: Settings, state: register.State, fingerprint: str) -> None:
    """Refuse to mix vectors of two models.

    Raises:
        LibraryMismatchError: the library was made with another embedding model.
    """
    if not is_same_model(state.fingerprint, fingerprint):
        raise LibraryMismatchError(
            f"The library in {location(settings)} was made with the embedding model "
            f"{state.fingerprint}, but the settings name {fingerprint}.",
            f"Set DOSSIER_EMBEDDING_MODEL to {state.fingerprint.partition('@')[0]!r}, or set "
            "DOSSIER_DATA_DIR to an empty folder and sync again.",
        )
