"""The process that a sync runs in."""

import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO

from ingest.syncing.process.messages import (
    Crashed,
    Message,
    SendingHandler,
    Task,
    receive,
    send,
)
from ingest.syncing.process.priority import give_way
from rag.errors import DossierError


def main() -> None:
    """Run the task that the parent sends, until it is done, or the parent says stop or ends."""
    # Not buffered: a thread that waits in a buffer's lock would abort the process at its end.
    requests = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not mix with the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    stop = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stop.set())
    one_at_a_time = threading.Lock()

    def tell(message: Message) -> None:
        with one_at_a_time:
            try:
                send(replies, message)
            except OSError:
                stop.set()  # the parent has ended

    logging.getLogger().addHandler(SendingHandler(tell))
    task = receive(requests)
    if task is not None:
        threading.Thread(target=_listen, args=(requests, stop), daemon=True).start()
        give_way()
        tell(_outcome(task, tell, stop))


def _listen(requests: IO[bytes], stop: threading.Event) -> None:
    """Stop once the parent says so, or has ended."""
    receive(requests)
    stop.set()


def _outcome(task: Task, tell: Callable[[Message], None], stop: threading.Event) -> Message:
    """The report of the task, or the error that it ended with."""
    try:
        return task.run(tell, stop.is_set)
    except DossierError as error:
        return error
    except Exception:  # noqa: BLE001 (the parent must hear of it, whatever failed)
        return Crashed(traceback.format_exc())
