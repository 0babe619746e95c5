"""Bounds on what one client may use of the server, so that others are served too.

Gradio has no settings for them, so this reads its internals; tests check what that relies on.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.routes import App
from starlette.types import Scope

from ui.web.gate.refusal import Refused

MOST_WAITING = 8
"""Events of a kind that one client may have waiting; a page never has more than a few, and four
run at a time."""

MOST_REQUESTS = 100
"""Requests that one client may have open: a page holds two for as long as it is shown."""

MOST_SESSIONS = 200
"""Pages whose state is stored; beyond that the least recently used one is dropped. Such a page
begins a new conversation; the old one is still saved in its browser."""

_TOO_MANY = "Too much is waiting already; try again in a moment."


def client_of(scope: Scope) -> str:
    """The address that sent a request; "" where it is unknown."""
    client = scope.get("client")
    return str(client[0]) if client else ""


class OpenRequests:
    """Counts the open requests of each client. For one event loop."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def counted(self, client: str) -> Iterator[None]:
        """Count one while the block runs.

        Raises:
            Refused: the client has `MOST_REQUESTS` open.
        """
        if self._open[client] >= MOST_REQUESTS:
            raise Refused(429, _TOO_MANY)
        self._open[client] += 1
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]


def check_share(blocks: gr.Blocks, function: BlockFunction, client: str) -> None:
    """Check that a client does not fill the queue of an event.

    Raises:
        Refused: `MOST_WAITING` of its events of that kind are waiting.
    """
    queue = blocks._queue.event_queue_per_concurrency_id.get(function.concurrency_id)
    waiting = queue.queue if queue else []
    own = sum(client_of(event.request.scope) == client for event in waiting)
    if own >= MOST_WAITING:
        raise Refused(429, _TOO_MANY)


def release_replaced(app: App, session: str) -> None:
    """Drop the components of a session that newer ones have replaced.

    An event that changes a component creates a new one, and Gradio stores each of them, under a
    number of its own, for as long as the session lasts (about 67 kB a question). It looks up by
    number only the components that the page began with.
    """
    if session not in app.state_holder:
        return
    state = app.state_holder.session_data[session]
    first = app.get_blocks().default_config.blocks
    for number in [number for number in state.blocks_config.blocks if number not in first]:
        del state.blocks_config.blocks[number]
        state.config_values.pop(number, None)
