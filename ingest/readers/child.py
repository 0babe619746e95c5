"""The process that reads a file for another one: what it runs, and the frames they exchange.

A frame is its length in eight bytes and so many bytes. What the child sends back is JSON, never a
pickle: a file that takes the child over can make it say something wrong, but not run anything.
"""

import faulthandler
import importlib
import json
import os
import signal
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import IO, Any

from ingest.readers.base import Content
from rag.errors import UnreadableError
from rag.types import Page, Section

_LENGTH = struct.Struct(">Q")
_GRACE_SECONDS = 5.0


def main() -> None:
    """Answer requests until the other process closes the pipe, or is gone."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get among the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = sys.stdin.buffer
    limits = json.loads(receive(requests) or b"{}")
    _limit_memory(limits["memory"])
    send(replies, b"ready")
    while (name := receive(requests)) is not None and (data := receive(requests)) is not None:
        # The other process ends this one in time; this is for when that one was killed itself.
        faulthandler.dump_traceback_later(
            limits["seconds"] + _GRACE_SECONDS, exit=True, file=sys.stderr
        )
        reply = _reply(name.decode(), data)
        faulthandler.cancel_dump_traceback_later()
        send(replies, reply)


def send(stream: IO[bytes], payload: bytes) -> None:
    """Write one frame.

    Raises:
        OSError: the other end is closed.
    """
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes], most: int | None = None) -> bytes | None:
    """Read one frame; None where the other end is closed.

    Raises:
        OverflowError: the frame is longer than `most` bytes.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if most is not None and length > most:
        raise OverflowError(length)
    payload = stream.read(length)
    return payload if len(payload) == length else None


def content_from(found: Mapping[str, Any]) -> Content:
    """The content that a reply states."""
    published = found["published"]
    return Content(
        text=str(found["text"]),
        title=str(found["title"]),
        published=date.fromisoformat(published) if published else None,
        sections=tuple(Section(str(t), int(s), int(e)) for t, s, e in found["sections"]),
        pages=tuple(Page(int(n), int(s), int(e)) for n, s, e in found["pages"]),
    )


def _limit_memory(most: int) -> None:
    # Windows has no such limit, and macOS refuses some; there only the time is bounded.
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _reply(name: str, data: bytes) -> bytes:
    """What the reader of that name, as "module:function", finds in the bytes."""
    module, _, function = name.partition(":")
    try:
        content = getattr(importlib.import_module(module), function)(data)
        return _stated(content)
    except UnreadableError as error:
        return json.dumps({"unreadable": str(error)}).encode()
    except MemoryError:
        return b'{"memory": true}'
    except Exception as error:  # noqa: BLE001 (a file must not stop a sync, whatever is in it)
        return json.dumps({"failed": type(error).__name__}).encode()


def _stated(content: Content) -> bytes:
    found = {
        "text": content.text,
        "title": content.title,
        "published": content.published.isoformat() if content.published else None,
        "sections": [(s.title, s.start, s.end) for s in content.sections],
        "pages": [(p.number, p.start, p.end) for p in content.pages],
    }
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
