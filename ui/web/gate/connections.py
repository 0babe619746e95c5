"""A connection on which the head of a request must arrive in time."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_SECONDS = 15.0
"""For the head of a request to arrive; browsers send it in one piece."""


class PromptConnection(H11Protocol):
    """Closes a connection whose request is not sent to the end.

    Uvicorn closes connections that are idle between two requests, but not those that are silent or
    slow within the head of one. h11 itself bounds a head to 64 kB.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request from now on."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect()
        else:
            self._cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._cancel()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._alarm is None:  # a further byte must not restart the time
            self._alarm = self.loop.call_later(_SECONDS, self.transport.close)

    def _cancel(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
