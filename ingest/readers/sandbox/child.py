"""The process that reads a file for another one: what it runs, and the frames they exchange.

A frame is its length in eight bytes and so many bytes. What the child sends back is JSON, text and
numbers, never a pickle: a file that takes the child over can make it say something wrong, but not
run anything.
"""

import faulthandler
import importlib
import json
import os
import signal
import struct
import sys
from array import array
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import accumulate, chain, pairwise
from typing import IO, Any

from ingest.readers.base import Content, SplitContent
from ingest.readers.sentences import sentences_of
from rag.errors import UnreadableError
from rag.types import Page, Section

_LENGTH = struct.Struct(">Q")
_GRACE_SECONDS = 5.0
_OFFSETS = "Q"

Reply = tuple[bytes, bytes, bytes]
"""What is said of a file, in JSON; its text; and the offsets of its sentences.

The text and the offsets are not JSON, so that the other process need not parse a whole document.
"""


def main() -> None:
    """Answer requests until the other process closes the pipe, or is gone."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get among the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # These may be sent to all that belongs together; when to end is for the other process to say.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    requests = sys.stdin.buffer
    limits = json.loads(receive(requests) or b"{}")
    _limit_memory(limits["memory"])
    send(replies, b"ready")
    while (reader := receive(requests)) is not None and (data := receive(requests)) is not None:
        # The other process ends this one in time; this is for when that one was killed itself.
        faulthandler.dump_traceback_later(
            limits["seconds"] + _GRACE_SECONDS, exit=True, file=sys.stderr
        )
        reply = _reply(reader.decode(), data)
        faulthandler.cancel_dump_traceback_later()
        for frame in reply:
            send(replies, frame)


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


def content_from(reply: Sequence[bytes]) -> SplitContent | dict[str, Any]:
    """The content that a reply states, or what it says where there is none."""
    head, text, offsets = reply
    said: dict[str, Any] = json.loads(head)
    if "sections" not in said:
        return said
    numbers = array(_OFFSETS)
    numbers.frombytes(offsets)
    spans = list(zip(numbers[::2], numbers[1::2], strict=True))
    ends = accumulate((int(count) for *_, count in said["sections"]), initial=0)
    return SplitContent(
        text=text.decode(),
        title=str(said["title"]),
        published=date.fromisoformat(said["published"]) if said["published"] else None,
        sections=tuple(Section(str(t), int(s), int(e)) for t, s, e, _ in said["sections"]),
        pages=tuple(Page(int(n), int(s), int(e)) for n, s, e in said["pages"]),
        sentences=tuple(tuple(spans[first:last]) for first, last in pairwise(ends)),
    )


def _limit_memory(most: int) -> None:
    # Windows has no such limit, and macOS refuses some; there only the time is bounded.
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def _reply(name: str, data: bytes) -> Reply:
    """What the reader of that name, as "module:function", finds in the bytes."""
    module, _, function = name.partition(":")
    try:
        return _stated(getattr(importlib.import_module(module), function)(data))
    except UnreadableError as error:
        said: dict[str, Any] = {"unreadable": str(error)}
    except MemoryError:
        said = {"memory": True}
    except Exception as error:  # noqa: BLE001 (a file must not stop a sync, whatever is in it)
        said = {"failed": type(error).__name__}
    return _encoded(json.dumps(said)), b"", b""


def _stated(content: Content) -> Reply:
    if not any(c.isalnum() for c in content.text):
        raise UnreadableError("it holds no text; fill it or remove it")
    sentences = sentences_of(content.text, content.sections)
    said = {
        "title": content.title,
        "published": content.published.isoformat() if content.published else None,
        "sections": [
            (s.title, s.start, s.end, len(spans))
            for s, spans in zip(content.sections, sentences, strict=True)
        ],
        "pages": [(p.number, p.start, p.end) for p in content.pages],
    }
    offsets = array(_OFFSETS, chain.from_iterable(chain.from_iterable(sentences)))
    head = json.dumps(said, ensure_ascii=False)
    return _encoded(head), _encoded(content.text), offsets.tobytes()


def _encoded(text: str) -> bytes:
    """The text in UTF-8, with a question mark for each half of a letter, which that cannot hold."""
    return text.encode("utf-8", "replace")
