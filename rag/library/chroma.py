"""The three Chroma collections, in a folder or on a server.

| collection | one record is | its vector |
|---|---|---|
| documents | a document's entry in the register, and the library's state | none (a zero) |
| texts | a part of a document's text | none (a zero) |
| passages | a passage | the passage's |
"""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from rag.library.connection import (
    DATABASE,
    DatabaseFile,
    connect_copy,
    connect_folder,
    connect_server,
)
from rag.library.failures import chroma_errors, chroma_folder
from rag.models.embedder import Vectors
from rag.private_files import private_folder
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ServerAPI

_PASSAGES_INDEX = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 200,
        "ef_search": 200,
        "max_neighbors": 32,
        # What is not in the index on disk yet is put in at each opening: at 100,000 passages
        # Chroma's own 1,000 make that 5 seconds, 100 make it less than 1, and writing no slower.
        "batch_size": 100,
        "sync_threshold": 100,
    }
}
_UNSEARCHED_INDEX = {"hnsw": {"space": "l2"}}
_CONFIGURATIONS = {
    "documents": _UNSEARCHED_INDEX,
    "texts": _UNSEARCHED_INDEX,
    "passages": _PASSAGES_INDEX,
}


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Store:
    """The open collections. What Chroma holds for them is freed with the last reference.

    Attributes:
        batch_size: the largest number of records that one call may write.
        database: the folder's database file; None on a server.
    """

    documents: "Collection"
    texts: "Collection"
    passages: "Collection"
    batch_size: int
    database: DatabaseFile | None = None

    @property
    def is_replaced(self) -> bool:
        """Whether the folder was deleted or replaced since it was opened."""
        return self.database is not None and self.database.is_replaced


def no_vectors(count: int) -> Vectors:
    """Chroma wants a vector for every record; those that are never searched share this one."""
    return np.zeros((count, 1), dtype=np.float32)


def open_store(settings: Settings, mode: Literal["read", "write"]) -> Store | None:
    """Open the collections; in mode "write" they are created where they are missing.

    Each call opens the folder again, so what other processes wrote until now is seen. In mode
    "read" nothing is created, and a folder that cannot be written to is read from a copy.

    Returns:
        None, in mode "read", where there is no library yet.

    Raises:
        LibraryError: the folder or the server cannot be read as a library.
    """
    with chroma_errors(settings):
        if mode == "read" and not _exists(settings):
            return None
        server, close, database = _connect(settings, mode)
        try:
            opened = _collections(server, mode)
            if opened is None:
                close()
                return None
            store = Store(**opened, batch_size=server.get_max_batch_size(), database=database)
        except BaseException:
            close()
            raise
    weakref.finalize(store, close).atexit = False
    return store


def _exists(settings: Settings) -> bool:
    """Whether there is a database in the folder; of a server that is not known."""
    return settings.chroma_url is not None or (chroma_folder(settings) / DATABASE).exists()


def _connect(
    settings: Settings, mode: Literal["read", "write"]
) -> "tuple[ServerAPI, Callable[[], None], DatabaseFile | None]":
    if settings.chroma_url is not None:
        return *connect_server(settings.chroma_url), None
    folder = chroma_folder(settings)
    if mode == "write":
        connection = connect_folder(private_folder(folder))
        return *connection, DatabaseFile.of(folder)
    database = DatabaseFile.of(folder)
    connect = connect_copy if database.is_read_only else connect_folder
    return *connect(folder), database


def open_collection(settings: Settings, name: str) -> "tuple[Collection, Callable[[], None]]":
    """A collection of that name on the server, made where it is missing, and what closes it."""
    from chromadb.api.models.Collection import Collection

    assert settings.chroma_url is not None
    server, close = connect_server(settings.chroma_url)
    configuration = cast("Any", _UNSEARCHED_INDEX)
    try:
        model = server.create_collection(name, configuration=configuration, get_or_create=True)
    except BaseException:
        close()
        raise
    return Collection(server, model, None), close


def _collections(
    server: "ServerAPI", mode: Literal["read", "write"]
) -> dict[str, "Collection"] | None:
    from chromadb.api.models.Collection import Collection

    if mode == "read":
        models = {model.name: model for model in server.list_collections()}
        if not models.keys() >= _CONFIGURATIONS.keys():
            return None
    else:
        models = {
            name: server.create_collection(
                name, configuration=cast("Any", configuration), get_or_create=True
            )
            for name, configuration in _CONFIGURATIONS.items()
        }
    return {name: Collection(server, models[name], None) for name in _CONFIGURATIONS}
