"""The child process that reads files: what it runs, and the frames exchanged with its parent.

A frame is a length in eight bytes, followed by that many bytes. The child replies with JSON, text
and numbers, never with a pickle: a file that takes over the child can make it send wrong values,
but cannot run code in the parent. The parent checks the values that it relies on.
"""

import faulthandler
import importlib
import json
import os
import signal
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import accumulate, chain, pairwise
from typing import IO, Any, cast, get_args

from ingest.readers.base import LONGEST_TITLE, Content, Part, SplitContent
from ingest.readers.sandbox.deadline import ending_in
from ingest.readers.sentences import sentences_of
from rag.errors import UnreadableError
from rag.structure import Span, from_lists, to_lists
from rag.types import Omission, Origin, Page, Section

_LENGTH = struct.Struct(">Q")
_GRACE_SECONDS = 5.0
"""How much later than the parent the child ends itself: it must not act while the parent lives."""
_OFFSETS = "Q"
"""Offsets are sent as unsigned integers of eight bytes."""
MOST_SENTENCES = 600_000
"""A document with more is refused: the vectors of so many take 1 GB of the parent's memory.

The prose of 50 MB, the largest file that is indexed by default, has about 450,000 sentences.
"""

_KINDS = {"sections", "unreadable", "memory", "failed"}
"""A description has one of these keys, which says what it describes: a content or an error."""

Reply = tuple[bytes, bytes, bytes, bytes]
"""A description of the content or an error, in JSON; the text; the offsets of its sentences; and
the bytes of its parts, one after the other.

The last three are not JSON, so that the parent need not parse a whole document.
"""


def main() -> None:
    """Answer requests until the parent closes the pipe or ends."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not mix with the frames.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # These may be sent to the whole process group; the parent decides when the child ends.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    requests = sys.stdin.buffer
    limits = json.loads(receive(requests) or b"{}")
    _limit_memory(limits["memory"])
    send(replies, b"ready")
    while (reader := receive(requests)) is not None and (data := receive(requests)) is not None:
        # Normally the parent ends a child that is late; this is for a parent that was killed.
        faulthandler.dump_traceback_later(
            limits["seconds"] + _GRACE_SECONDS, exit=True, file=sys.stderr
        )
        with ending_in(limits["seconds"]):
            reply = reply_to(reader.decode(), data)
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
    """Read one frame; None if the other end is closed.

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
    """The content in a reply, or the description of the error if it holds none.

    Raises:
        ValueError: the reply is malformed, or an offset lies outside the text.
    """
    head, encoded, offsets, attached = reply
    try:
        described: dict[str, Any] = json.loads(head)
        if not isinstance(described, dict) or described.keys().isdisjoint(_KINDS):
            raise TypeError(type(described))
        if "sections" not in described:
            return described
        text = encoded.decode()
        numbers = array(_OFFSETS)
        numbers.frombytes(offsets)
        spans = list(zip(numbers[::2], numbers[1::2], strict=True))
        return _content(described, text, spans, attached)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(error) from error


def _content(
    described: dict[str, Any], text: str, spans: Sequence[Span], attached: bytes
) -> SplitContent:
    ends = list(accumulate((int(count) for *_, count in described["sections"]), initial=0))
    content = SplitContent(
        text=text,
        title=str(described["title"]),
        published=_day(described["published"]),
        sections=tuple(
            Section(str(t), int(s), int(e), int(level))
            for t, s, e, level, _ in described["sections"]
        ),
        pages=tuple(
            Page(int(n), int(s), int(e), None if ocr is None else float(ocr))
            for n, s, e, ocr in described["pages"]
        ),
        sentences=tuple(tuple(spans[first:last]) for first, last in pairwise(ends)),
        changed=_day(described["changed"]),
        structure=from_lists(described["structure"], len(text)),
        omissions=tuple(Omission(str(what), int(n)) for what, n in described["omissions"]),
        title_from=_origin(described["title_from"]),
        published_from=_origin(described["published_from"]),
        parts=tuple(_parts(described["parts"], attached)),
    )
    sections = [(section.start, section.end) for section in content.sections]
    pages = [(page.start, page.end) for page in content.pages]
    inside = all(0 <= start <= end <= len(text) for start, end in (*spans, *sections, *pages))
    if not inside or ends[-1] != len(spans):
        raise ValueError("offsets")
    return content


def _parts(described: Sequence[Sequence[Any]], attached: bytes) -> Iterator[Part]:
    start = 0
    for name, size, span in described:
        first, last = span or (0, 0)
        is_name = isinstance(name, str) and name and not set(name) & set("/\\#")
        if not is_name or not 0 <= size <= len(attached) - start or not 0 <= first <= last:
            raise ValueError("parts")
        yield Part(name, attached[start : start + size], (first, last) if span else None)
        start += size


def _origin(value: object) -> Origin:
    for origin in get_args(Origin):
        if value == origin != "by hand":
            return cast("Origin", origin)
    raise ValueError(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _limit_memory(most: int) -> None:
    # Windows has no such limit, and macOS refuses some values; there, only the time is bounded.
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))


def reply_to(name: str, data: bytes) -> Reply:
    """The reply to a request.

    Args:
        name: of the reader, as "module:function".
        data: the file's bytes.
    """
    module, _, function = name.partition(":")
    try:
        return _described(getattr(importlib.import_module(module), function)(data))
    except UnreadableError as error:
        refusal: dict[str, Any] = {"unreadable": error.message, "remedy": error.remedy}
    except MemoryError:
        refusal = {"memory": True}
    except Exception as error:  # noqa: BLE001 (a file must not stop a sync, whatever is in it)
        refusal = {"failed": type(error).__name__}
    return _encoded(json.dumps(refusal)), b"", b"", b""


def _described(content: Content) -> Reply:
    # Here, as the parent, which imports this module too, does not need it.
    from ingest.structure import structured

    if not content.parts and not any(c.isalnum() for c in content.text):
        raise UnreadableError("The file holds no text.", "Add text to it or remove it.")
    content, changed = structured(content)
    sentences = sentences_of(content.text, content.sections, content.structure)
    count = sum(map(len, sentences))
    if count > MOST_SENTENCES:
        raise UnreadableError(
            f"The file has {count:,} sentences, lines and headings; a document can have at most "
            f"{MOST_SENTENCES:,}.",
            "Split it.",
        )
    described = {
        "title": content.title[:LONGEST_TITLE],
        "published": content.published.isoformat() if content.published else None,
        "changed": changed.isoformat() if changed else None,
        "sections": [
            (s.title, s.start, s.end, s.level, len(spans))
            for s, spans in zip(content.sections, sentences, strict=True)
        ],
        "pages": [(p.number, p.start, p.end, p.ocr) for p in content.pages],
        "structure": to_lists(content.structure),
        "omissions": [(o.what, o.count) for o in content.omissions],
        "title_from": content.title_from,
        "published_from": content.published_from,
        "parts": [(part.name, len(part.data), part.span) for part in content.parts],
    }
    offsets = array(_OFFSETS, chain.from_iterable(chain.from_iterable(sentences)))
    head = json.dumps(described, ensure_ascii=False)
    attached = b"".join(part.data for part in content.parts)
    return _encoded(head), _encoded(content.text), offsets.tobytes(), attached


def _encoded(text: str) -> bytes:
    """The text in UTF-8, with a question mark for each unpaired surrogate."""
    return text.encode("utf-8", "replace")
