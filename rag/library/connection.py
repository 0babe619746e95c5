"""A connection to Chroma that belongs to its opener alone, to a folder or to a server.

`chromadb.PersistentClient` shares one open database per folder and process, and that one never
sees in a vector query what another process wrote. Chroma's own clients also stay open until the
garbage collector comes by; what is opened here is closed by its opener.
"""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api import ServerAPI
    from chromadb.config import System

_CONNECT_S = 3.0
_ANSWER_S = 120.0
_opening = threading.Lock()

Connection = tuple["ServerAPI", Callable[[], None]]
"""What Chroma's calls go to, and what closes it."""


def connect_folder(folder: Path) -> Connection:
    """Open the Chroma database in that folder; it is made where it is missing."""
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

    Raises:
        LibraryError: the URL is none, or nothing answers there within seconds.
    """
    import httpx
    from chromadb.config import Settings, System

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise LibraryError(
            f"DOSSIER_CHROMA_URL is {url!r}; give a URL such as http://localhost:8000."
        )
    _knock(url)
    secure = parts.scheme == "https"
    system = System(
        Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=parts.hostname,
            chroma_server_http_port=parts.port or (443 if secure else 80),
            chroma_server_ssl_enabled=secure,
            anonymized_telemetry=False,
        )
    )
    server: Any = _server_of(system)
    # Chroma sets no limit, so that a server which hangs would hang the reader for good.
    server._session.timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
    system.start()

    def close() -> None:
        system.stop()
        server._session.close()

    return server, close


def _server_of(system: "System") -> "ServerAPI":
    from chromadb.api import ServerAPI
    from chromadb.telemetry.product import ProductTelemetryClient

    system.instance(ProductTelemetryClient)  # type: ignore[type-abstract]
    return system.instance(ServerAPI)  # type: ignore[type-abstract]


def _knock(url: str) -> None:
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/api/v2/heartbeat", timeout=_CONNECT_S):
            pass
    except urllib.error.HTTPError:
        pass  # it answers; whatever it objects to, the next call says better
    except OSError as error:
        reason = getattr(error, "reason", error)
        reason = getattr(reason, "strerror", None) or reason
        raise LibraryError(
            f"There is no Chroma server at {url} ({reason}); start it, or set DOSSIER_CHROMA_URL "
            "to one that runs."
        ) from error
