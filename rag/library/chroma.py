"""The three Chroma collections, in a folder or on a server, and the errors Chroma may meet.

| collection | one record is | its vector |
|---|---|---|
| documents | a document's entry in the register, and the library's state | none (a zero) |
| texts | a part of a document's text | none (a zero) |
| passages | a passage | the passage's |
"""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import numpy as np

from rag.embedding import Vectors
from rag.errors import DossierError, LibraryError
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

_PASSAGES_INDEX = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
}
_UNSEARCHED_INDEX = {"hnsw": {"space": "l2"}}
_LEAST_FREE = 20_000_000
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Store:
    """The open collections and the largest number of records that one call may carry."""

    documents: "Collection"
    texts: "Collection"
    passages: "Collection"
    batch_size: int


def no_vectors(count: int) -> Vectors:
    """Chroma wants a vector for every record; those that are never searched share this one."""
    return np.zeros((count, 1), dtype=np.float32)


def location(settings: Settings) -> str:
    """Where the library lies, as messages name it."""
    return settings.chroma_url or str(settings.data_dir)


def open_store(settings: Settings, mode: Literal["read", "write"]) -> Store | None:
    """Open the collections; in mode "write" they are made where they are missing.

    Each call opens the folder anew, so what other processes wrote until now is seen.

    Returns:
        None, in mode "read", where there is no library yet.

    Raises:
        LibraryError: the folder or the server cannot be read as a library.
    """
    with chroma_errors(settings):
        if settings.chroma_url is None:
            folder = settings.data_dir / "chroma"
            if mode == "read" and not (folder / "chroma.sqlite3").exists():
                return None
            folder.mkdir(parents=True, exist_ok=True)
            client = _folder_client(folder)
        else:
            client = _server_client(settings.chroma_url)
        return _collections(client, mode)


@contextmanager
def chroma_errors(settings: Settings) -> Iterator[None]:
    """Turn whatever Chroma raises into a LibraryError that names the library and the remedy."""
    try:
        yield
    except DossierError:
        raise
    except Exception as error:
        raise LibraryError(_explain(settings, error)) from error
    except BaseException as error:
        # A panic of Chroma's native part derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise LibraryError(_explain(settings, error)) from error


def _explain(settings: Settings, error: BaseException) -> str:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    if settings.chroma_url is not None:
        return (
            f"The Chroma server at {settings.chroma_url} does not answer as expected ({reason}); "
            "check that it runs and that DOSSIER_CHROMA_URL names it."
        )
    if _is_full(settings.data_dir):
        return (
            f"The disk of the data folder {settings.data_dir} is full ({reason}); make room on it "
            "and sync again, or set DOSSIER_DATA_DIR to a folder on another disk."
        )
    if isinstance(error, PermissionError) or "readonly" in reason or "unable to open" in reason:
        return (
            f"The data folder {settings.data_dir} cannot be used ({reason}); make it writable or "
            "set DOSSIER_DATA_DIR to another folder."
        )
    return (
        f"The data folder {settings.data_dir} cannot be read as a library ({reason}); move it "
        "away, or set DOSSIER_DATA_DIR to another folder, and sync again."
    )


def _is_full(folder: Path) -> bool:
    # Asked of the disk: Chroma's errors do not always say it, and some of what failed for want of
    # room has been undone since.
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _LEAST_FREE
    return False


def _folder_client(folder: Path) -> "ClientAPI":
    from chromadb.api.client import Client
    from chromadb.config import Settings as ChromaSettings
    from chromadb.config import System

    # chromadb.PersistentClient shares one open database per folder and process, and that one
    # never sees in a vector query what another process wrote. A System of its own does.
    system = System(
        ChromaSettings(
            is_persistent=True,
            persist_directory=str(folder),
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        )
    )
    from chromadb.api import ServerAPI
    from chromadb.telemetry.product import ProductTelemetryClient

    system.instance(ProductTelemetryClient)  # type: ignore[type-abstract]
    system.instance(ServerAPI)  # type: ignore[type-abstract]
    with _opening:
        system.start()
        return Client.from_system(system)


def _server_client(url: str) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise LibraryError(
            f"DOSSIER_CHROMA_URL is {url!r}; give a URL such as http://localhost:8000."
        )
    return chromadb.HttpClient(
        host=parts.hostname,
        port=parts.port or (443 if parts.scheme == "https" else 80),
        ssl=parts.scheme == "https",
        settings=ChromaSettings(anonymized_telemetry=False),
    )


def _collections(client: "ClientAPI", mode: Literal["read", "write"]) -> Store | None:
    names: dict[str, Any] = {
        "documents": _UNSEARCHED_INDEX,
        "texts": _UNSEARCHED_INDEX,
        "passages": _PASSAGES_INDEX,
    }
    if mode == "read":
        present = {collection.name for collection in client.list_collections()}
        if not present.issuperset(names):
            return None
        opened = {name: client.get_collection(name, embedding_function=None) for name in names}
    else:
        opened = {
            name: client.get_or_create_collection(
                name, configuration=configuration, embedding_function=None
            )
            for name, configuration in names.items()
        }
    return Store(**opened, batch_size=client.get_max_batch_size())
