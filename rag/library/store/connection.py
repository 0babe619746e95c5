"""A connection to Chroma that belongs to its opener alone, to a folder or to a server.

`chromadb.PersistentClient` shares one open database per folder and process, and that one never
sees in a vector query what another process wrote. Chroma's own clients also stay open until the
garbage collector comes by; what is opened here is closed by its opener.

Chroma writes to a database whenever it opens one. So one that cannot be written to is copied to a
private temporary folder, and the copy is opened.

Of a folder, Chroma opens the database alone. The files of its vector index are never made: a
process that dies while it writes them leaves what ends the next process that reads them, and
Dossier searches an index of its own (`rag/library/vectors`).
"""

import logging
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import LibraryError
from rag.private_files import is_writable
from rag.settings import Settings
from rag.urls import Address, address, shown

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ServerAPI
    from chromadb.config import Settings as ChromaSettings
    from chromadb.config import System
    from chromadb.types import Collection as CollectionModel

log = logging.getLogger(__name__)

DATABASE = "chroma.sqlite3"
"""Chroma's name for the database of a folder."""

_CONNECT_S = 3.0
"""Seconds; one that takes longer to accept a connection is as good as not there."""

_ANSWER_S = 120.0
"""Seconds for one answer; a filtered query of 100,000 passages takes less than one."""

_ON_SERVER: Any = {"hnsw": {"space": "l2"}}
_IN_FOLDER: Any = {"hnsw": {"space": "l2", "batch_size": 2, "sync_threshold": 2}}
"""Of the records that its vector index has not taken over, so many at a time, Chroma keeps a second
copy in its log; in a folder that index is in memory alone, and taking over costs nothing."""

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Connection:
    """A Chroma database of one tenant.

    Attributes:
        close: ends it.
        configuration: of the collections that are made.
        file: the database's file; None on a server.
    """

    server: "ServerAPI"
    close: Callable[[], None]
    tenant: str
    database: str
    configuration: Any
    file: "DatabaseFile | None" = None

    @property
    def batch_size(self) -> int:
        """The largest number of records that one call may write."""
        return int(self.server.get_max_batch_size())

    def models(self) -> "dict[str, CollectionModel]":
        """What there is to know of each collection, by name."""
        found = self.server.list_collections(tenant=self.tenant, database=self.database)
        return {model.name: model for model in found}

    def make(self, name: str, metadata: Mapping[str, bool]) -> "Collection":
        """The collection of that name, which is made where it is missing."""
        model = self.server.create_collection(
            name,
            configuration=self.configuration,
            metadata=dict(metadata) or None,
            get_or_create=True,
            tenant=self.tenant,
            database=self.database,
        )
        return self.open(model)

    def open(self, model: "CollectionModel") -> "Collection":
        """The collection that the model describes."""
        from chromadb.api.models.Collection import Collection

        return Collection(self.server, model, None)

    def delete(self, name: str) -> None:
        """Delete the collection of that name with all that it holds."""
        self.server.delete_collection(name, tenant=self.tenant, database=self.database)


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """The database file of a folder as it was when it was opened.

    Attributes:
        is_read_only: whether a copy of it was opened, which shows no later change of the file.
        identity: what tells the file from another that is put in its place.
    """

    path: Path
    is_read_only: bool
    identity: tuple[int, ...]

    @classmethod
    def of(cls, folder: Path) -> "DatabaseFile":
        """The database file of the folder as it is now.

        Raises:
            FileNotFoundError: there is none.
        """
        path = folder / DATABASE
        status = path.stat()
        is_read_only = not (is_writable(path) and is_writable(folder))
        content = (status.st_size, status.st_mtime_ns) if is_read_only else ()
        return cls(path, is_read_only, (status.st_dev, status.st_ino, *content))

    @property
    def is_replaced(self) -> bool:
        """Whether what was opened is no longer what the folder holds."""
        try:
            return self != DatabaseFile.of(self.path.parent)
        except FileNotFoundError:
            return True


def connect_copy(folder: Path) -> Connection:
    """Open a private copy of the Chroma database in that folder; it is deleted when closed."""
    copied = tempfile.TemporaryDirectory(prefix="dossier-")
    try:
        _copy_database(folder, Path(copied.name))
        opened = connect_folder(Path(copied.name))
    except BaseException:
        copied.cleanup()
        raise
    log.info("%s cannot be written to; a private copy of it is read", folder)

    def close() -> None:
        opened.close()
        copied.cleanup()

    return replace(opened, close=close)


def _copy_database(folder: Path, target: Path) -> None:
    source = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as database,
        closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        database.backup(copy)


def connect_folder(folder: Path) -> Connection:
    """Open the Chroma database in that folder; it is created where it is missing."""
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, System
    from chromadb.config import Settings as ChromaSettings

    system = System(
        ChromaSettings(
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        )
    )
    server: Any = _server_of(system)
    with _opening:  # two that make the same folder's tables at once fail
        server.bindings = _bindings(folder / DATABASE, server.hnsw_cache_size)
    return Connection(server, system.stop, DEFAULT_TENANT, DEFAULT_DATABASE, _IN_FOLDER)


def _bindings(database: Path, indexes: int) -> Any:
    """Chroma's native part, with the database in a file and nothing else.

    What Chroma's own start gives it is a folder, for database and vector indexes together.
    """
    import chromadb_rust_bindings as native  # type: ignore[import-untyped]

    return native.Bindings(
        allow_reset=False,
        sqlite_db_config=native.SqliteDBConfig(
            hash_type=native.MigrationHash.MD5,
            migration_mode=native.MigrationMode.Apply,
            url=str(database),
        ),
        persist_path=None,
        hnsw_cache_size=indexes,
    )


def connect_server(settings: Settings) -> Connection:
    """Connect to the Chroma server that the settings name.

    A user and password in its URL are sent as HTTP Basic authorization, the URL's query with each
    request.

    Raises:
        LibraryError: the URL is invalid, no server answers within seconds, or it refuses access.
    """
    import httpx
    from chromadb.config import System

    url = settings.chroma_url
    assert url is not None
    try:
        server_address = address(url)
    except ValueError as error:
        raise LibraryError(
            f"DOSSIER_CHROMA_URL is {shown(url)!r}, but {error}.",
            "Give a URL such as http://localhost:8000.",
        ) from None
    headers = _headers(settings)
    _check_server(server_address, url, headers)
    system = System(_server_settings(server_address))
    server: Any = _server_of(system)
    # Chroma sets no limit, so that a server which hangs would hang the reader for good.
    server._session.timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
    server._session.headers.update(headers)
    _send_query(server._session, server_address.query)
    system.start()

    def close() -> None:
        system.stop()
        server._session.close()

    return Connection(server, close, settings.chroma_tenant, settings.chroma_database, _ON_SERVER)


def _headers(settings: Settings) -> dict[str, str]:
    """What proves to the server that this client may use it."""
    if settings.chroma_token is None:
        return {}
    token = settings.chroma_token.get_secret_value()
    if settings.chroma_token_header == "Authorization":
        return {"Authorization": f"Bearer {token}"}
    return {settings.chroma_token_header: token}


def _server_settings(server: Address) -> "ChromaSettings":
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.url,
        chroma_server_http_port=443,  # Chroma wants one, and takes the URL's own
        chroma_server_ssl_enabled=server.url.startswith("https:"),
        anonymized_telemetry=False,
    )
    if server.credentials is not None:
        settings.chroma_client_auth_provider = "chromadb.auth.basic_authn.BasicAuthClientProvider"
        settings.chroma_client_auth_credentials = server.credentials
    return settings


def _server_of(system: "System") -> "ServerAPI":
    from chromadb.api import ServerAPI
    from chromadb.telemetry.product import ProductTelemetryClient

    system.instance(ProductTelemetryClient)  # type: ignore[type-abstract]
    return system.instance(ServerAPI)  # type: ignore[type-abstract]


def _send_query(client: Any, query: tuple[tuple[str, str], ...]) -> None:
    """Have an httpx client send the query, which may hold a key, with each request.

    It is added below the client, which writes the URL of each request to the log.
    """
    import httpx

    class WithQuery(httpx.BaseTransport):
        def __init__(self, transport: httpx.BaseTransport) -> None:
            self._transport = transport

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            sent = httpx.Request(
                request.method,
                request.url.copy_merge_params(query),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
            return self._transport.handle_request(sent)

        def close(self) -> None:
            self._transport.close()

    client._transport = WithQuery(client._transport)
    client._mounts = {at: way and WithQuery(way) for at, way in client._mounts.items()}


def _check_server(server: Address, url: str, headers: Mapping[str, str]) -> None:
    """Refuse at once where no server answers: Chroma itself would wait for one for minutes.

    Raises:
        LibraryError: nothing answers, or it refuses access.
    """
    import httpx

    credentials = server.credentials
    auth = httpx.BasicAuth(*credentials.split(":", 1)) if credentials is not None else None
    try:
        with httpx.Client(auth=auth, headers=headers, timeout=_CONNECT_S) as client:
            _send_query(client, server.query)
            answer = client.get(f"{server.url}/api/v2/heartbeat")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error).rpartition("] ")[2] or type(error).__name__  # without "[Errno 111]"
        raise LibraryError(
            f"There is no Chroma server at {shown(url)} ({reason}).",
            "Start it, or set DOSSIER_CHROMA_URL to one that runs.",
        ) from error
    if answer.status_code in {401, 403}:
        raise LibraryError(
            f"The Chroma server at {shown(url)} refuses access (HTTP {answer.status_code}).",
            "Put its token into DOSSIER_CHROMA_TOKEN, or user and password into "
            "DOSSIER_CHROMA_URL, as in http://user:password@localhost:8000.",
        )
    # The next call says better what else it objects to.
