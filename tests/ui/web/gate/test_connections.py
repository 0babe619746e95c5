"""A connection on which nothing arrives is closed; one that speaks is not."""

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from ui.web.gate import connections
from ui.web.gate.connections import PromptConnection

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Line(asyncio.Transport):
    """A connection that notes whether it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = asyncio.Event()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def is_closing(self) -> bool:
        return self.closed.is_set()

    def write(self, data: object) -> None:
        pass

    def close(self) -> None:
        self.closed.set()


async def answer(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def is_closed_after(*pieces: bytes) -> bool:
    """Whether the connection is closed within ten times the time that a head may take."""

    async def connected() -> bool:
        config = uvicorn.Config(answer, ws="none", timeout_keep_alive=60)
        config.load()
        connection = PromptConnection(config, ServerState(), {})
        line = Line()
        connection.connection_made(line)
        for piece in pieces:
            connection.data_received(piece)
        try:
            await asyncio.wait_for(line.closed.wait(), 0.2)
        except TimeoutError:
            return False
        finally:
            connection.connection_lost(None)
        return True

    return asyncio.run(connected())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_SECONDS", 0.02)


@pytest.mark.parametrize("pieces", [(), (b"G",), (b"GET / HTTP/1.1\r\n", b"Host: l")])
def test_a_request_that_is_not_sent_to_the_end_is_given_up(pieces: tuple[bytes, ...]) -> None:
    assert is_closed_after(*pieces)


def test_one_that_arrived_is_not() -> None:
    assert not is_closed_after(REQUEST[:10], REQUEST[10:])
