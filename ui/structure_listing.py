"""What a document's text is made of, as lines to read by eye: `dossier show ID --structure`."""

from collections.abc import Iterator

from rag.structure import Block, tables
from rag.types import Document
from ui.messages import formats
from ui.messages import structure as messages
from ui.messages import terminal as terminal_messages

_FIRST_WORDS = 60
"""Characters of a span that its line shows."""

_Span = tuple[int, int, str, str]
"""Start, end, what it is, and its first words."""


def structure_lines(document: Document) -> Iterator[str]:
    """The spans of a document by kind, each with its offsets and first words.

    What a document has none of is left out.
    """
    structure, text = document.structure, document.text
    parts: dict[str, list[_Span]] = {
        messages.SECTIONS: [
            (s.start, s.end, messages.level(s.level), s.title) for s in document.sections
        ],
        messages.PAGES: [(p.start, p.end, formats.page(p.number), "") for p in document.pages],
        messages.BLOCKS: [(b.start, b.end, _kind(b), _words(text, b)) for b in structure.blocks],
        messages.TABLES: [_table(text, table) for table in tables(structure.blocks)],
        messages.TURNS: [
            (t.start, t.end, messages.speaker(t.speaker, asks=t.asks), _cut(text, t.words, t.end))
            for t in structure.turns
        ],
        messages.QUOTED_MAIL: [
            (
                q.start,
                q.end,
                f"{q.author or messages.UNKNOWN}, {terminal_messages.day(q.sent)}",
                _cut(text, q.start, q.end),
            )
            for q in structure.quoted
        ],
        messages.BOILERPLATE: [
            (b.start, b.end, b.kind, _cut(text, b.start, b.end)) for b in structure.boilerplate
        ],
    }
    for heading, spans in parts.items():
        if spans:
            yield heading
            yield from (_line(*span) for span in spans)
    if document.omissions:
        yield messages.LEFT_OUT
        yield f"  {formats.omissions(document.omissions)}"


def _line(start: int, end: int, kind: str, words: str) -> str:
    return f"{start:>9}–{end:<9} {kind:20} {words}".rstrip()


def _kind(block: Block) -> str:
    return f"{block.kind} {block.level}" if block.level else block.kind


def _words(text: str, block: Block) -> str:
    if not block.cells:
        return _cut(text, block.start, block.end)
    return " | ".join(_cut(text, start, end) for start, end in block.cells)


def _table(text: str, table: tuple[Block, ...]) -> tuple[int, int, str, str]:
    heads = [block for block in table if block.kind == "head"]
    columns = max(len(block.cells) for block in table)
    size = messages.table(len(table) - len(heads), columns)
    return table[0].start, table[-1].end, size, " / ".join(_words(text, head) for head in heads)


def _cut(text: str, start: int, end: int) -> str:
    """The first words of a span, on one line."""
    words = " ".join(text[start : min(end, start + 4 * _FIRST_WORDS)].split())
    if len(words) <= _FIRST_WORDS:
        return words
    return words[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"
