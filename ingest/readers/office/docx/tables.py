"""Tables of Word documents, as rows of as many cells as the table has columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers.blocks import Blocks
from ingest.readers.office.archive import local_name
from ingest.readers.office.docx.markup import W, child, number, switch, value
from ingest.readers.office.docx.paragraphs import cell_words
from ingest.readers.office.docx.words import Context
from ingest.readers.office.tables import has_head

_MOST_COLUMNS = 63
"""Columns that a table of Word can have."""
_LONGEST_REPEATED = 200
"""Characters of a cell that spans rows, or columns of a head, that are written in each of them."""
_TRANSPARENT = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row.

    Attributes:
        element: a `w:tc`.
        span: how many columns it is wide.
        continues: whether it belongs to the cell above.
    """

    element: Any
    span: int
    continues: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        skipped: columns left free before its first cell.
        is_head: whether it is repeated on each page.
        is_deleted: whether it was deleted as a tracked change.
    """

    cells: tuple[Cell, ...]
    skipped: int
    is_head: bool
    is_deleted: bool

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.skipped + sum(cell.span for cell in self.cells)


def rows_of(table: Any) -> Iterator[Row]:
    """The rows of a table, those of tables in its cells left out."""
    for line in _children(table, "tr"):
        properties = child(line, "trPr")
        yield Row(
            tuple(_cell(cell) for cell in _children(line, "tc")),
            _columns(value(properties, "gridBefore"), 0),
            bool(switch(properties, "tblHeader")),
            child(properties, "del") is not None,
        )


def has_head_look(table: Any) -> bool:
    """Whether the table's style sets its first row apart."""
    look = child(table, "tblPr", "tblLook")
    style = value(table, "tblPr", "tblStyle")
    if look is None or not style or style.lower() in {"tablegrid", "tablenormal"}:
        return False
    first_row = look.get(f"{W}firstRow")
    if first_row is not None:
        return first_row in {"1", "true", "on"}
    digits = look.get(f"{W}val", "")[:8]
    return digits.isalnum() and bool(_hexadecimal(digits) & 0x20)


def _hexadecimal(digits: str) -> int:
    try:
        return int(digits, 16)
    except ValueError:
        return 0


def _children(parent: Any, wanted: str) -> Iterator[Any]:
    for element in parent.iterchildren():
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in _TRANSPARENT:
            yield from _children(element, wanted)


def _cell(element: Any) -> Cell:
    merged = child(element, "tcPr", "vMerge")
    continues = merged is not None and merged.get(f"{W}val", "continue") != "restart"
    return Cell(element, _columns(value(element, "tcPr", "gridSpan"), 1), continues)


def _columns(words: str, least: int) -> int:
    return min(max(number(words or None, least) or 0, least), _MOST_COLUMNS)


def add_rows(blocks: Blocks, rows: Sequence[Row], has_head_look: bool, context: Context) -> None:
    """Add a table: its title, its head and its rows, each with a cell for each column.

    A cell that spans columns is written in the first of them, and in a head in all; one that spans
    rows is written in each row.
    """
    heads = 0
    while heads < len(rows) - 1 and rows[heads].is_head:
        heads += 1
    columns = max((row.width for row in rows), default=0)
    above: list[str] = [""] * columns
    lines: list[_Line] = []
    for row in rows:
        line = _line(row, columns, above, context)
        above = line.cells
        lines.append(line)
    if len(lines) > 1 and lines[0].is_title:
        blocks.add(next(filter(None, lines[0].cells)), "caption")
        lines, heads = lines[1:], max(heads - 1, 0)
    if not heads:
        bold = len(lines) > 1 and lines[0].is_bold and not lines[1].is_bold
        heads = int(has_head([line.cells for line in lines], stands_out=bold or has_head_look))
    for n, line in enumerate(lines):
        blocks.add_row(line.repeated if n < heads else line.cells, "head" if n < heads else "row")
    blocks.end_table()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's words.

    Attributes:
        cells: of each column.
        repeated: the same with the words of a cell that spans columns in each of these.
        is_title: whether one cell spans all columns.
    """

    cells: list[str]
    repeated: list[str]
    is_bold: bool
    is_title: bool


def _line(row: Row, columns: int, above: Sequence[str], context: Context) -> _Line:
    cells, repeated = [""] * row.skipped, [""] * row.skipped
    bold = []
    for cell in row.cells:
        words, is_bold = cell_words(cell.element, context)
        bold.append(is_bold)
        if cell.continues and not words and len(cells) < len(above):
            words = _if_short(above[len(cells)])
        cells += [words] + [""] * (cell.span - 1)
        repeated += [words] + [_if_short(words)] * (cell.span - 1)
    free = [""] * (columns - row.width)
    spans_all = len(row.cells) == 1 and row.width == columns and any(cells)
    return _Line(cells + free, repeated + free, all(bold), spans_all)


def _if_short(words: str) -> str:
    return words if len(words) <= _LONGEST_REPEATED else ""
