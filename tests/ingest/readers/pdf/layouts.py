"""Lines and pages as plain values; the defaults are those of a line of a paragraph of 10 points."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.readers.pdf.page.lines import Line, PageLayout
from ingest.readers.pdf.paragraphs import Paragraph

HEIGHT = 800.0
LEADING = 12.0
LEFT, RIGHT = 72.0, 520.0


def line(text: str, baseline: float = 100.0, **changes: Any) -> Line:
    """A line over the full width of the column."""
    usual = Line(
        text=text,
        left=LEFT,
        right=RIGHT,
        baseline=baseline,
        size=10.0,
        bold=False,
        is_table_row=False,
        first_word=30.0,
    )
    return replace(usual, **changes)


def spaced(*texts: str, start: float = 100.0, step: float = LEADING) -> list[Line]:
    """Lines one below the other."""
    return [line(text, start + n * step) for n, text in enumerate(texts)]


def page(lines: Sequence[Line], number: int = 1) -> PageLayout:
    return PageLayout(number, HEIGHT, tuple(lines))


def paragraph(text: str, start: int = 0, **changes: Any) -> Paragraph:
    usual = Paragraph(text=text, start=start, page=1, size=10.0, bold=False, is_table_row=False)
    return replace(usual, **changes)
