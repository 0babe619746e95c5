"""Which paragraphs are headings: those set as headings, and those in the file's outline."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.base import Heading
from ingest.readers.dates import parse_date
from ingest.readers.pdf.breaks import is_item
from ingest.readers.pdf.paragraphs import Paragraph

_LONGEST = 140
"""Characters of a heading: two lines of an ordinary page."""
_MOST_WORDS = 20
_LARGER = 1.12
"""Size of a heading relative to the body's: one point more beside a body of 8."""
_NEARLY = 0.97
"""Size of a bold heading relative to the body's; smaller bold lines are notes and captions."""
_MOST_SHARE = 0.3
"""Share of the text set as headings above which the setting does not mark headings."""
_BODY_SHARE = 0.1
"""Share of the prose that a size must have to be the body's."""
_FEWEST_LETTERS = 3
_PROSE = 60
"""Characters from which a paragraph is prose, and not a label or a cell."""
_ENDS = (".", ",", ";", ":", "!")
_NUMBERED = re.compile(
    r"(?:item|note|part|section|article|chapter|annex|(?<!\d)\d++(?:\.\d++)*)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline, and the number of the page that it leads to, from 1."""

    title: str
    page: int


def headings(paragraphs: Sequence[Paragraph], bookmarks: Sequence[Bookmark]) -> list[Heading]:
    """The headings and their offsets, in reading order.

    A paragraph that is bold, but not larger than the body, counts only if prose follows it: the
    heads of a table's columns are bold too. An entry of the outline counts only if its page has a
    paragraph of its words. If too much of the text is set as headings are, only the outline counts.
    """
    body = body_size(paragraphs)
    plain = not _is_mostly_bold(paragraphs)
    found: dict[int, str] = {}
    before_prose = False
    for paragraph in reversed(paragraphs):
        heading = _is_heading(paragraph, body, plain)
        if heading and (before_prose or paragraph.size >= _LARGER * body):
            found[paragraph.start] = paragraph.text
        if not heading:
            before_prose = _is_prose(paragraph)
    if sum(map(len, found.values())) > _MOST_SHARE * sum(len(p.text) for p in paragraphs):
        found = {}
    by_page: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_page[paragraph.page].append(paragraph)
    for bookmark in bookmarks:
        named = next((p for p in by_page[bookmark.page] if _names(bookmark.title, p.text)), None)
        if named:
            found[named.start] = named.text
    return [Heading(title, start) for start, title in sorted(found.items())]


def title_in(paragraphs: Sequence[Paragraph]) -> str:
    """The first of the first page's largest paragraphs; "" if they are no larger than the body."""
    body = body_size(paragraphs)
    first = [p for p in paragraphs if p.page == paragraphs[0].page and _could_be(p)]
    largest = max((p.size for p in first), default=0.0)
    if largest < _LARGER * body:
        return ""
    return next(p.text for p in first if p.size == largest)


def body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The largest size that a good part of the prose has; notes may be longer, but are smaller."""
    sizes: Counter[float] = Counter()
    for paragraph in [p for p in paragraphs if _is_prose(p)] or paragraphs:
        sizes[paragraph.size] += len(paragraph.text)
    return max(size for size in sizes if sizes[size] >= _BODY_SHARE * sizes.total())


def _is_mostly_bold(paragraphs: Sequence[Paragraph]) -> bool:
    bold = sum(len(p.text) for p in paragraphs if p.bold)
    return bold > sum(len(p.text) for p in paragraphs) / 2


def _is_heading(paragraph: Paragraph, body: float, plain: bool) -> bool:
    if paragraph.is_table_row or not _could_be(paragraph):
        return False
    set_bold = plain and paragraph.bold and paragraph.size >= _NEARLY * body
    if not set_bold and paragraph.size < _LARGER * body:
        return False
    text = paragraph.text
    numbered = _NUMBERED.match(text) and ". " not in text[10:]
    if ";" in text or is_item(text):
        return False
    return not text.endswith(_ENDS) or bool(numbered and text.endswith("."))


def _is_prose(paragraph: Paragraph) -> bool:
    return not paragraph.is_table_row and len(paragraph.text) >= _PROSE


def _could_be(paragraph: Paragraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS or parse_date(text):
        return False
    first = next((c for c in text if c.isalnum()), "")
    letters = sum(c.isalpha() for c in text)
    return letters >= _FEWEST_LETTERS and (first.isupper() or first.isdigit())


def _names(title: str, text: str) -> bool:
    return len(text) <= _LONGEST and _bare(title) == _bare(text) != ""


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
