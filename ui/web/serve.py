"""Serving the chat: a server in the background, its announcement, and its end."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import ExitStack

import uvicorn

import rag
from rag import Settings
from rag.dossier import Dossier
from ui.interrupt import interruptible
from ui.messages import serving as serving_texts
from ui.service.access import TOKEN, AccessPolicy
from ui.service.jobs import JobRunner
from ui.service.warmup import Warmup
from ui.web.application import Application, private_uploads
from ui.web.gate.connections import PromptConnection
from ui.web.listening import address_of, exposure, listen, url_of

_GRACE_SECONDS = 3.0
"""For requests under way to finish; then they are cut off, within as many seconds again."""
_POLL_SECONDS = 0.2
"""Between two looks at whether to end; also the delay after Ctrl-C."""
_MOST_CONNECTIONS = 500
"""Beyond it the answer is "busy". A process may often open no more than 1,024 files."""


class Site:
    """A chat served in the background; a context manager that starts and ends it.

    Args:
        dossier: whose library is asked.
        listener: a bound socket.

    Attributes:
        url: its address; whoever opens it may read.
        own_url: the same with the token: the browser that opens it may change the library too.
        application: what is served.
    """

    def __init__(self, dossier: Dossier, listener: socket.socket) -> None:
        policy = AccessPolicy(dossier.settings, address_of(listener))
        self.url = url_of(listener)
        self.own_url = f"{self.url}?{TOKEN}={policy.token}"
        self._jobs = JobRunner()
        self._warmup = Warmup(dossier)
        self._listener = listener
        self._closing = ExitStack()
        uploads = self._closing.enter_context(private_uploads())
        self.application = Application(dossier, self._jobs, self._warmup, policy, uploads)
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.application.asgi,
                http=PromptConnection,
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                limit_concurrency=_MOST_CONNECTIONS,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="chat", daemon=True
        )

    def __enter__(self) -> "Site":
        self._thread.start()
        self._warmup.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Threads that still run native code when the interpreter ends can abort the process.
        self._jobs.close()
        self._warmup.close()
        self.application.close_pages()
        self._server.should_exit = True
        self._thread.join(_GRACE_SECONDS)
        self._server.force_exit = True
        self._thread.join(_GRACE_SECONDS)
        self._listener.close()
        self._closing.close()

    @property
    def is_busy(self) -> bool:
        """Whether its end has to wait: for a job that changes the library, or for the model."""
        return self._jobs.is_running or not self._warmup.has_ended

    def wait(self, should_end: Callable[[], bool]) -> None:
        """Return when the server has ended, or once `should_end` says so."""
        while self._thread.is_alive() and not should_end():
            self._thread.join(_POLL_SECONDS)


def serve(settings: Settings, *, open_browser: bool | None = None) -> None:
    """Serve the chat until Ctrl-C. The page is served at once, while the model loads.

    Args:
        settings: with the address; where its port is busy, the next free one is used and announced.
        open_browser: whether to open the page; by default, if stderr is a terminal.

    Raises:
        UsageError: the address cannot be listened on, or other machines reach it and
            `allowed_hosts` is empty.
    """
    listener = listen(settings.host, settings.port)
    try:
        exposed = exposure(listener, settings)
    except BaseException:
        listener.close()
        raise
    with rag.open(settings) as dossier, interruptible(at_once=False) as interrupt:
        try:
            with Site(dossier, listener) as site:
                _announce(site, listener, settings, exposed)
                if sys.stderr.isatty() if open_browser is None else open_browser:
                    _open(site.own_url)
                site.wait(interrupt)
                if site.is_busy:
                    _print(serving_texts.ENDING)
        except KeyboardInterrupt:
            # Native code that still runs cannot be stopped; a library survives that at any moment.
            os._exit(1)


def _announce(site: Site, listener: socket.socket, settings: Settings, exposed: str) -> None:
    taken = address_of(listener)[1]
    if taken != settings.port:
        _print(serving_texts.port_is_busy(settings.port, taken))
    _print(serving_texts.chat_is_at(site.own_url))
    if exposed:
        _print(exposed)


def _open(url: str) -> None:
    """Open the page, unless the only browser installed would take over the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(url)


def _print(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
