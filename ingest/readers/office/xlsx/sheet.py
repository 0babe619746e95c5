"""The rows of a sheet, read one after the other so that a large sheet takes little memory."""

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from ingest.readers.office.xlsx.workbook import PLAIN, CellStyle, Text, Workbook, text_of
from ingest.readers.office.xml import local_name, whole

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LAST_COLUMN = 16_384
_LAST_ROW = 1_048_576
_ON = {"1", "true"}
_MOST_SPANNING = 64
"""Cells that span one row from above; with more, the text would grow faster than the sheet."""
_LONGEST_REPEATED = 200
"""Characters of a cell that spans rows that are written in each of them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows.

    Attributes:
        span: how many columns it is wide.
    """

    words: str
    is_bold: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A visible row that shows something.

    Attributes:
        number: from 1.
        position: its number less the hidden rows above.
        cells: by column, from 1; a column that shows nothing is missing.
    """

    number: int
    position: int
    cells: dict[int, Cell]


@dataclass(slots=True)
class Layout:
    """What must be known of a sheet before its rows are read.

    Attributes:
        hidden: first and last column of what is hidden, in order.
        down: first row, last row and column of the cells that span rows, in order.
        across: for each row and column, how many columns a cell there spans.
        heads: numbers of rows that are known to name columns.
        frozen: how many rows stay in sight at the top.
    """

    hidden: list[tuple[int, int]] = field(default_factory=list)
    down: list[tuple[int, int, int]] = field(default_factory=list)
    across: dict[tuple[int, int], int] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    frozen: int = 0

    def is_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        n = bisect.bisect_right(self.hidden, (column, _LAST_COLUMN)) - 1
        return n >= 0 and column <= self.hidden[n][1]


def read_layout(stream: IO[bytes]) -> Layout:
    """Read what must be known of a sheet before its rows are read.

    Raises:
        lxml.etree.LxmlError: the sheet is damaged.
    """
    layout = Layout()
    for element in _elements(stream, ("row", "col", "mergeCell", "autoFilter", "pane")):
        name = local_name(element)
        if name == "col" and (element.get("hidden") in _ON or _is_flat(element.get("width"))):
            first, last = whole(element.get("min"), 1), whole(element.get("max"), 1)
            layout.hidden.append((first, min(last, _LAST_COLUMN)))
        elif name == "mergeCell":
            _add_merged(layout, element.get("ref", ""))
        elif name == "autoFilter" and (found := range_of(element.get("ref", ""))):
            layout.heads.add(found[0])
        elif name == "pane" and element.get("state", "").startswith("frozen"):
            layout.frozen = whole(element.get("ySplit"), 0)
    layout.hidden = _joined(layout.hidden)
    layout.down.sort()
    return layout


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _is_flat(size: str | None) -> bool:
    return size is not None and size.strip("0.") == ""


def _add_merged(layout: Layout, reference: str) -> None:
    found = range_of(reference)
    if found:
        first, left, last, right = found
        if last > first:
            layout.down.append((first, last, left))
        if right > left:
            layout.across[first, left] = right - left + 1


def range_of(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row and last column of a reference such as "A1:C3"."""
    begin, _, end = reference.partition(":")
    first, last = _REFERENCE.fullmatch(begin), _REFERENCE.fullmatch(end or begin)
    if first is None or last is None:
        return None
    return int(first[2]), _column(first[1]), int(last[2]), _column(last[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _elements(stream: IO[bytes], names: tuple[str, ...]) -> Iterator[Any]:
    """The elements of these names as the stream is read, each emptied once it was used."""
    from lxml import etree

    tags = tuple(f"{{*}}{name}" for name in names)
    for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and parent[0] is not element:
            del parent[0]


def read_rows(
    stream: IO[bytes], layout: Layout, workbook: Workbook, left_out: Counter[str]
) -> Iterator[SheetRow]:
    """The rows that show something, in order.

    A cell that spans rows is shown in each of them.

    Args:
        left_out: is changed: what is left out of the rows is counted in it.

    Raises:
        lxml.etree.LxmlError: the sheet is damaged.
    """
    spanning = _Spanning(layout)
    hidden_columns: set[int] = set()
    number = hidden_rows = 0
    for row in _elements(stream, ("row",)):
        number = min(whole(row.get("r"), number + 1), _LAST_ROW)
        cells: dict[int, Cell] = {}
        column = 0
        for element in row.iterchildren("{*}c"):
            reference = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            cell = _cell(element, workbook, left_out)
            if cell.words:
                cells[column] = replace(cell, span=layout.across.get((number, column), 1))
        spanning.fill(number, cells)
        hidden = {column for column in cells if layout.is_hidden(column)}
        hidden_columns |= hidden
        if row.get("hidden") in _ON or _is_flat(row.get("ht")):
            hidden_rows += 1
            left_out["hidden rows"] += bool(cells)
        elif cells.keys() - hidden:
            shown = {column: cell for column, cell in cells.items() if column not in hidden}
            yield SheetRow(number, number - hidden_rows, shown)
    left_out["hidden columns"] += len(hidden_columns)


class _Spanning:
    """The cells that span the row that is read."""

    def __init__(self, layout: Layout) -> None:
        self._later = iter([*layout.down, (_LAST_ROW + 1, 0, 0)])
        self._next = next(self._later)
        self._open: dict[int, tuple[int, Cell]] = {}

    def fill(self, row: int, cells: dict[int, Cell]) -> None:
        """Add the cells from above that span the row, if it shows anything itself."""
        for column in [c for c, (last, _) in self._open.items() if last < row or c in cells]:
            del self._open[column]
        if cells:
            cells.update((column, cell) for column, (_, cell) in self._open.items())
        while self._next[0] <= row:
            first, last, column = self._next
            cell = cells.get(column)
            is_short = cell is not None and len(cell.words) <= _LONGEST_REPEATED
            if cell is not None and is_short and first == row and len(self._open) < _MOST_SPANNING:
                self._open[column] = (last, cell)
            self._next = next(self._later)


def _cell(element: Any, workbook: Workbook, left_out: Counter[str]) -> Cell:
    style = _style(element, workbook)
    text = _text(element, style, workbook)
    if text.struck:
        left_out["struck-out words"] += text.struck
    if style.is_struck and text.words:
        left_out["struck-out words"] += len(text.words.split())
        return Cell("")
    if not text.words and element.find("{*}f") is not None and element.find("{*}v") is None:
        left_out["formulas without a value"] += 1
    return Cell(text.words.strip(), style.is_bold)


def _style(element: Any, workbook: Workbook) -> CellStyle:
    n = whole(element.get("s"), 0)
    return workbook.styles[n] if n < len(workbook.styles) else PLAIN


def _text(element: Any, style: CellStyle, workbook: Workbook) -> Text:
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = element.find("{*}is")
        return Text("") if inline is None else text_of(inline)
    value = element.findtext("{*}v") or ""
    if kind == "s":
        n = whole(value.strip(), len(workbook.strings))
        return workbook.strings[n] if n < len(workbook.strings) else Text("")
    if kind == "b":
        return Text({"1": "TRUE", "0": "FALSE"}.get(value.strip(), ""))
    if kind != "n":
        return Text(value)
    try:
        number = float(value[:400])
    except ValueError:
        return Text("")
    if math.isnan(number):
        return Text("")
    return Text(style.format.shown(number, since_1904=workbook.since_1904))
