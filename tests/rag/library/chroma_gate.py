"""A proxy before a server on this machine that lets in only who shows the right credentials."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.http_server import HOST, Quiet, answering


@dataclass
class Gate:
    """What the proxy was sent.

    Attributes:
        port: where it listens on 127.0.0.1.
        authorizations: that header of each request.
        keys: the field `api_key` of each request's query.
    """

    port: int
    authorizations: list[str | None] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextmanager
def gate(to_port: int, authorization: str | None, header: str = "authorization") -> Iterator[Gate]:
    """Forward to that port what has the authorization, and answer all else with HTTP 401.

    Args:
        header: that the authorization is sent in.
    """

    class Handler(Quiet):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            seen.authorizations.append(self.headers.get(header))
            query = parse_qs(urlsplit(self.path).query)
            seen.keys.append(query.get("api_key", [None])[0])
            if self.headers.get(header) != authorization:
                self.reply(401, "text/plain", b"no entry")
                return
            onward = http.client.HTTPConnection(HOST, to_port, timeout=30)
            kept = {k: v for k, v in self.headers.items() if k.lower() != "host"}
            onward.request(self.command, self.path, body, kept)
            answer = onward.getresponse()
            self.reply(answer.status, answer.headers["content-type"] or "", answer.read())
            onward.close()

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def reply(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with answering(Handler) as port:
        seen = Gate(port)
        yield seen
