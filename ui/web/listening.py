"""The address of the chat: its port, its URL, and who can reach it."""

import errno
import os
import socket
from typing import Any

from rag import Settings, UsageError
from ui.messages import serving as serving_texts
from ui.service.access import is_loopback

PORTS = 20
"""Ports after the wanted one that are tried."""

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the port, or to the first free one of the `PORTS` after it.

    Raises:
        UsageError: all are busy, or this machine does not have the address.
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
                    f"The chat cannot listen on {host!r}, port {candidate} ({reason}).",
                    "Name another address with --host, or another port with --port.",
                ) from error
    raise UsageError(f"The ports {port} to {last} are all busy.", "Name another port with --port.")


def address_of(listener: socket.socket) -> tuple[str, int]:
    """The host and the port that a socket is bound to."""
    host, port = listener.getsockname()[:2]
    return str(host), int(port)


def url_of(listener: socket.socket) -> str:
    """The URL by which a browser on this machine reaches the socket."""
    host, port = address_of(listener)
    if host in _EVERY_ADDRESS:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def exposure(listener: socket.socket, settings: Settings) -> str:
    """What people on other machines can do there, in plain words; "" where they cannot reach it.

    Raises:
        UsageError: other machines reach it, and `allowed_hosts` is empty.
    """
    host, port = address_of(listener)
    if is_loopback(host):
        return ""
    if not settings.allowed_hosts:
        raise UsageError(
            f"The chat would listen on {host!r}, beyond this machine.",
            "Name the hosts by which people will reach it in DOSSIER_ALLOWED_HOSTS, e.g. "
            "briefings.example.org.",
        )
    urls = ", ".join(f"http://{name}:{port}/" for name in settings.allowed_hosts)
    return serving_texts.exposed(urls, settings.remote_changes)


def _bound(family: int, kind: int, address: tuple[Any, ...]) -> socket.socket:
    listener = socket.socket(family, kind)
    try:
        if os.name == "posix":  # on Windows the option would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # Listening here already reserves the port: another process cannot take it meanwhile.
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener
