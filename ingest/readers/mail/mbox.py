"""Mailboxes (.mbox): each message is a document of its own."""

import hashlib
import re
from collections.abc import Iterator

from ingest.readers.base import Content, Part
from rag.errors import UnreadableError

_MOST_MESSAGES = 100_000
_BEGIN = re.compile(
    rb"^From (?=[^\r\n]{0,400}\d\d:\d\d|-+ ?\r?$)[^\r\n]{0,600}+\r?\n(?=[!-9;-~]{1,80}+:|>From )",
    re.MULTILINE,
)
"""The line before a message. After it a header must come: in many mailboxes, a line of a message
may begin with "From " too."""
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id:\s*+<?([^\s>]{3,500})", re.MULTILINE | re.IGNORECASE)
_IDENTIFYING = re.compile(
    rb"^(?:from|date|subject|to):[^\r\n]{0,1000}+(?:\r?\n[ \t][^\r\n]{0,1000}+){0,20}+",
    re.MULTILINE | re.IGNORECASE,
)
_MOST_HEADERS = 200_000
"""Bytes of headers that are looked at."""
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
"""A key has no digits: eight of them might be a date in the name of a file."""
_KEY_LENGTH = 12


def read(data: bytes) -> Content:
    """The messages of a mailbox as parts of it, without a text of its own.

    A part is named after its Message-ID, or after who wrote it, when and about what; so it keeps
    its name while others come and go. A message that is there twice is read once.

    Raises:
        UnreadableError: the bytes are not a mailbox, or hold too many messages.
    """
    parts: list[Part] = []
    seen: set[tuple[str, bytes]] = set()
    for start, end in _messages(data):
        headers_end = _HEADERS_END.search(data, start, min(end, start + _MOST_HEADERS))
        words_start = headers_end.end() if headers_end else end
        name = _key(data[start:words_start])
        known = name, hashlib.sha256(memoryview(data)[words_start:end]).digest()
        if known in seen:
            continue
        seen.add(known)
        parts.append(Part(f"{name}.eml", span=(start, end)))
        if len(parts) > _MOST_MESSAGES:
            raise UnreadableError(
                f"The mailbox has more than {_MOST_MESSAGES:,} messages.", "Split it."
            )
    if not parts:
        raise UnreadableError("The file is not a mailbox, or is empty.", "Export it again.")
    return Content("", "", None, (), parts=tuple(parts))


def _messages(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the messages are, each with the line before it."""
    start = -1
    for match in _BEGIN.finditer(data):
        if start >= 0:
            yield start, _without_line_ends(data, start, match.start())
        start = match.start()
    if start >= 0:
        yield start, _without_line_ends(data, start, len(data))


def _without_line_ends(data: bytes, start: int, end: int) -> int:
    """Where a message ends: how many line ends follow depends on what comes after it."""
    while end > start and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _key(headers: bytes) -> str:
    found = _MESSAGE_ID.search(headers)
    told = found.group(1) if found else b"\n".join(sorted(_IDENTIFYING.findall(headers)))
    return hashlib.sha256(told).hexdigest()[:_KEY_LENGTH].translate(_LETTERS)
