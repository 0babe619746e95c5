"""Which rows of a table are its head, where the format does not say so."""

import re
from collections.abc import Sequence

from ingest.readers.blocks import Blocks

_NUMBER = re.compile(
    r"[(\[]?[-+−–~<>≈]?[A-Z]{0,3}[$€£¥]?\s?\d[\d.,'’\s]{0,24}\s?(?:%|[a-zA-Z]{1,3}|[$€£¥]|pp)?[)\]]?"
    r"|\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{1,4}(?: \d\d?:\d\d(?::\d\d)?)?"
    r"|n/?a|[-–—]|\.\.+|…"
)
_YEAR = re.compile(
    r"(?:FY ?)?(?:19|20)\d{2}(?:[-/–]\d{2,4})?(?: ?[a-zA-Z]{1,10})?\.?|Q[1-4]\b.{0,9}"
)
_LONGEST_HEAD = 120
"""Characters of a cell that names a column; one that is longer is text."""
_SAMPLE = 50
"""Rows looked at below the first."""
_MOST_OTHERS = 0.3
"""Share of the cells of a column of figures that may be none, such as notes."""


def add_table(
    blocks: Blocks, rows: Sequence[Sequence[str]], *, head: int | None, stands_out: bool = False
) -> None:
    """Add a table.

    Args:
        rows: the cells' words.
        head: how many of the first rows are its head; None where the format does not say.
        stands_out: whether the first row looks different from those below.
    """
    if head is None:
        head = int(has_head(rows, stands_out=stands_out))
    for n, cells in enumerate(rows):
        blocks.add_row(cells, "head" if n < head < len(rows) else "row")


def has_head(rows: Sequence[Sequence[str]], *, stands_out: bool = False) -> bool:
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
