"""Who may read, and who may change the library: one rule for every request.

Whoever reaches the server can read. So a request must be addressed to a name that the server
answers to: otherwise another site could have its own name point here (DNS rebinding) and read in
the browser of somebody who can reach the server. And it must not come from another site's page.

Changing the library needs more: given a folder's path, this machine reads any file that its user
can read. That is allowed to the browser of whoever started the server, which shows it by a token
that is printed, and opened, at the start. Neither an address nor a missing header can show it: a
proxy on this machine may pass on anybody's requests. `remote_changes` allows changes to other
browsers.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from rag import Settings

TOKEN = "token"
"""Name of the query parameter that carries the token."""

_HOST = re.compile(r"(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}

_Address = tuple[str, int | None]
"""A host's name, in lower case, and a port; None for the scheme's own port."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a browser may change.

    Attributes:
        files: whether it may upload files, edit titles and dates, and remove documents.
        folders: whether it may sync folders of this machine.
    """

    files: bool = False
    folders: bool = False


class AccessPolicy:
    """Decides by a request's headers, given by their names in lower case.

    Args:
        settings: name the hosts that are answered to, and what other browsers may change.
        address: that the server listens on, as host and port.
    """

    def __init__(self, settings: Settings, address: tuple[str, int]) -> None:
        host, port = address
        self._hosts = {name.lower() for name in (host, *settings.allowed_hosts)}
        self._remote_changes = settings.remote_changes
        # Browsers send a cookie to every port of a host.
        self.cookie = f"dossier-token-{port}"
        self.token = secrets.token_urlsafe(32)

    def admits(self, headers: Mapping[str, Any]) -> bool:
        """Whether the request is addressed to this server, and by no other site's page."""
        host = _address(str(headers.get("host", "")))
        if host is None or not (is_loopback(host[0]) or host[0] in self._hosts):
            return False
        origin = headers.get("origin")
        return origin is None or _is_origin_of(str(origin), host)

    def access(self, headers: Mapping[str, Any]) -> Access:
        """What the browser that sent the request may change."""
        if not self.admits(headers):
            return Access()
        sent = _cookies(str(headers.get("cookie", "")), self.cookie)
        if any(self.is_token(value) for value in sent):
            return Access(files=True, folders=True)
        allowed = self._remote_changes
        return Access(files=allowed in {"files", "folders"}, folders=allowed == "folders")

    def is_token(self, value: str) -> bool:
        """Whether this is the token; how long the comparison takes tells nothing about it."""
        return secrets.compare_digest(value.encode(), self.token.encode())


def is_loopback(host: str) -> bool:
    """Whether a name or address always means the machine it is used on."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _cookies(header: str, name: str) -> list[str]:
    """The values of the cookies of that name; the token needs no quoting (RFC 6265)."""
    pairs = (pair.partition("=") for pair in header.split(";"))
    return [value.strip() for key, _, value in pairs if key.strip() == name]


def _address(location: str) -> _Address | None:
    """The name and port that a header names; None where it names none."""
    if not _HOST.fullmatch(location):
        return None
    try:
        parts = urlsplit(f"//{location}")
        return parts.hostname or "", parts.port
    except ValueError:  # a port out of range, or brackets without an address
        return None


def _is_origin_of(origin: str, host: _Address) -> bool:
    """Whether a page of that origin was loaded from that host; "null" is the origin of none."""
    scheme, _, location = origin.partition("://")
    address, default = _address(location), _PORTS.get(scheme)
    if address is None or default is None:
        return False
    return address[0] == host[0] and (address[1] or default) == (host[1] or default)
