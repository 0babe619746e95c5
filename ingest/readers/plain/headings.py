"""The headings of plain text: short lines that stand apart and do not end like a sentence."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.dates import parse_date
from ingest.structure.lines import Line
from ingest.structure.markers import Marker
from rag.structure import Block

_ENDS_SENTENCE = (".", "!", "?", "…", ";", ",", ":", "”", "’", '"', "'", ")", "|", "—", "–", "-")
_BULLET = re.compile(r"(?:[-*+•–—▪◦‣·]|\(?[a-zA-Z0-9]{1,2}[.)])\s|[-*+•–—▪◦‣·]")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.)]?\s+(?=[A-Z])")
_UNDERLINE = re.compile(r"[=\-_*~]{3,}")
_LONGEST = 80
"""Characters of a heading: one line of a text that is wrapped as usual."""
_LONGEST_UNDERLINED = 200
"""Characters of a heading that is underlined."""
_LEAST_TEXT = 200
"""Characters between a heading and the next: with less, the line is an entry of a list or menu."""
_MOST_WORDS = 12
_SHORTER = 0.7
"""Length of a heading relative to the longest line, if text follows without a blank line."""


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading.

    Attributes:
        title: its words, without the marks around and below them.
        block: with the underline, if it has one.
        lines: positions of its lines.
    """

    title: str
    block: Block
    lines: range


def headings_among(
    lines: Sequence[Line], items: Mapping[int, Marker], taken: Collection[int], length: int
) -> list[FoundHeading]:
    """The headings of a text, in order.

    Args:
        lines: of the text.
        items: the lines that may be items of a list, by their position. One that looks like a
            heading and is no neighbour of another item is a heading.
        taken: positions of lines that are none, as those of tables.
        length: of the text, in characters.
    """
    width = max((len(line.words) for line in lines), default=0)
    first = next((n for n, line in enumerate(lines) if line.words), 0)
    found: list[FoundHeading] = []
    for n, line in enumerate(lines):
        before = lines[n - 1].words if n else ""
        after = lines[n + 1].words if n + 1 < len(lines) else ""
        if n in taken or not line.words or (n in items and _has_neighbour(lines, items, n)):
            continue
        if _is_heading(line.words, before, after, width, is_first=n == first):
            found.append(_heading(lines, n, is_first=n == first))
    return _with_text(found, length)


def _heading(lines: Sequence[Line], n: int, *, is_first: bool) -> FoundHeading:
    below = lines[n + 1] if n + 1 < len(lines) else None
    is_underlined = below is not None and _UNDERLINE.fullmatch(below.words) is not None
    last = n + 1 if is_underlined else n
    words = lines[n].words
    if is_first:
        level = 1
    elif number := _NUMBERED.match(words):
        level = 2 + number[1].count(".")
    elif is_underlined:
        level = 1 if lines[last].words[0] == "=" else 2
    else:
        level = 2 if words.isupper() else 3
    block = Block("heading", lines[n].start, lines[last].end, level)
    return FoundHeading(words.strip("#*_= "), block, range(n, last + 1))


def _has_neighbour(lines: Sequence[Line], items: Mapping[int, Marker], n: int) -> bool:
    """Whether another item stands right above or below an item, without a blank line between."""
    return n - 1 in items or n + 1 in items


def _with_text(headings: list[FoundHeading], length: int) -> list[FoundHeading]:
    """The headings that have text below them; the lines of menus and lists have none.

    An underlined one is a heading in any case.
    """
    ends = [*(heading.block.start for heading in headings), length][1:]
    return [
        heading
        for n, (heading, end) in enumerate(zip(headings, ends, strict=True))
        if n == 0 or len(heading.lines) > 1 or end - heading.block.end >= _LEAST_TEXT
    ]


def _is_heading(line: str, before: str, after: str, width: int, *, is_first: bool) -> bool:
    words = line.split()
    if not _UNDERLINE.fullmatch(line) and len(after) >= 3 and _UNDERLINE.fullmatch(after):
        return len(line) <= _LONGEST_UNDERLINED and any(c.isalpha() for c in line)
    if len(line) > _LONGEST or len(words) > _MOST_WORDS:
        return False
    if not before and not after and is_first and not line.endswith("."):
        return True
    if line.endswith(_ENDS_SENTENCE) or _UNDERLINE.fullmatch(line) or parse_date(line):
        return False
    if _BULLET.match(line) and not _NUMBERED.match(line):
        return False
    first = next((c for c in line if c.isalnum()), "")
    if not (first.isupper() or first.isdigit()):
        return False
    apart = not before or before.endswith((".", "!", "?", "…", "”", "’", '"'))
    if not apart:
        return False
    # In wrapped text, the first line of a paragraph is about as long as any; a heading is shorter.
    if not after:
        return not before
    return not after[0].islower() and len(line) < _SHORTER * width
