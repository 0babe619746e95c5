"""A library's two collections in Chroma, in a folder or on a server.

| collection | one record is |
|---|---|
| dossier-NAME-NUMBER-documents | a document's entry in the register, and the library's state |
| dossier-NAME-NUMBER-contents | a part of a version's text, structure or vectors |

NAME is the setting `collection`. NUMBER grows when a library is made anew, with another embedding
model or from one of an earlier version of Dossier: readers read the highest that serves.

Neither is searched by Chroma, so each record has a vector of one zero; docs/library.md says why.
"""

import re
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from rag.library.failures import chroma_errors
from rag.library.places import chroma_folder
from rag.library.store.connection import (
    DATABASE,
    Connection,
    DatabaseFile,
    connect_copy,
    connect_folder,
    connect_server,
)
from rag.library.store.database import create_database
from rag.models.embedder import Vectors
from rag.private_files import private_folder
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.types import Collection as CollectionModel

KINDS = ("documents", "contents")
_SERVES = "serves"
_NAME = re.compile(r"dossier-(?P<name>.+)-(?P<number>\d+)-(?P<kind>documents|contents)")


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Store:
    """The open collections. What Chroma holds for them is freed with the last reference.

    Attributes:
        number: of this making of the library.
        batch_size: the largest number of records that one call may write.
        database: the folder's database file; None on a server.
    """

    documents: "Collection"
    contents: "Collection"
    number: int
    batch_size: int
    database: DatabaseFile | None = None

    @property
    def is_replaced(self) -> bool:
        """Whether the folder was deleted or replaced since it was opened."""
        return self.database is not None and self.database.is_replaced


def no_vectors(count: int) -> Vectors:
    """Chroma wants a vector for every record; those that are never searched share this one."""
    return np.zeros((count, 1), dtype=np.float32)


def open_store(
    settings: Settings, mode: Literal["read", "write"], number: int | None = None
) -> Store | None:
    """Open the collections; in mode "write" they are created where they are missing.

    In mode "read" nothing is created, and a folder that cannot be written to is read from a copy.

    Args:
        number: of the making to open; by default the one that serves, or the first.

    Returns:
        None, in mode "read", where there is no library yet.

    Raises:
        LibraryError: the folder or the server cannot be read as a library.
    """
    with chroma_errors(settings):
        if mode == "read" and not exists(settings):
            return None
        connection = connect(settings, mode)
        try:
            opened = _collections(connection, settings.collection, mode, number)
            if opened is None:
                connection.close()
                return None
            store = Store(**opened, batch_size=connection.batch_size, database=connection.file)
        except BaseException:
            connection.close()
            raise
    weakref.finalize(store, connection.close).atexit = False
    return store


def exists(settings: Settings) -> bool:
    """Whether there is a database in the folder; of a server that is not known."""
    return settings.chroma_url is not None or (chroma_folder(settings) / DATABASE).exists()


def connect(settings: Settings, mode: Literal["read", "write"]) -> Connection:
    """The Chroma database that the settings name."""
    if settings.chroma_url is not None:
        return connect_server(settings)
    folder = chroma_folder(settings)
    if mode == "write":
        create_database(private_folder(folder))
        connection = connect_folder(folder)
        return replace(connection, file=DatabaseFile.of(folder))
    file = DatabaseFile.of(folder)
    opened = connect_copy(folder) if file.is_read_only else connect_folder(folder)
    return replace(opened, file=file)


@contextmanager
def connected(settings: Settings, mode: Literal["read", "write"]) -> Iterator[Connection]:
    """The Chroma database that the settings name, for a while."""
    with chroma_errors(settings):
        connection = connect(settings, mode)
        try:
            yield connection
        finally:
            connection.close()


def open_leases(settings: Settings) -> "tuple[Collection, Callable[[], None]]":
    """The library's collection of leases on the server, and what closes it."""
    connection = connect_server(settings)
    try:
        return connection.make(f"dossier-{settings.collection}-leases", {}), connection.close
    except BaseException:
        connection.close()
        raise


def next_number(settings: Settings) -> int:
    """The number of a making that has begun and does not serve yet, or of a new one."""
    with connected(settings, "write") as connection:
        numbers = _numbers(connection.models(), settings.collection)
    begun = [number for number, serves in numbers.items() if not serves]
    return max(begun, default=max(numbers, default=0) + 1)


def serve(settings: Settings, number: int) -> None:
    """Have readers read that making of the library; earlier ones are deleted."""
    with connected(settings, "write") as connection:
        models = connection.models()
        documents = connection.open(models[_name(settings.collection, number, "documents")])
        documents.modify(metadata={_SERVES: True})
        for earlier in _numbers(models, settings.collection):
            if earlier < number:
                _delete(connection, settings.collection, earlier)


def discard(settings: Settings, number: int) -> None:
    """Delete that making of the library."""
    with connected(settings, "write") as connection:
        _delete(connection, settings.collection, number)


def _delete(connection: Connection, name: str, number: int) -> None:
    # "documents", which says whether it serves, first: half of a library is none.
    for kind in KINDS:
        connection.delete(_name(name, number, kind))


def collection_names(settings: Settings) -> list[str]:
    """The names of all libraries in the folder or on the server, sorted."""
    if not exists(settings):
        return []
    with connected(settings, "read") as connection:
        found = [_NAME.fullmatch(name) for name in connection.models()]
    return sorted({match["name"] for match in found if match})


def _collections(
    connection: Connection, name: str, mode: Literal["read", "write"], number: int | None
) -> dict[str, Any] | None:
    models = connection.models()
    numbers = _numbers(models, name)
    if number is None:
        number = max((n for n, serves in numbers.items() if serves), default=None)
    if number in numbers:
        names = {kind: _name(name, number, kind) for kind in KINDS}
        opened = {kind: connection.open(models[full]) for kind, full in names.items()}
    elif mode == "read":
        return None
    else:
        serves = number is None
        number = number or 1
        # "documents", which says whether it serves, last: a library has both or is none.
        opened = {
            kind: connection.make(_name(name, number, kind), {_SERVES: serves})
            for kind in reversed(KINDS)
        }
    return {"number": number, **opened}


def _numbers(models: "Mapping[str, CollectionModel]", name: str) -> dict[int, bool]:
    """Of each complete pair of collections of that library, whether it serves."""
    serves: dict[tuple[int, str], bool] = {}
    for full, model in models.items():
        match = _NAME.fullmatch(full)
        if match and match["name"] == name:
            said = (model.metadata or {}).get(_SERVES, False)
            serves[int(match["number"]), match["kind"]] = bool(said)
    return {
        number: serves[number, "documents"]
        for number in {number for number, _ in serves}
        if all((number, kind) in serves for kind in KINDS)
    }


def _name(name: str, number: int, kind: str) -> str:
    return f"dossier-{name}-{number}-{kind}"
