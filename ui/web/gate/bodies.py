"""Bodies of requests: bounded in size before anything reads them, and in time."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.types import Message, Receive

from ui.web.gate.refusal import Refused

_SECONDS = 30.0
"""For a body to arrive, whatever its size."""

_LEAST_PER_SECOND = 10_000
"""Bytes that have to arrive in each further second: a slow line has more."""

_TOO_LARGE = "This is larger than what is taken here."
_TOO_SLOW = "This took too long to arrive."


async def read(receive: Receive, headers: Mapping[str, Any], most: int) -> bytes:
    """The whole body.

    Args:
        most: bytes it may have.

    Raises:
        Refused: it is larger, takes too long, or breaks off.
    """
    bounded = bounded_receive(receive, headers, most)
    parts: list[bytes] = []
    while True:
        message = await bounded()
        if message["type"] != "http.request":
            raise Refused(400, "The request broke off.")
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def bounded_receive(receive: Receive, headers: Mapping[str, Any], most: int) -> Receive:
    """`receive` for whoever reads the body piece by piece.

    Raises:
        Refused: now, where the body says that it is larger; later, where it turns out to be, or
            takes too long.
    """
    length = str(headers.get("content-length", "0"))
    if not length.isascii() or not length.isdecimal() or len(length) > 15 or int(length) > most:
        raise Refused(413, _TOO_LARGE)
    began = asyncio.get_running_loop().time()
    received, is_whole = 0, False

    async def bounded() -> Message:
        nonlocal received, is_whole
        if is_whole:  # what comes now is that the browser has gone, whenever it does
            return await receive()
        try:
            async with asyncio.timeout_at(began + _SECONDS + received / _LEAST_PER_SECOND):
                message = await receive()
        except TimeoutError:
            raise Refused(408, _TOO_SLOW) from None
        received += len(message.get("body", b""))
        if received > most:
            raise Refused(413, _TOO_LARGE)
        is_whole = not message.get("more_body", False)
        return message

    return bounded


def replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` for a body that has been read already."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give
