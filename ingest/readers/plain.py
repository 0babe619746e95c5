"""Plain text. Its headings are short lines that stand apart and do not end like a sentence."""

import re

from ingest.readers.base import Content, Heading, first_line, sections_from
from ingest.readers.dates import parse_date
from ingest.readers.encoding import decode

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ENDS_SENTENCE = (".", "!", "?", "…", ";", ",", ":", "”", "’", '"', "'", ")", "|")
_BULLET = re.compile(r"(?:[-*+•–—▪◦‣·]|\(?[a-zA-Z0-9]{1,2}[.)])\s|[-*+•–—▪◦‣·]")
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?\s+(?=[A-Z])")
_UNDERLINE = re.compile(r"[=\-_*~]{3,}")
_LONGEST = 80
"""Characters of a heading: one line of a text that is wrapped as usual."""
_LEAST_TEXT = 200
"""Characters between a heading and the next: with less, the line is an entry of a list or menu."""
_MOST_WORDS = 12
_SHORTER = 0.7
"""Length of a heading relative to the longest line, if text follows without a blank line."""


def read(data: bytes) -> Content:
    """Read a plain text file.

    Raises:
        UnreadableError: the bytes are not text.
    """
    text = decode(data)
    title = first_line(text)
    return Content(
        text=text,
        title=title,
        published=None,
        sections=sections_from(_headings(text), len(text)),
    )


def _headings(text: str) -> list[Heading]:
    lines = [(m.start(), m.group().strip()) for m in _LINE.finditer(text) if m.group()]
    width = max((len(line) for _, line in lines), default=0)
    first = next((n for n, (_, line) in enumerate(lines) if line), 0)
    found: list[Heading] = []
    for n, (start, line) in enumerate(lines):
        before = lines[n - 1][1] if n else ""
        after = lines[n + 1][1] if n + 1 < len(lines) else ""
        if _is_heading(line, before, after, width, is_first=n == first):
            found.append(Heading(line.strip("#*_= "), start))
    return _with_text(found, len(text))


def _with_text(headings: list[Heading], length: int) -> list[Heading]:
    """The headings that have text below them; the lines of menus and lists have none."""
    ends = [*(heading.start for heading in headings), length][1:]
    return [
        heading
        for n, (heading, end) in enumerate(zip(headings, ends, strict=True))
        if n == 0 or end - heading.start - len(heading.title) >= _LEAST_TEXT
    ]


def _is_heading(line: str, before: str, after: str, width: int, *, is_first: bool) -> bool:
    words = line.split()
    if not words or len(line) > _LONGEST or len(words) > _MOST_WORDS:
        return False
    if not before and not after and is_first and not line.endswith("."):
        return True
    if line.endswith(_ENDS_SENTENCE) or _UNDERLINE.fullmatch(line) or parse_date(line):
        return False
    if _BULLET.match(line) and not _NUMBERED_HEADING.match(line):
        return False
    first = next((c for c in line if c.isalnum()), "")
    if not (first.isupper() or first.isdigit()):
        return False
    if _UNDERLINE.fullmatch(after):
        return True
    apart = not before or before.endswith((".", "!", "?", "…", "”", "’", '"'))
    if not apart:
        return False
    # In wrapped text, the first line of a paragraph is about as long as any; a heading is shorter.
    if not after:
        return not before
    return not after[0].islower() and len(line) < _SHORTER * width
