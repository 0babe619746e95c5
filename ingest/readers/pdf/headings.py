"""Which paragraphs are headings: those set as headings, and those that the outline names."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.dates import parse_date
from ingest.readers.pdf.breaks import is_item
from ingest.readers.pdf.paragraphs import Paragraph

_LONGEST = 140
_MOST_WORDS = 20
_LARGER = 1.12
_NEARLY = 0.97
_MOST_SHARE = 0.3
_BODY_SHARE = 0.1
_FEWEST_LETTERS = 3
_PROSE = 60
_ENDS = (".", ",", ";", ":", "!")
_NUMBERED = re.compile(
    r"(?:item|note|part|section|article|chapter|annex|(?<!\d)\d++(?:\.\d++)*)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline and the number of the page that it leads to."""

    title: str
    page: int


def headings(
    paragraphs: Sequence[Paragraph], bookmarks: Sequence[Bookmark]
) -> list[tuple[str, int]]:
    """Headings with their offsets.

    One that is only bold counts where prose follows it: in a table, the heads of columns are bold
    too. An outline's entry counts only where its words stand on its page. Where too much of the
    text is set as headings are, that tells nothing.
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
    return [(title, start) for start, title in sorted(found.items())]


def title_in(paragraphs: Sequence[Paragraph]) -> str:
    """The first of the first page's largest paragraphs, if they are larger than most text."""
    body = body_size(paragraphs)
    first = [p for p in paragraphs if p.page == paragraphs[0].page and _could_be(p)]
    largest = max((p.size for p in first), default=0.0)
    if largest < _LARGER * body:
        return ""
    return next(p.text for p in first if p.size == largest)


def body_size(paragraphs: Sequence[Paragraph]) -> float:
    """The largest size in which a good part of the prose is set; notes may be more, but smaller."""
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
