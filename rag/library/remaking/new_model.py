"""Making a library anew with another embedding model, from the texts that it holds.

It is made beside the one that serves, whose readers notice nothing, and takes its place in one
step. What a process that ended had done is there for the next.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.errors import LibraryError
from rag.library import contents, register
from rag.library.contents import IndexedDocument, packed, read_contents
from rag.library.failures import chroma_errors
from rag.library.places import location
from rag.library.register import Entry, Register, State
from rag.library.remaking.legacy import migrate
from rag.library.store.chroma import Store, discard, next_number, open_store, serve
from rag.models.fingerprint import is_same_model
from rag.settings import Settings
from rag.types import Document


class NewModel:
    """The library that is being made. The library's lock must be held.

    Args:
        settings: say where the library is.
        fingerprint: of the embedding model that it is made with.
        old: the library that serves, made with another model.
        known: its register.

    Raises:
        LibraryError: it cannot be written.
    """

    def __init__(self, settings: Settings, fingerprint: str, old: Store, known: Register) -> None:
        self._settings = settings
        self._fingerprint = fingerprint
        self._old = old
        self._known = known
        with chroma_errors(settings):
            self._number = next_number(settings)
            self._new, self._made = self._begun()

    def remaining(self) -> list[Entry]:
        """The entries of the library that serves that have not been made yet."""
        made = self._made.entries
        return [
            entry
            for key, entry in self._known.entries.items()
            if key not in made or not _is_same(made[key], entry)
        ]

    def documents(self, entries: Sequence[Entry]) -> dict[str, Document]:
        """The documents of those entries by id; those that are not whole are left out."""
        with chroma_errors(self._settings):
            found = read_contents(self._old, entries)
        records = {entry.record.id: entry.record for entry in entries}
        return {key: content.document(records[key]) for key, content in found.items()}

    def put(self, documents: Sequence[IndexedDocument]) -> None:
        """Write the documents as they are made."""
        with chroma_errors(self._settings):
            versions = [packed(document) for document in documents]
            contents.write(self._new, versions)
            self._write([version.entry for version in versions])

    def serve(self) -> None:
        """Let it take the place of the library that serves, whose documents it has all."""
        with chroma_errors(self._settings):
            gone = [key for key in self._made.entries if key not in self._known.entries]
            if gone:
                self._write([], gone)
            serve(self._settings, self._number)

    def _begun(self) -> tuple[Store, Register]:
        """What an earlier process has begun with the same model, or a new one."""
        for _ in range(2):
            store = open_store(self._settings, "write", self._number)
            assert store is not None  # mode "write" creates what is missing
            made = register.read_register(store)
            if made is None:
                made = Register(State(register.new_generation(), self._fingerprint), {})
            if made.state.fingerprint == self._fingerprint:
                return store, made
            del store
            discard(self._settings, self._number)
        raise AssertionError("what was discarded is still there")

    def _write(self, entries: Sequence[Entry], removed: Sequence[str] = ()) -> None:
        known = dict(self._made.entries)
        before = [known[key] for key in (*removed, *(e.record.id for e in entries)) if key in known]
        state = self._made.state.changed(
            [entry.record.version for entry in before],
            [entry.record.version for entry in entries],
        )
        # Of what was made of a document before, records may be left.
        state = replace(state, is_unfinished=state.is_unfinished or bool(before))
        register.write(self._new, state, entries, removed)
        known |= {entry.record.id: entry for entry in entries}
        self._made = Register(state, {k: e for k, e in known.items() if k not in set(removed)})


def new_model(settings: Settings, fingerprint: str) -> NewModel | None:
    """The library to make with that model; None where the one that serves has it already.

    Raises:
        LibraryError: there is no library, or it cannot be read or written.
    """
    with chroma_errors(settings):
        migrate(settings)
        old, known = _serving(settings)
    if is_same_model(known.state.fingerprint, fingerprint):
        return None
    return NewModel(settings, fingerprint, old, known)


def _serving(settings: Settings) -> tuple[Store, Register]:
    store = open_store(settings, "read")
    known = register.read_register(store) if store is not None else None
    if store is None or known is None:
        raise LibraryError(
            f"The library in {location(settings)} holds no documents.",
            "Put some in with `dossier sync FOLDER`.",
        )
    return store, known


def _is_same(made: Entry, entry: Entry) -> bool:
    """Whether an entry was made of the document as it is."""
    first, second = made.record, entry.record
    return (
        first.sha256 == second.sha256
        and first.source == second.source
        and first.title_and_date == second.title_and_date
        and made.as_read == entry.as_read
        and made.stamp == entry.stamp
    )
