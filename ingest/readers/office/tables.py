"""Which rows of a table are its head, where the format does not say so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.blocks import Blocks

_NUMBER = re.compile(
    r"[(\[]?[-+−–~<>≈]?[A-Z]{0,3}[$€£¥]?\s?\d[\d.,'’\s]{0,24}\s?(?:%|[a-zA-Z]{1,3}|[$€£¥]|pp)?[)\]]?"
    r"|\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}(?: \d\d?:\d\d(?::\d\d)?)?"
    r"|n/?a|[-–—]|\.\.+|…"
)
_YEAR = re.compile(
    r"(?:FY ?)?(?:19|20)\d{2}(?:[-/–]\d{2,4})?(?: ?[a-zA-Z]{1,10})?\.?|Q[1-4]\b.{0,9}"
)
MOST_COLUMNS = 63
"""Columns that a table of Word can have; a cell that says it spans more is cut."""
_LONGEST_REPEATED = 200
"""Characters of a cell that spans rows, or columns of a head, that are written in each of them."""
_LONGEST_HEAD = 120
"""Characters of a cell that names a column; one that is longer is text."""
_SAMPLE = 50
"""Rows looked at below the first."""
_MOST_OTHERS = 0.3
"""Share of the cells of a column of figures that may be none, such as notes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row's words.

    Attributes:
        cells: of each column; of a cell that spans columns, in the first of them.
        repeated: the same, of a cell that spans columns in each of them, as heads are written.
        is_title: whether one cell spans all columns.
    """

    cells: list[str]
    repeated: list[str]
    is_bold: bool = False
    is_title: bool = False


class Lines:
    """Composes the rows of a table of cells that may span rows and columns."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._cells: list[str] = []
        self._repeated: list[str] = []
        self._bold: list[bool] = []

    def add(
        self, words: str, span: int = 1, *, continues: bool = False, bold: bool = False
    ) -> None:
        """Add a cell to the row.

        Args:
            span: how many columns it is wide.
            continues: whether it belongs to the cell above, whose words it then repeats.
        """
        column = len(self._cells)
        if continues and not words and self._lines and column < len(self._lines[-1].cells):
            words = _if_short(self._lines[-1].cells[column])
        span = min(max(span, 1), MOST_COLUMNS)
        self._cells += [words] + [""] * (span - 1)
        self._repeated += [words] + [_if_short(words)] * (span - 1)
        self._bold += [bold] if words.strip() else []

    def end_row(self, columns: int, *, is_title: bool = False) -> None:
        """End the row, filled up to that many columns."""
        free = [""] * (columns - len(self._cells))
        is_bold = bool(self._bold) and all(self._bold)
        is_title = is_title and any(self._cells)
        self._lines.append(Line(self._cells + free, self._repeated + free, is_bold, is_title))
        self._cells, self._repeated, self._bold = [], [], []

    def add_to(self, blocks: Blocks, heads: int, *, stands_out: bool = False) -> None:
        """Add the table to blocks.

        Args:
            heads: how many rows are known to be its head.
            stands_out: whether the first row looks different from those below.
        """
        first = 0
        while first < len(self._lines) - 1 and self._lines[first].is_title:
            blocks.add(next(filter(None, self._lines[first].cells)), "caption")
            first += 1
        lines, heads = self._lines[first:], max(heads - first, 0)
        if not heads:
            bold = len(lines) > 1 and lines[0].is_bold and not lines[1].is_bold
            heads = int(has_head([line.cells for line in lines], stands_out=bold or stands_out))
        heads = min(heads, len(lines) - 1)
        for n, line in enumerate(lines):
            blocks.add_row(
                line.repeated if n < heads else line.cells, "head" if n < heads else "row"
            )
        blocks.end_table()


def _if_short(words: str) -> str:
    """The words, or "" where they are too long to be repeated."""
    return words if len(words) <= _LONGEST_REPEATED else ""


def has_head(rows: Sequence[Sequence[str]], *, stands_out: bool) -> bool:
    """Whether the first row names the columns.

    It does where it has words alone, and looks different or stands over a column of figures.

    Args:
        rows: the cells' words, row by row.
        stands_out: whether the first row looks different from those below.
    """
    if not could_be_head(rows):
        return False
    below = rows[1 : 1 + _SAMPLE]
    if stands_out:
        return True
    enough = 1 if len(rows[0]) > 2 else 2
    names = (n for n, name in enumerate(rows[0]) if name.strip())
    return any(_is_column_of_figures(below, n, enough) for n in names)


def could_be_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row may name the columns: all but its first cell are words, or years."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    named = [cell.strip() for cell in rows[0]]
    return all(
        (name or n == 0) and len(name) <= _LONGEST_HEAD and (not is_figure(name) or is_year(name))
        for n, name in enumerate(named)
    )


def is_figure(words: str) -> bool:
    """Whether a cell holds a number, amount or date."""
    return _NUMBER.fullmatch(words.strip()) is not None


def is_year(words: str) -> bool:
    """Whether a cell holds a year or quarter, which may name a column."""
    return _YEAR.fullmatch(words.strip()) is not None


def _is_column_of_figures(rows: Sequence[Sequence[str]], column: int, enough: int) -> bool:
    cells = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    figures = sum(map(is_figure, cells))
    return figures >= max(enough, (1 - _MOST_OTHERS) * len(cells))
