"""Who may change the library through the page.

Whoever reaches the page can ask. To change the library is another matter: a folder's path makes
this machine read any file that its user can read. So by default that is for browsers on this
machine, and the setting `remote_changes` opens it to others.

Where the request came through a proxy, its client is not on this machine, whatever address it has
here. Where the page's address names another host than this machine, another site may have had its
own name point here (DNS rebinding), to make the browser of this machine's user do its bidding.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from rag import Settings
from ui.web import texts

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Access:
    """What a browser may change: documents handed over and removed; folders of this machine."""

    files: bool = False
    folders: bool = False


def access_of(request: gr.Request | None, settings: Settings) -> Access:
    """What the browser that sent an event may change."""
    if request is None or request.client is None:
        return Access()
    return _access(request.client.host, request.headers, settings)


class UploadsGate:
    """Refuses to take files from browsers that may not hand any over."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a refusal, or pass the request on."""
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/upload"):
            client = (scope.get("client") or ("",))[0]
            if not _access(client, Headers(scope=scope), self._settings).files:
                await PlainTextResponse(texts.READ_ONLY, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _access(client: str, headers: Mapping[str, Any], settings: Settings) -> Access:
    if not _of_own_page(headers):
        return Access()
    if _is_local(client, headers):
        return Access(files=True, folders=True)
    allowed = settings.remote_changes
    return Access(files=allowed in {"files", "folders"}, folders=allowed == "folders")


def _is_local(client: str, headers: Mapping[str, Any]) -> bool:
    forwarded = any(name in headers for name in _FORWARDED)
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    return _is_loopback(client) and not forwarded and _is_loopback(host)


def _of_own_page(headers: Mapping[str, Any]) -> bool:
    """Whether the request was not made by a page of another site."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
