"""From the rows of a sheet to tables: where each ends, and which of its rows are its head."""

from collections.abc import Iterable, Iterator, Sequence

from ingest.readers.blocks import Blocks
from ingest.readers.office.tables import could_be_head, has_head, is_year
from ingest.readers.office.xlsx.sheet import Cell, Layout, SheetRow

_MOST_HEADS = 3
_MOST_FREE = 20
"""How many cells a table may have for each that shows something; with more, its rows are listed
without the free ones, so that a few cells far apart do not make a large text."""
_SMALL = 10_000
"""Cells that a table may have, whatever it shows."""


def add_sheet(blocks: Blocks, rows: Iterable[SheetRow], layout: Layout) -> None:
    """Add a sheet's rows; rows that show nothing part its tables."""
    for table in _tables(rows):
        _add_table(blocks, table, layout)
        blocks.end_table()


def _tables(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    table: list[SheetRow] = []
    for row in rows:
        if table and row.position > table[-1].position + 1:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _add_table(blocks: Blocks, rows: Sequence[SheetRow], layout: Layout) -> None:
    columns = sorted({column for row in rows for column in row.cells})
    shown = sum(len(row.cells) for row in rows)
    if len(columns) * len(rows) > max(_SMALL, _MOST_FREE * shown):
        for row in rows:
            blocks.add_row([cell.words for _, cell in sorted(row.cells.items())])
        return
    first = 0
    while first < len(rows) - 1 and len(columns) > 1 and _is_title(rows[first], columns):
        blocks.add(next(iter(rows[first].cells.values())).words, "caption")
        first += 1
    last = len(rows)
    while last > first + 2 and len(columns) > 1 and _is_title(rows[last - 1], columns):
        last -= 1
    table = rows[first:last]
    heads = _heads(table, columns, layout)
    for n, row in enumerate(table):
        words = _repeated(row, columns) if n < heads else _words(row, columns)
        blocks.add_row(words, "head" if n < heads else "row")
    for row in rows[last:]:
        blocks.add(next(iter(row.cells.values())).words)


def _is_title(row: SheetRow, columns: Sequence[int]) -> bool:
    """Whether a row at a table's begin or end is no part of it but words over or under it."""
    return len(row.cells) == 1 and min(row.cells) == columns[0]


def _words(row: SheetRow, columns: Sequence[int]) -> list[str]:
    return [row.cells[column].words if column in row.cells else "" for column in columns]


def _repeated(row: SheetRow, columns: Sequence[int]) -> list[str]:
    """The row's words, those of a cell that spans columns in each of these."""
    words = []
    spanning, end = "", 0
    for column in columns:
        cell = row.cells.get(column)
        if cell is not None:
            spanning, end = cell.words, column + cell.span
        words.append(spanning if column < end else "")
    return words


def _heads(rows: Sequence[SheetRow], columns: Sequence[int], layout: Layout) -> int:
    """How many of the first rows name the columns."""
    if len(rows) < 2 or len(columns) < 2:
        return 0
    known = [row for row in rows[:_MOST_HEADS] if row.number in layout.heads]
    if known:
        return min(rows.index(known[-1]) + 1, len(rows) - 1)
    frozen = sum(row.number <= layout.frozen for row in rows[:_MOST_HEADS])
    if frozen:
        return min(frozen, len(rows) - 1)
    heads = 0
    while (
        heads < min(_MOST_HEADS, len(rows) - 1)
        and any(cell.span > 1 for cell in rows[heads].cells.values())
        and _names(rows[heads + 1], columns)
    ):
        heads += 1
    below = [_words(row, columns) for row in rows[heads:]]
    bold = _is_bold(rows[heads]) and not _is_bold(rows[heads + 1]) if len(below) > 1 else False
    # In a sheet, a full row of words over several columns is nearly always the columns' names.
    full = len(columns) > 2 and len(rows) > 2 and len(set(below[0])) == len(columns)
    is_head = has_head(below, stands_out=bold or (full and could_be_head(below)))
    return heads + is_head if is_head or heads else 0


def _names(row: SheetRow, columns: Sequence[int]) -> bool:
    """Whether the row below one with cells that span columns goes on with the columns' names."""
    named: list[Cell] = list(row.cells.values())
    return len(named) > len(columns) // 2 and all(
        is_year(cell.words) or not any(c.isdigit() for c in cell.words) for cell in named
    )


def _is_bold(row: SheetRow) -> bool:
    return all(cell.is_bold for cell in row.cells.values())
