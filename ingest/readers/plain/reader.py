"""Plain text. The text is the file's own."""

from ingest.readers.base import Content, Heading, sections_from
from ingest.readers.encoding import decode
from ingest.readers.plain.headings import headings_among
from ingest.structure.lines import lines_of, width_of
from ingest.structure.markers import items_among
from ingest.structure.paragraphs import blocks_of_lines
from ingest.structure.tables import tables_among
from rag.structure import Structure


def read(data: bytes) -> Content:
    """Read a plain text file.

    Raises:
        UnreadableError: the bytes are not text.
    """
    text = decode(data)
    lines = lines_of(text)
    tables = list(tables_among(text, lines))
    in_tables = {n for table in tables for n in range(table.first, table.last)}
    items = {n: m for n, m in items_among(lines).items() if n not in in_tables}
    headings = headings_among(lines, items, in_tables, len(text))
    blocks = [block for table in tables for block in table.blocks]
    blocks += [h.block for h in headings]
    taken = in_tables | {n for h in headings for n in h.lines}
    blocks += blocks_of_lines(lines, items, width_of(lines), taken)
    return Content(
        text=text,
        title="",
        published=None,
        sections=sections_from(
            [Heading(h.title, h.block.start, h.block.level) for h in headings], len(text)
        ),
        structure=Structure(tuple(sorted(blocks, key=lambda block: block.start))),
    )
