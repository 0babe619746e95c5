"""From lines to the paragraphs of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.breaks import Breaks
from ingest.readers.pdf.hyphens import glued, vocabulary
from ingest.readers.pdf.page.lines import Kind, Line, PageLayout
from rag.structure import Span
from rag.types import Page

_APART = "\n\n"
_NEXT_ROW = "\n"
_ROWS = {"head", "row"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, and how its lines are set.

    Attributes:
        start: offset in the text.
        page: number of the page that it begins on, from 1.
        size: median size of its lines, in points.
        bold: whether all of its lines are bold.
        is_table_row: whether it is a table's row.
        kind: of its lines.
        cells: of a table's row, the spans of its cells in the text.
        left: of its first line, in points from the page's left edge.
        top, bottom: baselines of its first and last lines, in points from the page's top edge.
    """

    text: str
    start: int
    page: int
    size: float
    bold: bool
    is_table_row: bool
    kind: Kind = ""
    cells: tuple[Span, ...] = ()
    left: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line's words in the text, and the characters that join them to the line before."""

    glue: str
    words: str
    page: int
    line: Line


def assemble(layouts: Sequence[PageLayout]) -> tuple[str, tuple[Page, ...], list[Paragraph]]:
    """The text of the pages, the span of each page in it, and its paragraphs.

    A paragraph is one line of the text; a blank line separates paragraphs, a line end the rows of a
    table. A paragraph may continue on the next page. Pages without text are skipped.
    """
    placed = _place([layout for layout in layouts if layout.lines])
    text = "".join(piece.glue + piece.words for piece in placed)
    confidence = {layout.number: layout.ocr for layout in layouts}
    pages: dict[int, Page] = {}
    groups: list[list[tuple[int, _Placed]]] = []
    cursor = 0
    for piece in placed:
        start = cursor + len(piece.glue)
        cursor = start + len(piece.words)
        first = pages[piece.page].start if piece.page in pages else start
        pages[piece.page] = Page(piece.page, first, cursor, confidence[piece.page])
        if piece.glue in {_APART, _NEXT_ROW} or not groups:
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
        if n + 1 < len(lines):
            after = lines[n + 1][1]
            if not starts[n + 1]:
                text, following = glued(text, after.text, words)
            elif _is_next_row(line, after):
                following = _NEXT_ROW
        placed.append(_Placed(glue, text, page, line))
        glue = following
    return placed


def _is_next_row(line: Line, after: Line) -> bool:
    """Whether both lines are rows of one table; a head begins another."""
    return {line.kind, after.kind} <= _ROWS and (line.kind, after.kind) != ("row", "head")


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
        kind=first.line.kind,
        cells=_cells(first.line.cells, start),
        left=first.line.left,
        top=first.line.baseline,
        bottom=last.line.baseline,
    )


def _cells(cells: Sequence[str], start: int) -> tuple[Span, ...]:
    """The spans of a row's cells, which are written between bars."""
    spans: list[Span] = []
    for cell in cells:
        begin = spans[-1][1] + 3 if spans else start + 2
        spans.append((begin, begin + len(cell)))
    return tuple(spans)
