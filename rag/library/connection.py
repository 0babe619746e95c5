"""A connection to Chroma that belongs to its opener alone, to a folder or to a server.

`chromadb.PersistentClient` shares one open database per folder and process, and that one never
sees in a vector query what another process wrote. Chroma's own clients also stay open until the
garbage collector comes by; what is opened here is closed by its opener.

Chroma writes to a database whenever it opens one. So one that cannot be written to is copied to a
private temporary folder, and the copy is opened.
"""

import logging
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import LibraryError
from rag.private_files import is_writable
from rag.urls import Address, address, shown

if TYPE_CHECKING:
    from chromadb.api import ServerAPI
    from chromadb.config import Settings as ChromaSettings
    from chromadb.config import System

log = logging.getLogger(__name__)

DATABASE = "chroma.sqlite3"
"""Chroma's name for the database of a folder."""

_CONNECT_S = 3.0
"""Seconds; one that takes longer to accept a connection is as good as not there."""

_ANSWER_S = 120.0
"""Seconds for one answer; a filtered query of 100,000 passages takes less than one."""

_opening = threading.Lock()

Connection = tuple["ServerAPI", Callable[[], None]]
"""What Chroma's calls go to, and what closes it."""


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
        server, stop = connect_folder(Path(copied.name))
    except BaseException:
        copied.cleanup()
        raise
    log.info("%s cannot be written to; a private copy of it is read", folder)

    def close() -> None:
        stop()
        copied.cleanup()

    return server, close


def _copy_database(folder: Path, target: Path) -> None:
    source = f"{(folder / DATABASE).absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as database,
        closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        database.backup(copy)
    for segment in (path for path in folder.iterdir() if path.is_dir()):
        (target / segment.name).mkdir()
        for path in segment.iterdir():
            shutil.copyfile(path, target / segment.name / path.name)


def connect_folder(folder: Path) -> Connection:
    """Open the Chroma database in that folder; it is created where it is missing."""
    from chromadb.config import Settings, System

    system = System(
        Settings(
            is_persistent=True,
            persist_directory=str(folder),
            anonymized_telemetry=False,
            chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        )
    )
    server = _server_of(system)
    with _opening:  # two that make the same folder's tables at once fail
        system.start()
    return server, system.stop


def connect_server(url: str) -> Connection:
    """Connect to the Chroma server at that URL.

    A user and password in it are sent as HTTP Basic authorization, its query with each request.

    Raises:
        LibraryError: the URL is invalid, no server answers within seconds, or it refuses access.
    """
    import httpx
    from chromadb.config import System

    try:
        server_address = address(url)
    except ValueError as error:
        raise LibraryError(
            f"DOSSIER_CHROMA_URL is {shown(url)!r}, but {error}.",
            "Give a URL such as http://localhost:8000.",
        ) from None
    _check_server(server_address, url)
    system = System(_server_settings(server_address))
    server: Any = _server_of(system)
    # Chroma sets no limit, so that a server which hangs would hang the reader for good.
    server._session.timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
    _send_query(server._session, server_address.query)
    system.start()

    def close() -> None:
        system.stop()
        server._session.close()

    return server, close


def _server_settings(server: Address) -> "ChromaSettings":
    from chromadb.config import Settings

    settings = Settings(
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


def _check_server(server: Address, url: str) -> None:
    """Refuse at once where no server answers: Chroma itself would wait for one for minutes.

    Raises:
        LibraryError: nothing answers, or it refuses access.
    """
    import httpx

    credentials = server.credentials
    auth = httpx.BasicAuth(*credentials.split(":", 1)) if credentials is not None else None
    try:
        with httpx.Client(auth=auth, timeout=_CONNECT_S) as client:
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
            "Put user and password into DOSSIER_CHROMA_URL, as in "
            "http://user:password@localhost:8000.",
        )
    # The next call says better what else it objects to.
