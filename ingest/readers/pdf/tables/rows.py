"""Rows of a table, as lines of a page, and which of them are its head."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.blocks import clean
from ingest.readers.pdf.page.lines import Line

_MOST_HEADS = 5
_FIGURE = re.compile(
    r"[(\[]?[-+–−$€£¥<>~≈]?\s?\d[\d.,\s]*+[%)\]*†‡a-z]{0,4}|[-–—*n/a.]{1,3}", re.IGNORECASE
)
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d{2}(?:[-–/]\d{2,4})?")
_LONGEST_HEAD = 160


class Row:
    """A row: its cells, and the lines that they are made of."""

    __slots__ = ("cells", "lines")

    def __init__(self, cells: Sequence[str], lines: Sequence[Line]) -> None:
        self.cells = tuple(map(clean, cells))
        self.lines = tuple(lines)

    @property
    def bold(self) -> bool:
        """Whether all of its lines are bold."""
        return all(line.bold for line in self.lines)


def is_figure(cell: str) -> bool:
    """Whether a cell is a number with its signs, or stands for a missing one."""
    return bool(_FIGURE.fullmatch(cell))


def as_lines(rows: Sequence[Row]) -> list[Line]:
    """A line for each row, its cells between bars."""
    heads = _heads(rows)
    return [_line(row, n < heads) for n, row in enumerate(rows)]


def _line(row: Row, head: bool) -> Line:
    first = row.lines[0]
    text = "| " + " | ".join(row.cells) + " |"
    return replace(
        first,
        text=text,
        right=max(line.right for line in row.lines),
        baseline=max(line.baseline for line in row.lines),
        bold=row.bold,
        is_table_row=True,
        kind="head" if head else "row",
        cells=row.cells,
    )


def _heads(rows: Sequence[Row]) -> int:
    """How many of the first rows name the columns.

    They are bold above rows that are not, or have no figures above rows that have; a year is not
    a figure there. A table without either has no head that could be told.
    """
    has_figures = [_has_figures(row) for row in rows]
    most = min(_MOST_HEADS, len(rows) - 1)
    plain = 0
    while plain < most and not has_figures[plain] and _is_short(rows[plain]):
        plain += 1
    bold = 0
    while bold < most and rows[bold].bold and _is_short(rows[bold]):
        bold += 1
    if bold < most and bold and not has_figures[bold - 1]:
        return _without_labels(rows, bold)
    if any(has_figures[plain:]) and plain:
        return _without_labels(rows, plain)
    return 0


def _without_labels(rows: Sequence[Row], heads: int) -> int:
    """The number of heads without the labels of groups of rows at their end."""
    while heads > 1 and rows[heads - 1].cells[0] and not any(rows[heads - 1].cells[1:]):
        heads -= 1
    return heads if any(any(row.cells[1:]) for row in rows[:heads]) else 0


def _has_figures(row: Row) -> bool:
    return any(is_figure(c) and not _YEAR.fullmatch(c) for c in row.cells[1:] if c)


def _is_short(row: Row) -> bool:
    return sum(map(len, row.cells)) <= _LONGEST_HEAD + 40 * len(row.cells)
