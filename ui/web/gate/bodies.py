"""Bodies of requests, bounded in size and in time before anything reads them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.types import Message, Receive

from ui.web.gate.refusal import Refused

_SECONDS = 30.0
"""For a body to arrive, whatever its size: a phone on a slow line needs a few."""

_LEAST_PER_SECOND = 10_000
"""Bytes that must arrive in each further second: 80 kbit/s, less than the slowest usable line."""

_TOO_LARGE = "This is larger than what is accepted here."
_TOO_SLOW = "This took too long to arrive."


async def read(receive: Receive, headers: Mapping[str, Any], most: int) -> bytes:
    """The whole body.

    Args:
        most: bytes it may have.

    Raises:
        Refused: it is larger, takes too long, or ends early.
    """
    bounded = bounded_receive(receive, headers, most)
    parts: list[bytes] = []
    while True:
        message = await bounded()
        if message["type"] != "http.request":
            raise Refused(400, "The request ended early.")
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def bounded_receive(receive: Receive, headers: Mapping[str, Any], most: int) -> Receive:
    """`receive` for an application that reads the body in pieces.

    Raises:
        Refused: at once, if the declared length is too large or malformed; from the returned
            function, if the body turns out to be too large, or takes too long.
    """
    length = str(headers.get("content-length", "0"))
    if not length.isascii() or not length.isdecimal() or len(length) > 15 or int(length) > most:
        raise Refused(413, _TOO_LARGE)
    began = asyncio.get_running_loop().time()
    received, is_whole = 0, False

    async def bounded() -> Message:
        nonlocal received, is_whole
        if is_whole:  # the next message is that the browser has disconnected, and may take long
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
    """`receive` for a body that has been read already; after it, the original one."""
    is_delivered = False

    async def deliver() -> Message:
        nonlocal is_delivered
        if is_delivered:
            return await receive()
        is_delivered = True
        return {"type": "http.request", "body": body, "more_body": False}

    return deliver
