"""Readers that go wrong, for a child process to import by name."""

import os
import signal
import sys
import time

from ingest.readers.base import Content
from ingest.readers.sandbox.child import send
from rag.errors import UnreadableError
from rag.types import Section

REPLIES = 3
"""The descriptor that the child writes its replies to: the first after the standard ones."""


def echo(data: bytes) -> Content:
    text = data.decode()
    return Content(text, "echo", None, ())


def hang(data: bytes) -> Content:
    time.sleep(float(data or b"600"))
    return echo(b"awake")


def swell(data: bytes) -> Content:
    held = []
    while True:
        held.append(bytes(len(data) + (16 << 20)))


def crash(data: bytes) -> Content:
    os.kill(os.getpid(), signal.SIGSEGV)
    return echo(data)


def leave(data: bytes) -> Content:
    os._exit(3)


def fail(data: bytes) -> Content:
    raise KeyError(data)


def refuse(data: bytes) -> Content:
    raise UnreadableError(f"The file says {data.decode()!r}.", "Write something else.")


def titled(data: bytes) -> Content:
    return Content(data.decode(), data.decode(), None, (), title_from="metadata")


def many_sentences(data: bytes) -> Content:
    text = "a " * int(data)
    sections = (Section("a", n, n + 1) for n in range(0, len(text), 2))
    return Content(text, "", None, tuple(sections))


def lie(data: bytes) -> Content:
    """Sends its own reply, as a file that has taken over the child would."""
    with os.fdopen(os.dup(REPLIES), "wb") as replies:
        for frame in data.split(b"|"):
            send(replies, frame)
    time.sleep(600)
    return echo(b"")


def chatter(data: bytes) -> Content:
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"more noise")
    return echo(data)


def surrogate(data: bytes) -> Content:
    return Content("half \ud800 letter", "", None, ())


def modules(data: bytes) -> Content:
    return Content("\n".join(sys.modules), "", None, ())
