"""Tables of Rich Text files: cells one after the other, their borders described beside them."""

import bisect
from dataclasses import dataclass, field

from ingest.readers.blocks import Blocks
from ingest.readers.office.tables import MOST_COLUMNS, Lines

_TOLERANCE = 30
"""Twentieths of a point within which two borders are one."""


@dataclass(slots=True)
class _Cell:
    words: str
    is_bold: bool
    continues: bool = False
    right: int | None = None


@dataclass(slots=True)
class Table:
    """The table that is read: its rows so far, the cells of the row, and the lines of the cell."""

    _rows: list[list[_Cell]] = field(default_factory=list)
    _heads: int = 0
    _cells: list[_Cell] = field(default_factory=list)
    _lines: list[tuple[str, bool]] = field(default_factory=list)
    _borders: list[tuple[int, bool]] = field(default_factory=list)
    _is_head: bool = False
    _continues: bool = False

    def describe(self, word: str, number: int | None) -> None:
        """A word of a row's description: that the row is a head, or of its next cell."""
        if word == "trowd":
            self._borders, self._is_head, self._continues = [], False, False
        elif word == "trhdr":
            self._is_head = True
        elif word == "clvmrg":
            self._continues = True
        elif word == "cellx":
            self._borders.append((round((number or 0) / _TOLERANCE), self._continues))
            self._continues = False

    def add_line(self, words: str, *, is_bold: bool) -> None:
        """Add a paragraph to the cell."""
        if words.strip():
            self._lines.append((words, is_bold))

    def end_cell(self) -> None:
        """The cell ends."""
        words = " ".join(line for line, _ in self._lines)
        self._cells.append(_Cell(words, all(is_bold for _, is_bold in self._lines)))
        self._lines = []

    def end_row(self) -> None:
        """The row ends."""
        if self._lines:
            self.end_cell()
        for cell, (right, continues) in zip(self._cells, self._borders, strict=False):
            cell.right, cell.continues = right, continues
        if self._is_head and self._heads == len(self._rows):
            self._heads += 1
        self._rows += [self._cells] if self._cells else []
        self._cells = []

    def add_to(self, blocks: Blocks) -> None:
        """Add the table to blocks."""
        self.end_row()
        borders = sorted({c.right for row in self._rows for c in row if c.right is not None})
        lines = Lines()
        columns = max(map(len, self._rows), default=0)
        columns = max(columns, min(len(borders), MOST_COLUMNS))
        for row in self._rows:
            column = 0
            for cell in row:
                end = column + 1
                if cell.right is not None:
                    end = max(bisect.bisect_right(borders, cell.right), end)
                lines.add(cell.words, end - column, continues=cell.continues, bold=cell.is_bold)
                column = end
            lines.end_row(columns, is_title=len(row) == 1 and column == columns)
        lines.add_to(blocks, self._heads)
