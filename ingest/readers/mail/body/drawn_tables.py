"""Tables that a plain text body draws with spaces, tabs or pipes."""

from collections.abc import Iterator, Sequence

from ingest.readers.blocks import clean
from ingest.readers.mail.body.roles import roles_in
from ingest.readers.mail.body.units import Line
from ingest.structure.lines import lines_of
from ingest.structure.tables import DrawnTable, tables_among
from rag.structure import Block

_LEAST = 3
"""Rows of a table; two lines of a signature with a bar in each are none."""


def with_tables(lines: Sequence[Line], bare: Sequence[str]) -> list[Line]:
    """The lines of a plain text, with a line for each row of its tables, its cells between bars.

    Args:
        lines: with single spaces.
        bare: the same lines with all of their spaces, without the marks of quotes.
    """
    text = "\n".join(bare)
    tables = [t for t in tables_among(text, lines_of(text)) if len(t.blocks) >= _LEAST]
    if not tables:
        return list(lines)
    # The headers of a forwarded message are drawn like a table of two columns.
    in_roles = {n for span in roles_in(lines) for n in range(span.start, span.end)}
    found: list[Line] = []
    end = rows = 0
    for table in tables:
        depths = {line.depth for line in lines[table.first : table.last]}
        if len(depths) == 1 and in_roles.isdisjoint(range(table.first, table.last)):
            found += lines[end : table.first]
            found += _rows(text, table, depths.pop(), rows)
            end, rows = table.last, rows + len(table.blocks)
    return [*found, *lines[end:]]


def _rows(text: str, table: DrawnTable, depth: int, number: int) -> Iterator[Line]:
    for n, block in enumerate(table.blocks, number):
        yield _row(text, block, depth, n)


def _row(text: str, block: Block, depth: int, number: int) -> Line:
    words, cells = "|", []
    for start, end in block.cells:
        cell = clean(text[start:end])
        cells.append((len(words) + 1, len(words) + 1 + len(cell)))
        words += f" {cell} |"
    return Line(depth, words, number, block.kind, block.level, tuple(cells))
