"""Bodies are bounded while they are received, without a server."""

import asyncio
from collections.abc import Iterable

import pytest
from starlette.types import Message, Receive

from ui.web.gate import bodies
from ui.web.gate.refusal import Refused


def sends(pieces: Iterable[bytes], *, is_whole: bool = True) -> Receive:
    """A browser that sends these pieces and then disconnects."""
    rest = list(pieces)
    ended = not rest

    async def receive() -> Message:
        nonlocal ended
        if ended:
            return {"type": "http.disconnect"}
        piece = rest.pop(0)
        ended = not rest
        return {"type": "http.request", "body": piece, "more_body": bool(rest) or not is_whole}

    return receive


def read(receive: Receive, most: int, **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(bodies.read(receive, named, most))


def test_a_body_is_read_whole() -> None:
    assert read(sends([b"one ", b"two"]), 7) == b"one two"
    assert read(sends([b""]), 0) == b""


def test_a_body_that_is_too_large_is_refused_where_it_becomes_so() -> None:
    with pytest.raises(Refused) as refused:
        read(sends([b"one ", b"two", b"!"]), 7)
    assert refused.value.status == 413


@pytest.mark.parametrize("length", ["8", "-1", "x", "", "٣", "9" * 16, "1.5"])
def test_a_declared_length_is_checked_before_anything_is_received(length: str) -> None:
    with pytest.raises(Refused) as refused:
        read(sends([b"one"]), 7, content_length=length)
    assert refused.value.status == 413


def test_a_body_that_ends_early_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read(sends([b"one"], is_whole=False), 7)
    assert refused.value.status == 400


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_SECONDS", 0.01)

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(Refused) as refused:
        read(never, 7)
    assert refused.value.status == 408


def test_once_the_body_is_whole_the_browser_may_take_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def messages() -> list[str]:
        receive = bodies.bounded_receive(sends([b"one"]), {}, 7)
        first = await receive()
        monkeypatch.setattr(bodies, "_SECONDS", -1.0)
        return [first["type"], (await receive())["type"]]

    assert asyncio.run(messages()) == ["http.request", "http.disconnect"]


def test_a_body_that_was_read_is_delivered_again_once() -> None:
    async def messages() -> list[Message]:
        receive = bodies.replayed(b"one", sends([]))
        return [await receive(), await receive()]

    assert asyncio.run(messages()) == [
        {"type": "http.request", "body": b"one", "more_body": False},
        {"type": "http.disconnect"},
    ]
