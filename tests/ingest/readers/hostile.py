"""Readers that go wrong, for a child process to import by name."""

import os
import signal
import sys
import time

from ingest.readers.base import Content
from rag.errors import UnreadableError


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
    raise UnreadableError(f"it says {data.decode()!r}; say something else")


def chatter(data: bytes) -> Content:
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"more noise")
    return echo(data)


def surrogate(data: bytes) -> Content:
    return Content("half \ud800 letter", "", None, ())


def modules(data: bytes) -> Content:
    return Content("\n".join(sys.modules), "", None, ())
