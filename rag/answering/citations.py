"""Where citations are made, for both engines."""

from rag.structure import above_at, at, column_names
from rag.types import Citation, Document, Passage


def cite(marker: int, document: Document, passage: Passage, start: int, end: int) -> Citation:
    """The citation of the document's characters `start` to `end`, which lie in the passage."""
    turn = at(document.structure.turns, start)
    quoted = at(document.structure.quoted, start)
    return Citation(
        marker=marker,
        document=document,
        passage_id=passage.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        section=passage.section,
        page=passage.page,
        speaker=turn.speaker if turn else (quoted.author or None) if quoted else None,
        sent=quoted.sent if quoted else None,
        row=row_at(document, start),
    )


def row_at(document: Document, start: int) -> tuple[tuple[str, str], ...]:
    """The cells of the table's row at an offset, each with its column's name, or none."""
    block = at(document.structure.blocks, start)
    if block is None or block.kind != "row":
        return ()
    heads = above_at(document.structure, block.start)
    names = column_names(document.text, heads, block) or ("",) * len(block.cells)
    cells = (" ".join(document.text[slice(*cell)].split()) for cell in block.cells)
    return tuple(zip(names, cells, strict=True))
