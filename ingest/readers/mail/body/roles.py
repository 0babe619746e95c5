"""Lines that introduce a quoted message: "On Monday, Ann wrote:", its headers, a line of dashes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.mail.body.units import Line, Role
from rag.language.mail_words import (
    FORWARD_ENDS,
    FORWARDED,
    FROM,
    OTHER_HEADERS,
    SENT,
    WROTE,
    WROTE_OPENINGS,
)
from rag.language.patterns import any_of

_LONGEST_ATTRIBUTION = 400
_MOST_LINES = 4
"""Lines that an attribution is wrapped into."""
_MOST_HEADERS = 12
_MARK = r"[*_\s]*+"
_WROTE = re.compile(rf"\b{any_of(WROTE)}(?:\b|(?<=\)))[^:]{{0,150}}+:{_MARK}\Z", re.IGNORECASE)
_OPENING = re.compile(rf"\A{_MARK}{any_of(WROTE_OPENINGS)}\b", re.IGNORECASE)
_TIME_OR_ADDRESS = re.compile(r"\d{1,2}[:.h]\d{2}|[^\s@]@[^\s@]")
_HEADER = re.compile(
    rf"\A{_MARK}(?:(?P<author>{any_of(FROM)})|(?P<sent>{any_of(SENT)})|{any_of(OTHER_HEADERS)})"
    rf"{_MARK}:{_MARK}(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    rf"\A[-_*=>\s]*+(?P<words>{any_of((*FORWARDED, *FORWARD_ENDS))})[-_*=:\s]*+\Z", re.IGNORECASE
)
_BARE = re.compile(r"\A[\w' ]++:?\Z")
"""A separator without dashes: only a program's "Begin forwarded message:" is one."""


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """Lines [start, end) that have a role."""

    role: Role
    start: int
    end: int


def roles_in(lines: Sequence[Line]) -> list[RoleSpan]:
    """The lines that introduce quoted messages, in order."""
    found: list[RoleSpan] = []
    n = 0
    while n < len(lines):
        span = _role_at(lines, n) if lines[n].words and lines[n].kind == "paragraph" else None
        if span is not None:
            found.append(span)
        n = span.end if span else n + 1
    return found


def _role_at(lines: Sequence[Line], n: int) -> RoleSpan | None:
    words = lines[n].words
    separator = _SEPARATOR.match(words) if len(words) <= _LONGEST_ATTRIBUTION else None
    if separator and (not _BARE.match(words) or words.endswith(":")):
        is_end = separator["words"].lower() in FORWARD_ENDS
        return RoleSpan("end" if is_end else "separator", n, n + 1)
    end = _headers_end(lines, n)
    if end:
        return RoleSpan("headers", n, end)
    end = _attribution_end(lines, n)
    return RoleSpan("attribution", n, end) if end else None


def _headers_end(lines: Sequence[Line], n: int) -> int:
    """Where the headers of a message end that begin at line n; 0 where none do."""
    first = _HEADER.match(lines[n].words)
    if first is None or not first["author"] or not first["value"].strip():
        return 0
    end, others, has_date = n + 1, 0, False
    for k in range(n + 1, min(n + 1 + _MOST_HEADERS, len(lines))):
        line = lines[k]
        if line.depth != lines[n].depth or line.kind != "paragraph":
            break
        header = _HEADER.match(line.words)
        if header is not None:
            end, others = k + 1, others + 1
            has_date = has_date or bool(header["sent"])
        elif not line.words or k - end >= 2:
            break
    return end if others >= 2 or has_date else 0


def _attribution_end(lines: Sequence[Line], n: int) -> int:
    """Where the attribution of a quote ends that begins at line n; 0 where none does."""
    depth = lines[n].depth
    words = ""
    for k in range(n, min(n + _MOST_LINES, len(lines))):
        line = lines[k]
        if not line.words or line.depth != depth or line.kind != "paragraph":
            return 0
        words = f"{words} {line.words}".strip()
        if len(words) > _LONGEST_ATTRIBUTION:
            return 0
        if words.rstrip("*_ ").endswith(":"):
            opened = bool(_OPENING.match(words)) and any(map(str.isdigit, words))
            is_quoted = _next_depth(lines, k + 1) > depth
            is_told = is_quoted if k == n or opened else False
            if _WROTE.search(words) and (is_told or (opened and _TIME_OR_ADDRESS.search(words))):
                return k + 1
            return 0
    return 0


def _next_depth(lines: Sequence[Line], n: int) -> int:
    """The depth of the next line that is not blank; a few are looked at."""
    return next((line.depth for line in lines[n : n + 6] if line.words), -1)


def headers_of(words: str) -> tuple[str, str]:
    """The author and the date in the headers of a quoted message, as it gives them."""
    author = sent = ""
    for line in words.split("\n"):
        header = _HEADER.match(line)
        if header is not None:
            value = header["value"].strip("*_ \t")
            author = author or (value if header["author"] else "")
            sent = sent or (value if header["sent"] else "")
    return author, sent
