"""Tables of text, .csv and .tsv: each row stands under the head of its table."""

import csv
import io
from collections.abc import Iterator, Sequence

from ingest.readers.base import Content
from ingest.readers.blocks import Blocks
from ingest.readers.encoding import decode
from ingest.readers.office.tables import could_be_head
from rag.errors import UnreadableError

_DELIMITERS = ",;\t|"
_SAMPLE = 4_000
"""Characters that the delimiter is told from; more take the sniffer longer, and tell no more."""
_SAMPLE_LINES = 20


def read(data: bytes) -> Content:
    """Read a table whose cells are parted by commas, semicolons, tabs or bars.

    Raises:
        UnreadableError: the bytes are not text, or a cell is longer than the csv module reads.
    """
    text = decode(data)
    blocks = Blocks()
    for table in _tables(_rows(text)):
        _add_table(blocks, table)
    return blocks.content(("", ""), {})


def _rows(text: str) -> list[list[str]]:
    delimiter = _delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        pass  # a quotation mark that is not closed takes in all that follows
    try:
        lines = io.StringIO(text, newline="")
        return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise UnreadableError(
            f"A cell of the table is longer than {csv.field_size_limit():,} characters.",
            "Save the table again, or shorten the cell.",
        ) from error


def _delimiter(text: str) -> str:
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:_SAMPLE_LINES]
    try:
        return csv.Sniffer().sniff("\n".join(lines), _DELIMITERS).delimiter
    except csv.Error:
        counts = {sign: sum(sign in line for line in lines) for sign in _DELIMITERS}
        return max(counts, key=lambda sign: counts[sign])


def _tables(rows: Sequence[list[str]]) -> Iterator[list[list[str]]]:
    """The tables that empty rows part; cells at a row's end that are free in all are cut."""
    table: list[list[str]] = []
    for row in [*rows, []]:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            table.append(cells)
        elif table:
            yield table
            table = []


def _add_table(blocks: Blocks, rows: Sequence[list[str]]) -> None:
    width = max(map(len, rows))
    first = 0
    while width > 1 and first < len(rows) - 1 and len(rows[first]) == 1:
        blocks.add(rows[first][0], "caption")
        first += 1
    table = rows[first:]
    head = could_be_head(table) and len(set(table[0])) == len(table[0])
    for n, row in enumerate(table):
        # A row of one cell is one of the table all the same, but is not filled up to its width:
        # a single row of very many cells would make the text grow with the square of the file.
        cells = [*row, ""] if len(row) == 1 < width else row
        blocks.add_row(cells, "head" if head and n == 0 else "row")
    blocks.end_table()
