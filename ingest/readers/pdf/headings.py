"""Which paragraphs are headings: those set as headings, and those in the file's outline."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.base import Heading
from ingest.readers.dates import parse_date
from ingest.readers.pdf.breaks import is_item
from ingest.readers.pdf.paragraphs import Paragraph
from rag.language.document_words import PART_WORDS
from rag.language.mail_words import REGARDING, SUBJECT
from rag.language.patterns import any_of

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
_DEEPEST = 6
"""Levels of headings that are told apart, as in HTML."""
_SAME_SIZE = 0.95
"""Ratio of two sizes from which they are one: rounding accounts for the rest."""
_FEWEST_LETTERS = 3
_PROSE = 60
"""Characters from which a paragraph is prose, and not a label or a cell."""
_ENDS = (".", ",", ";", ":", "!")
_NEAR_TITLE = 2.6
"""Distance of a title's lines, and of a subtitle from it, relative to their size."""
_SUBTITLE = 1.4
"""Size of a subtitle relative to the body's."""
_SUBJECT = re.compile(rf"{any_of((*SUBJECT, *REGARDING))}\s?:\s+(\S.{{5,200}})", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:{any_of(PART_WORDS)}|(?<!\d)\d++(?:\.\d++)*)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: the number of the page that it leads to, from 1, and its level."""

    title: str
    page: int
    level: int = 1


def headings(paragraphs: Sequence[Paragraph], bookmarks: Sequence[Bookmark]) -> list[Heading]:
    """The headings and their offsets, in reading order.

    A paragraph that is bold, but not larger than the body, counts only if prose follows it: the
    heads of a table's columns are bold too. An entry of the outline counts only if its page has a
    paragraph of its words. If too much of the text is set as headings are, only the outline counts.
    """
    body = body_size(paragraphs)
    plain = not _is_mostly_bold(paragraphs)
    found: dict[int, Paragraph] = {}
    before_prose = False
    for paragraph in reversed(paragraphs):
        heading = _is_heading(paragraph, body, plain)
        if heading and (before_prose or paragraph.size >= _LARGER * body):
            found[paragraph.start] = paragraph
        if not heading:
            before_prose = _is_prose(paragraph)
    if sum(len(p.text) for p in found.values()) > _MOST_SHARE * sum(
        len(p.text) for p in paragraphs
    ):
        found = {}
    listed: dict[int, int] = {}
    by_page: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_page[paragraph.page].append(paragraph)
    for bookmark in bookmarks:
        named = next((p for p in by_page[bookmark.page] if _names(bookmark.title, p.text)), None)
        if named:
            found[named.start] = named
            listed[named.start] = min(max(bookmark.level, 1), _DEEPEST)
    levels = _levels(list(found.values()))
    return [
        Heading(heading.text, start, listed.get(start) or levels[heading.size, heading.bold])
        for start, heading in sorted(found.items())
    ]


def _levels(found: Sequence[Paragraph]) -> dict[tuple[float, bool], int]:
    """The level of each size and weight of the headings: the largest are the outermost."""
    levels: dict[tuple[float, bool], int] = {}
    level = 0
    before = (0.0, False)
    for size, bold in sorted({(p.size, p.bold) for p in found}, reverse=True):
        if size < before[0] * _SAME_SIZE or bold != before[1] or not level:
            level = min(level + 1, _DEEPEST)
        levels[size, bold] = level
        before = (size, bold)
    return levels


def title_in(paragraphs: Sequence[Paragraph]) -> str:
    """The title that the first page shows; "" if it shows none.

    That is what stands behind "Subject:", as in a memorandum; else the first of the largest
    paragraphs with those of its size right below it, and a subtitle nearly as large.
    """
    body = body_size(paragraphs)
    page = [p for p in paragraphs if p.page == paragraphs[0].page]
    subject = next((m for p in page if (m := _SUBJECT.fullmatch(p.text))), None)
    if subject:
        return subject.group(1)
    first = [p for p in page if _could_be(p)]
    largest = max((p.size for p in first), default=0.0)
    if largest < _LARGER * body:
        return ""
    start = next(n for n, p in enumerate(page) if p.size == largest and p in first)
    title, last = page[start].text, page[start]
    for paragraph in page[start + 1 :]:
        near = 0 < paragraph.top - last.bottom <= _NEAR_TITLE * max(last.size, paragraph.size)
        same = paragraph.size >= _SAME_SIZE * last.size
        subtitle = same or (last.size == largest and paragraph.size >= _SUBTITLE * body)
        if not near or not subtitle or len(title) + len(paragraph.text) > _LONGEST:
            break
        if not same and parse_date(paragraph.text):
            break
        title += f"{' ' if same else ': '}{paragraph.text}"
        last = paragraph
    return title


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
