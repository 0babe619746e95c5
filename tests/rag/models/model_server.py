"""A server that speaks OpenAI's protocol, or Anthropic's, as the test scripts it."""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

PATIENCE = 20.0
"""Seconds after which something that a test waits for will not happen any more."""

Protocol = Literal["openai", "anthropic"]


@dataclass(frozen=True)
class Reply:
    """A reply that is streamed.

    Attributes:
        pieces: what the model says, piece by piece, maybe without end; an event in between is
            waited for.
        finish: why the reply ends; none where the protocol's end is never sent.
        cut: end the connection in the middle, as a server that dies does.
        raw: lines sent as they are, in place of the protocol's.
    """

    pieces: Iterable[str | threading.Event] = ()
    finish: str | None = "stop"
    cut: bool = False
    raw: Sequence[str] = ()


@dataclass(frozen=True)
class Refusal:
    """A status other than 200."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = '{"error": {"message": "no"}}'


class Silence:
    """The server takes the request and says nothing."""


Step = Reply | Refusal | Silence


class ModelServer(ThreadingHTTPServer):
    """Plays one step for each request, the last one again and again.

    Attributes:
        requests: the bodies received.
        keys: the key of each request.
        left: set once a client has gone before its reply was complete.
        closing: set at the end of the test, so that no step waits any longer.
    """

    daemon_threads = True

    def __init__(self, steps: Sequence[Step], protocol: Protocol = "openai") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.steps = list(steps)
        self.protocol = protocol
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.left = threading.Event()
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        path = "/v1" if self.protocol == "openai" else ""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no failure of the test's."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ModelServer

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        step = self.server.steps[min(len(self.server.requests), len(self.server.steps) - 1)]
        self.server.requests.append(json.loads(body))
        key = self.headers.get("x-api-key") or self.headers.get("authorization") or ""
        self.server.keys.append(key)
        if isinstance(step, Refusal):
            self._refuse(step)
        elif isinstance(step, Silence):
            self._await_leaving()
        else:
            self._stream(step)

    def _refuse(self, step: Refusal) -> None:
        self.send_response(step.status)
        for name, value in step.headers.items():
            self.send_header(name, value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(step.body)))
        self.end_headers()
        self.wfile.write(step.body.encode())

    def _stream(self, step: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        lines = step.raw or self._lines(step)
        for line in lines:
            if line is None:
                self._await_leaving()
                return
            self._chunk(f"{line}\n\n")
        if step.cut:
            self.close_connection = True
            return
        self._chunk("")

    def _lines(self, step: Reply) -> Iterator[str | None]:
        """The events of a stream; None where the client left while a piece was waited for."""
        openai = self.server.protocol == "openai"
        if not openai:
            yield from _anthropic_head()
        for piece in step.pieces:
            if isinstance(piece, str):
                yield _openai(piece) if openai else _anthropic_piece(piece)
            elif not self._released(piece):
                yield None
                return
        if not step.cut and step.finish:
            yield from _openai_end(step.finish) if openai else _anthropic_end()

    def _chunk(self, text: str) -> None:
        data = text.encode()
        try:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
        except OSError:
            self.server.left.set()
            raise

    def _released(self, event: threading.Event) -> bool:
        """Wait for the event; False where the client leaves first."""
        self.connection.settimeout(0.02)
        while not event.is_set():
            if self._has_left():
                return False
        self.connection.settimeout(None)
        return True

    def _await_leaving(self) -> None:
        self.connection.settimeout(0.02)
        while not self._has_left():
            pass
        self.close_connection = True

    def _has_left(self) -> bool:
        if self.server.closing.is_set():
            return True
        try:
            gone: bool = self.connection.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            gone = True
        if gone:
            self.server.left.set()
        return gone


def _openai(piece: str, finish: str | None = None) -> str:
    delta = {"role": "assistant", "content": piece} if finish is None else {}
    chunk = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(chunk)}"


def _openai_end(finish: str) -> Iterator[str]:
    yield _openai("", finish)
    yield "data: [DONE]"


def _anthropic_event(kind: str, **fields: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}"


def _anthropic_head() -> Iterator[str]:
    message: dict[str, Any] = {
        "id": "1",
        "type": "message",
        "role": "assistant",
        "content": [],
        "model": "scripted",
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }
    yield _anthropic_event("message_start", message=message)
    yield _anthropic_event(
        "content_block_start", index=0, content_block={"type": "text", "text": ""}
    )


def _anthropic_piece(piece: str) -> str:
    return _anthropic_event(
        "content_block_delta", index=0, delta={"type": "text_delta", "text": piece}
    )


def _anthropic_end() -> Iterator[str]:
    yield _anthropic_event("content_block_stop", index=0)
    yield _anthropic_event(
        "message_delta",
        delta={"stop_reason": "end_turn", "stop_sequence": None},
        usage={"output_tokens": 5},
    )
    yield _anthropic_event("message_stop")


@contextmanager
def model_server(*steps: Step, protocol: Protocol = "openai") -> Iterator[ModelServer]:
    """A server that plays these steps while the block runs."""
    with ModelServer(steps, protocol) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
