"""Running headers, footers and page numbers, which are repeated on the pages of a document."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from ingest.readers.dates import parse_date
from ingest.readers.pdf.page.lines import Line, PageLayout

_EDGE = 0.15
"""Share of a page's height, from either edge, in which running headers are looked for."""
_MARGIN = 0.09
"""Share of a page's height, from either edge, in which there is no body text: a heading such as
"Day 3" is not there, so that a line whose number grows with the pages is a running header."""
_SAME_POSITION = 3.0
"""Points by which the position of a running header may differ from page to page."""
_ENOUGH_PAGES = 3
"""Pages on which a line outside the margin is repeated to be a running header."""
_MOST_NUMBERS = 6
"""Numbers of a line that are compared with the page's: a page number is among the first."""
_NUMBER = re.compile(r"\d+|(?<![a-z])[ivxlc]+(?![a-z])")
_PAGE_NUMBER = re.compile(
    r"(?<!\W)\W*+(?:(?:page|p\.|pg\.?)\s*+)?(\d{1,5})(?:\s*+(?:of|/)\s*+\d{1,5})?\W*+", re.I
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Positions = dict[tuple[str, bool], list[tuple[int, float]]]


def without_running_headers(layouts: Sequence[PageLayout]) -> tuple[list[PageLayout], list[Line]]:
    """The pages without their running headers, and these, in reading order.

    A line near a page's edge is a running header if several pages have the same words in the same
    position. In the margin, one number among the words may grow with the pages, and two pages are
    enough.
    """
    positions = _positions(layouts)
    kept: list[PageLayout] = []
    removed: list[Line] = []
    for layout in layouts:
        gone = {
            n
            for n, line in enumerate(layout.lines)
            if _is_page_number(line, layout) or _is_repeated(line, layout, positions, len(layouts))
        }
        removed += [layout.lines[n] for n in sorted(gone)]
        lines = tuple(line for n, line in enumerate(layout.lines) if n not in gone)
        kept.append(replace(layout, lines=lines))
    return kept, removed


def date_of(running_headers: Sequence[Line]) -> date | None:
    """The date that is a running header by itself; None if there is none or two differ."""
    found = {day for line in running_headers if (day := parse_date(line.text))}
    return found.pop() if len(found) == 1 else None


def _positions(layouts: Sequence[PageLayout]) -> _Positions:
    """For each key and edge: the number of each page with it, and its distance from the edge."""
    positions: _Positions = defaultdict(list)
    for layout in layouts:
        for line in layout.lines:
            edge = _edge(line, layout)
            if edge:
                for words in _keys(line, layout):
                    positions[words, edge[0]].append((layout.number, edge[1]))
    return positions


def _edge(line: Line, layout: PageLayout) -> tuple[bool, float] | None:
    """The edge that a line is near, True for the top, and the distance; None if near neither."""
    if line.baseline <= _EDGE * layout.height:
        return True, line.baseline
    if line.baseline >= (1 - _EDGE) * layout.height:
        return False, layout.height - line.baseline
    return None


def _in_margin(line: Line, layout: PageLayout) -> bool:
    return not _MARGIN * layout.height < line.baseline < (1 - _MARGIN) * layout.height


def _keys(line: Line, layout: PageLayout) -> Iterator[str]:
    """The line's words; and the words with one number replaced by its distance to the page's.

    Two lines share a key if they are equal except for a number that grows with the pages.
    """
    words = line.text.lower()
    yield words
    numbers = _NUMBER.finditer(words) if _in_margin(line, layout) else ()
    for match in islice(numbers, _MOST_NUMBERS):
        value = _value(match.group())
        if value < 100_000:
            yield f"{words[: match.start()]}\0{value - layout.number:+d}\0{words[match.end() :]}"


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits[:9])
    values = [_ROMAN[letter] for letter in digits]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _is_repeated(line: Line, layout: PageLayout, positions: _Positions, pages: int) -> bool:
    edge = _edge(line, layout)
    if edge is None or (pages < _ENOUGH_PAGES and not _in_margin(line, layout)):
        return False
    top, distance = edge
    most = max(
        len({page for page, d in positions[words, top] if abs(d - distance) <= _SAME_POSITION})
        for words in _keys(line, layout)
    )
    return most >= max(2, min(_ENOUGH_PAGES, pages))


def _is_page_number(line: Line, layout: PageLayout) -> bool:
    """Whether the line is the number of its page, above or below all other lines."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    if not match or int(match.group(1)) != layout.number or _edge(line, layout) is None:
        return False
    others = [other.baseline for other in layout.lines if other is not line]
    return bool(others) and not min(others) <= line.baseline <= max(others)
