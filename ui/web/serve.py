"""Serving the chat: a port, a server in the background, and its end."""

import errno
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import rag
from rag import Settings, UsageError
from rag.dossier import Dossier
from ui.web import texts
from ui.web.access import UploadsGate
from ui.web.app import build
from ui.web.changes import Changes
from ui.web.document_page import document_routes
from ui.web.warming import Warmup

PORTS = 20
"""How many ports after the wanted one are tried."""

_STYLES = tuple(Path(__file__).with_name(name) for name in ("style.css", "library.css"))
_ENDS_WITHIN = 3.0
_TIMES_TAKEN = 4
"""How many times the largest file that is indexed may be sent: it is refused with its reason, and
what is larger still is not received at all."""
_HEADERS = {
    # Gradio's own pages need inline and evaluated scripts; nothing may come from another host.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class _OwnHostOnly:
    """Tells the browser to ask no other host for anything, whatever a page holds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self._app(scope, receive, with_headers)


class Site:
    """A chat that is being served in the background; a context manager that ends it.

    Args:
        dossier: whose library is asked.
        listener: a bound socket.
    """

    def __init__(self, dossier: Dossier, listener: socket.socket) -> None:
        self._changes = Changes()
        self._warmup = Warmup(dossier)
        app = application(dossier, self._changes, self._warmup)
        self.url = _url(listener)
        self._listener = listener
        self._pages = [r.app for r in app.routes if isinstance(r, Mount) and isinstance(r.app, App)]
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="chat", daemon=True
        )

    def __enter__(self) -> "Site":
        self._thread.start()
        self._warmup.start()
        return self

    def __exit__(self, *_: object) -> None:
        # A page holds a connection for as long as it is open, and the server waits for it.
        for page in self._pages:
            page.stop_event.set()
        self._changes.close(_ENDS_WITHIN)
        self._server.should_exit = True
        self._thread.join(_ENDS_WITHIN)
        self._server.force_exit = True
        self._listener.close()

    def wait(self) -> None:
        """Return when the server has ended."""
        while self._thread.is_alive():
            self._thread.join(1.0)


def serve(settings: Settings, host: str | None = None, port: int | None = None) -> None:
    """Serve the chat until Ctrl-C. The page is there at once; the model loads meanwhile.

    Args:
        host: address to listen on; by default the setting `host`.
        port: by default the setting `port`; if busy, the next free one is taken, and said.

    Raises:
        UsageError: the address cannot be listened on.
    """
    host, port = host or settings.host, port or settings.port
    listener = listen(host, port)
    with rag.open(settings) as dossier, Site(dossier, listener) as site:
        taken = listener.getsockname()[1]
        if taken != port:
            _say(f"Port {port} is busy; taking {taken}.")
        _say(f"The chat is at {site.url} (Ctrl-C ends it).")
        try:
            site.wait()
        except KeyboardInterrupt:
            _say("")


def application(dossier: Dossier, changes: Changes, warmup: Warmup) -> FastAPI:
    """The chat as an ASGI application, at its root, with the document pages beside it.

    Args:
        dossier: whose library is asked and shown.
        changes: runs what browsers change in it.
        warmup: tells the page when the model is there.
    """
    app = FastAPI(title=texts.TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(UploadsGate, settings=dossier.settings)
    app.add_middleware(_OwnHostOnly)
    app.router.routes.extend(document_routes(dossier))
    gr.mount_gradio_app(
        app,
        build(dossier, changes, warmup),
        path="/",
        theme=_theme(),
        css_paths=list(_STYLES),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=_TIMES_TAKEN * dossier.settings.max_file_mb * 1_000_000,
    )
    return app


def _theme() -> gr.Theme:
    """Gradio's own, with the system's fonts, and greys and blues dark enough to be read."""
    theme = gr.themes.Default(
        primary_hue="blue",
        neutral_hue="slate",
        font=("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )
    theme.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
    )
    return theme


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the port, or to the first free one of the `PORTS` after it.

    Raises:
        UsageError: all are busy, or the address is none of this machine's.
    """
    last = min(port + PORTS, 65535)
    for candidate in range(port, last + 1):
        try:
            family, kind, *_, address = socket.getaddrinfo(
                host, candidate, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            return _bound(family, kind, address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = error.strerror or str(error)
                raise UsageError(
                    f"The chat cannot listen on {host!r}, port {candidate} ({reason}); give --host "
                    "or --port."
                ) from error
    raise UsageError(f"The ports {port} to {last} are all busy; give another with --port.")


def _bound(family: int, kind: int, address: tuple[Any, ...]) -> socket.socket:
    listener = socket.socket(family, kind)
    try:
        if os.name == "posix":  # elsewhere the option would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Listening already here makes the port ours: another process cannot take it meanwhile.
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if host in {"0.0.0.0", "::"}:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
