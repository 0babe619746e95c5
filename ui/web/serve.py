"""Serving the chat: a server in the background, how it is announced, and its end."""

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
from ui.service.jobs import Changes
from ui.service.warmup import Warmup
from ui.web.application import Application, private_uploads
from ui.web.gate.connections import PromptConnection
from ui.web.listening import address_of, exposure, listen, url_of

_ENDS_WITHIN = 3.0
_LOOK_EVERY = 0.2
_MOST_CONNECTIONS = 500
"""More are answered that the server is busy; a process may often have no more than 1,024 files."""


class Site:
    """A chat that is being served in the background; a context manager that ends it.

    Args:
        dossier: whose library is asked.
        listener: a bound socket.

    Attributes:
        url: where it can be read.
        own_url: where the browser that opens it may change the library too.
        application: what is served.
    """

    def __init__(self, dossier: Dossier, listener: socket.socket) -> None:
        policy = AccessPolicy(dossier.settings, address_of(listener))
        self.url = url_of(listener)
        self.own_url = f"{self.url}?{TOKEN}={policy.token}"
        self._changes = Changes()
        self._warmup = Warmup(dossier)
        self._listener = listener
        self._closing = ExitStack()
        uploads = self._closing.enter_context(private_uploads())
        self.application = Application(dossier, self._changes, self._warmup, policy, uploads)
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
        self._changes.close()
        self._warmup.close()
        self.application.let_pages_go()
        self._server.should_exit = True
        self._thread.join(_ENDS_WITHIN)
        self._server.force_exit = True
        self._thread.join(_ENDS_WITHIN)
        self._listener.close()
        self._closing.close()

    @property
    def is_busy(self) -> bool:
        """Whether its end has to wait for something: a change of the library, or the model."""
        return self._changes.is_running or not self._warmup.has_ended

    def wait(self, should_end: Callable[[], bool]) -> None:
        """Return when the server has ended, or is to."""
        while self._thread.is_alive() and not should_end():
            self._thread.join(_LOOK_EVERY)


def serve(settings: Settings, *, open_browser: bool | None = None) -> None:
    """Serve the chat until Ctrl-C. The page is there at once; the model loads meanwhile.

    Args:
        settings: name the address; where its port is busy, the next free one is taken, and said.
        open_browser: whether to open the page; by default, where a person reads the messages.

    Raises:
        UsageError: the address cannot be listened on, or is open to others and no host is named.
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
                    _say(serving_texts.ENDING)
        except KeyboardInterrupt:
            # What still runs cannot be waited for; a library survives that at any instant.
            os._exit(1)


def _announce(site: Site, listener: socket.socket, settings: Settings, exposed: str) -> None:
    taken = address_of(listener)[1]
    if taken != settings.port:
        _say(f"Port {settings.port} is busy; taking {taken}.")
    _say(f"The chat is at {site.own_url} (Ctrl-C ends it).")
    if exposed:
        _say(exposed)


def _open(url: str) -> None:
    """Open the page, unless the only browser there is would take the terminal over."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:
        browser.open(url)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
