"""Lines to the paragraphs of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.breaks import Breaks
from ingest.readers.pdf.hyphens import glued, vocabulary
from ingest.readers.pdf.lines import Line, PageLayout
from rag.types import Page

_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, with what its lines look like.

    Attributes:
        start: offset in the text.
        page: number of the page that it begins on.
        is_table_row: whether it is a table's row.
    """

    text: str
    start: int
    page: int
    size: float
    bold: bool
    is_table_row: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line's words as they are written, after what joins them to the line before."""

    glue: str
    words: str
    page: int
    line: Line


def assemble(sheets: Sequence[PageLayout]) -> tuple[str, tuple[Page, ...], list[Paragraph]]:
    """The text of the pages, where each page stands in it, and its paragraphs.

    A paragraph is one line of the text; paragraphs stand apart by a blank line. One that goes on
    over a page's end is not parted. A page without text is passed over.
    """
    placed = _place([sheet for sheet in sheets if sheet.lines])
    text = "".join(piece.glue + piece.words for piece in placed)
    pages: dict[int, Page] = {}
    groups: list[list[tuple[int, _Placed]]] = []
    cursor = 0
    for piece in placed:
        start = cursor + len(piece.glue)
        cursor = start + len(piece.words)
        first = pages[piece.page].start if piece.page in pages else start
        pages[piece.page] = Page(piece.page, first, cursor)
        if piece.glue == _APART or not groups:
            groups.append([])
        groups[-1].append((start, piece))
    return text, tuple(pages.values()), [_paragraph(group, text) for group in groups]


def _place(sheets: Sequence[PageLayout]) -> list[_Placed]:
    lines = [(sheet.number, line) for sheet in sheets for line in sheet.lines]
    parted = list(_parted(sheets))
    words = vocabulary(line.text for _, line in lines)
    placed: list[_Placed] = []
    glue = ""
    for n, (page, line) in enumerate(lines):
        text, following = line.text, _APART
        if n + 1 < len(lines) and not parted[n + 1]:
            text, following = glued(text, lines[n + 1][1].text, words)
        placed.append(_Placed(glue, text, page, line))
        glue = following
    return placed


def _parted(sheets: Sequence[PageLayout]) -> Iterator[bool]:
    """For each line of the pages, whether it begins a paragraph."""
    breaks = Breaks(sheets)
    previous: PageLayout | None = None
    for sheet in sheets:
        yield previous is None or breaks.across(previous.lines, sheet.lines)
        for n in range(1, len(sheet.lines)):
            yield breaks.between(sheet.lines, n)
        previous = sheet


def _paragraph(group: Sequence[tuple[int, _Placed]], text: str) -> Paragraph:
    start, first = group[0]
    last_start, last = group[-1]
    return Paragraph(
        text=text[start : last_start + len(last.words)],
        start=start,
        page=first.page,
        size=median(piece.line.size for _, piece in group),
        bold=all(piece.line.bold for _, piece in group),
        is_table_row=any(piece.line.is_table_row for _, piece in group),
    )
