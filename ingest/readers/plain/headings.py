"""The headings of plain text: short lines that stand apart and do not end like a sentence."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ingest.readers.dates import parse_date
from ingest.structure.lines import Line, goes_on
from ingest.structure.markers import Marker, marker_of
from rag.language.english import STOP_WORDS
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
_LEAST_BROKEN_OFF = 4
"""Words of a line that breaks off within a sentence: "The toll was raised in"."""
_MOST_TITLE_LINES = 3
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
        if n in taken or not line.words or (n in items and _has_neighbour(items, n)):
            continue
        if n == first and (title := _title(lines, n)):
            found.append(title)
            taken = {*taken, *title.lines}
            continue
        if line.words.endswith(":") and _next_with_words(lines, n) in items:
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


def _title(lines: Sequence[Line], first: int) -> FoundHeading | None:
    """The title of several lines that a text begins with, if it does."""
    last = first + 1
    while last < len(lines) and lines[last].words:
        above, below = lines[last - 1], lines[last]
        in_capitals = above.words.isupper() and below.words.isupper()
        if not (in_capitals or goes_on(above, below, 0)) or last - first >= _MOST_TITLE_LINES:
            return None
        last += 1
    words = [line.words for line in lines[first:last]]
    is_short = all(len(line) <= _LONGEST for line in words)
    if len(words) < 2 or not is_short or words[-1].endswith(_ENDS_SENTENCE):
        return None
    if marker_of(words[0]) or any(map(parse_date, words)):
        return None
    block = Block("heading", lines[first].start, lines[last - 1].end, 1)
    return FoundHeading(" ".join(words).strip("#*_= "), block, range(first, last))


def _next_with_words(lines: Sequence[Line], n: int) -> int:
    """The position of the next line that is not blank; the number of lines where there is none."""
    return next((k for k in range(n + 1, min(n + 4, len(lines))) if lines[k].words), len(lines))


def _has_neighbour(items: Mapping[int, Marker], n: int) -> bool:
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
    if len(words) >= _LEAST_BROKEN_OFF and words[-1] in STOP_WORDS:
        return False
    return not after[0].islower() and len(line) < _SHORTER * width
