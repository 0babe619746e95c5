"""A connection to Chroma that belongs to its opener alone, to a folder or to a server.

`chromadb.PersistentClient` shares one open database per folder and process, and that one never
sees in a vector query what another process wrote. Chroma's own clients also stay open until the
garbage collector comes by; what is opened here is closed by its opener.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import LibraryError
from rag.urls import Address, address, shown

if TYPE_CHECKING:
    from chromadb.api import ServerAPI
    from chromadb.config import Settings as ChromaSettings
    from chromadb.config import System

_CONNECT_S = 3.0
"""Seconds; one that takes longer to accept a connection is as good as not there."""

_ANSWER_S = 120.0
"""Seconds for one answer; a filtered query of 100,000 passages takes less than one."""

_opening = threading.Lock()

Connection = tuple["ServerAPI", Callable[[], None]]
"""What Chroma's calls go to, and what closes it."""


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
    server._session.params = server_address.query
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


def _check_server(server: Address, url: str) -> None:
    """Refuse at once where no server answers: Chroma itself would wait for one for minutes.

    Raises:
        LibraryError: nothing answers, or it refuses access.
    """
    import httpx

    credentials = server.credentials
    auth = httpx.BasicAuth(*credentials.split(":", 1)) if credentials is not None else None
    try:
        answer = httpx.get(
            f"{server.url}/api/v2/heartbeat",
            params=server.query,
            auth=auth,
            timeout=_CONNECT_S,
            follow_redirects=False,
        )
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
