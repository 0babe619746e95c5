"""Tables of Word documents, as rows of as many cells as the table has columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.readers.blocks import Blocks
from ingest.readers.office.docx.markup import W, child, number, switch, value
from ingest.readers.office.docx.paragraphs import cell_words
from ingest.readers.office.docx.words import Context
from ingest.readers.office.tables import MOST_COLUMNS, Lines
from ingest.readers.office.xml import local_name

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
    return min(max(number(words or None, least) or 0, least), MOST_COLUMNS)


def add_rows(blocks: Blocks, rows: Sequence[Row], has_head_look: bool, context: Context) -> None:
    """Add a table: its title, its head and its rows, each with a cell for each column."""
    heads = 0
    while heads < len(rows) - 1 and rows[heads].is_head:
        heads += 1
    columns = max((row.width for row in rows), default=0)
    lines = Lines()
    for row in rows:
        for _ in range(row.skipped):
            lines.add("")
        for cell in row.cells:
            words, is_bold = cell_words(cell.element, context)
            lines.add(words, cell.span, continues=cell.continues, bold=is_bold)
        lines.end_row(columns, is_title=len(row.cells) == 1 and row.width == columns)
    lines.add_to(blocks, heads, stands_out=has_head_look)
