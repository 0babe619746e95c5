"""What stands on each page but belongs to none: running headers and footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from ingest.readers.dates import parse_date
from ingest.readers.pdf.lines import Line, PageLayout

_EDGE = 0.15
_MARGIN = 0.09
"""Beyond it no heading such as "Day 3" stands: what counts as the pages do is furniture there."""
_SAME_PLACE = 3.0
_ENOUGH_PAGES = 3
_MOST_NUMBERS = 6
_NUMBER = re.compile(r"\d+|(?<![a-z])[ivxlc]+(?![a-z])")
_PAGE_NUMBER = re.compile(
    r"(?<!\W)\W*+(?:(?:page|p\.|pg\.?)\s*+)?(\d{1,5})(?:\s*+(?:of|/)\s*+\d{1,5})?\W*+", re.I
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_Places = dict[tuple[str, bool], list[tuple[int, float]]]


def without_running_headers(sheets: Sequence[PageLayout]) -> tuple[list[PageLayout], list[Line]]:
    """The pages without their furniture, and the furniture, in reading order.

    A line is furniture where it stands near a page's edge and the same words stand in the same
    place of several pages. In the margin, one number among the words may count as the pages do,
    and two pages are several.
    """
    places = _places(sheets)
    kept: list[PageLayout] = []
    removed: list[Line] = []
    for sheet in sheets:
        gone = {
            n
            for n, line in enumerate(sheet.lines)
            if _is_page_number(line, sheet) or _is_repeated(line, sheet, places, len(sheets))
        }
        removed += [sheet.lines[n] for n in sorted(gone)]
        lines = tuple(line for n, line in enumerate(sheet.lines) if n not in gone)
        kept.append(PageLayout(sheet.number, sheet.height, lines))
    return kept, removed


def date_of(furniture: Sequence[Line]) -> date | None:
    """The date that stands in the furniture by itself; None where two differ or none does."""
    found = {day for line in furniture if (day := parse_date(line.text))}
    return found.pop() if len(found) == 1 else None


def _places(sheets: Sequence[PageLayout]) -> _Places:
    """Where the words near the edges stand: number of the page and distance from the edge."""
    places: _Places = defaultdict(list)
    for sheet in sheets:
        for line in sheet.lines:
            edge = _edge(line, sheet)
            if edge:
                for words in _keys(line, sheet):
                    places[words, edge[0]].append((sheet.number, edge[1]))
    return places


def _edge(line: Line, sheet: PageLayout) -> tuple[bool, float] | None:
    """Whether a line is near the top, and its distance from that edge; None in between."""
    if line.baseline <= _EDGE * sheet.height:
        return True, line.baseline
    if line.baseline >= (1 - _EDGE) * sheet.height:
        return False, sheet.height - line.baseline
    return None


def _in_margin(line: Line, sheet: PageLayout) -> bool:
    return not _MARGIN * sheet.height < line.baseline < (1 - _MARGIN) * sheet.height


def _keys(line: Line, sheet: PageLayout) -> Iterator[str]:
    """The words, and the words with each number in its turn told by how far it is from the page's.

    Two lines share a key where they are equal but for a number that goes up with the pages.
    """
    words, page = line.text.lower(), sheet.number
    yield words
    numbers = _NUMBER.finditer(words) if _in_margin(line, sheet) else ()
    for match in islice(numbers, _MOST_NUMBERS):
        value = _value(match.group())
        if value < 100_000:
            yield f"{words[: match.start()]}\0{value - page:+d}\0{words[match.end() :]}"


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits[:9])
    values = [_ROMAN[letter] for letter in digits]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _is_repeated(line: Line, sheet: PageLayout, places: _Places, pages: int) -> bool:
    edge = _edge(line, sheet)
    if edge is None or (pages < _ENOUGH_PAGES and not _in_margin(line, sheet)):
        return False
    top, distance = edge
    most = max(
        len({page for page, d in places[words, top] if abs(d - distance) <= _SAME_PLACE})
        for words in _keys(line, sheet)
    )
    return most >= max(2, min(_ENOUGH_PAGES, pages))


def _is_page_number(line: Line, sheet: PageLayout) -> bool:
    """Whether the line is the number of this very page, outside of all other lines."""
    match = _PAGE_NUMBER.fullmatch(line.text)
    if not match or int(match.group(1)) != sheet.number or _edge(line, sheet) is None:
        return False
    others = [other.baseline for other in sheet.lines if other is not line]
    return bool(others) and not min(others) <= line.baseline <= max(others)
