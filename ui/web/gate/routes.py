"""The routes and methods that the page uses, and how large a request to each may be."""

from dataclasses import dataclass
from typing import Literal

from ui.service.links import DOCUMENTS
from ui.web.gate.refusal import Refused

Body = Literal["none", "command", "event", "files"]
"""What a request carries: nothing, a short command, the values of an event, or files."""

API = "/gradio_api"
UPLOAD = f"{API}/upload"
JOIN = f"{API}/queue/join"
_LONGEST_PATH = 4_000
"""Characters; a document's id has a few dozen."""


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A route that is let through.

    Attributes:
        path: the whole path; one that ends in "/*" is a prefix.
    """

    methods: tuple[str, ...]
    path: str
    body: Body = "none"

    def matches(self, path: str) -> bool:
        """Whether the route matches a request's path."""
        if self.path.endswith("/*"):
            return path.startswith(self.path[:-1]) and len(path) >= len(self.path)
        return path == self.path


_READ = ("GET", "HEAD")
OPEN_ROUTES = (
    OpenRoute(_READ, "/"),
    OpenRoute(_READ, "/theme.css"),
    OpenRoute(_READ, "/favicon.ico"),
    OpenRoute(_READ, "/assets/*"),
    OpenRoute(_READ, "/static/*"),
    OpenRoute(_READ, DOCUMENTS),
    OpenRoute(_READ, f"{DOCUMENTS}/*"),
    OpenRoute(("GET",), f"{API}/heartbeat/*"),
    OpenRoute(("GET",), f"{API}/queue/data"),
    OpenRoute(("GET",), f"{API}/upload_progress"),
    OpenRoute(("POST",), JOIN, "event"),
    OpenRoute(("POST",), f"{API}/cancel", "command"),
    OpenRoute(("POST",), f"{API}/reset", "command"),
    OpenRoute(("POST",), UPLOAD, "files"),
)


def route_of(method: str, path: str) -> OpenRoute:
    """The open route that a request is for.

    Args:
        path: unquoted, as the server routes by.

    Raises:
        Refused: there is none.
    """
    if len(path) <= _LONGEST_PATH:
        for route in OPEN_ROUTES:
            if route.matches(path):
                if method not in route.methods:
                    raise Refused(405, "This cannot be done here.")
                return route
    raise Refused(404, "There is nothing here.")
