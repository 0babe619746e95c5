"""From lines to the paragraphs of a text."""

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
    """A paragraph of the text, and how its lines are set.

    Attributes:
        start: offset in the text.
        page: number of the page that it begins on, from 1.
        size: median size of its lines, in points.
        bold: whether all of its lines are bold.
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
    """A line's words in the text, and the characters that join them to the line before."""

    glue: str
    words: str
    page: int
    line: Line


def assemble(layouts: Sequence[PageLayout]) -> tuple[str, tuple[Page, ...], list[Paragraph]]:
    """The text of the pages, the span of each page in it, and its paragraphs.

    A paragraph is one line of the text; a blank line separates paragraphs. A paragraph may continue
    on the next page. Pages without text are skipped.
    """
    placed = _place([layout for layout in layouts if layout.lines])
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


def _place(layouts: Sequence[PageLayout]) -> list[_Placed]:
    lines = [(layout.number, line) for layout in layouts for line in layout.lines]
    starts = list(_paragraph_starts(layouts))
    words = vocabulary(line.text for _, line in lines)
    placed: list[_Placed] = []
    glue = ""
    for n, (page, line) in enumerate(lines):
        text, following = line.text, _APART
        if n + 1 < len(lines) and not starts[n + 1]:
            text, following = glued(text, lines[n + 1][1].text, words)
        placed.append(_Placed(glue, text, page, line))
        glue = following
    return placed


def _paragraph_starts(layouts: Sequence[PageLayout]) -> Iterator[bool]:
    """For each line of the pages, whether it begins a paragraph."""
    breaks = Breaks(layouts)
    previous: PageLayout | None = None
    for layout in layouts:
        yield previous is None or breaks.across(previous.lines, layout.lines)
        for n in range(1, len(layout.lines)):
            yield breaks.between(layout.lines, n)
        previous = layout


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
