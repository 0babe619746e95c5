"""The JSON of what a document's text is made of."""

from datetime import date
from typing import Self

import rag
from rag.structure import Block as FoundBlock
from rag.structure import BlockKind, BoilerplateKind, tables
from ui.schema.base import Model
from ui.schema.library import Omission, Span, spans_of


class Block(Model):
    """A paragraph, heading, item of a list, row of a table, caption or note."""

    kind: BlockKind
    """A `head` is a row of a table that names its columns, a `note` a footnote or a reference."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""
    level: int
    """Of a heading, from 1, the outermost; of an item, how deep its list is nested; else 0."""
    cells: list[tuple[int, int]]
    """Of a head or row, the offsets of its cells in the order of the columns."""


class Table(Model):
    """A table: its blocks are those between its offsets."""

    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""
    heads: list[list[str]]
    """The words of its head rows, a list of cells each; empty where it has none."""
    rows: int
    """How many rows it has below its heads."""

    @classmethod
    def of(cls, blocks: tuple[FoundBlock, ...], text: str) -> Self:
        """As `rag.structure.tables` has it."""
        heads = [block for block in blocks if block.kind == "head"]
        return cls(
            start=blocks[0].start,
            end=blocks[-1].end,
            heads=[[text[start:end] for start, end in head.cells] for head in heads],
            rows=len(blocks) - len(heads),
        )


class Turn(Model):
    """What one speaker says without a break."""

    speaker: str
    """As the document names them."""
    start: int
    """Offset of the speaker's name in the document's text."""
    end: int
    """Offset after the last word."""
    words: int
    """Offset of the first word said."""
    asks: bool
    """Whether it is a question put to another speaker."""


class QuotedMail(Model):
    """An older message that a mail quotes or forwards."""

    author: str
    """As the mail names them, or ""."""
    sent: date | None
    """The day it was sent, where the mail says it."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""


class Boilerplate(Model):
    """A span that is not what the document says but comes with it."""

    kind: BoilerplateKind
    """Why it is boilerplate."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""


class Structure(Model):
    """What `dossier show --structure --json` prints; each list is in reading order."""

    document_id: str
    """The document."""
    sections: list[Span]
    """Titled parts of the text."""
    pages: list[Span]
    """Empty where the format has no pages."""
    blocks: list[Block]
    """All of the text but white space lies in one; empty where the text is not divided."""
    tables: list[Table]
    """Those of the blocks that make up a table each."""
    turns: list[Turn]
    """Who speaks, where the text tells."""
    quoted: list[QuotedMail]
    """Older messages in a mail."""
    boilerplate: list[Boilerplate]
    """What answers no question."""
    omissions: list[Omission]
    """What of the source is not in the text."""

    @classmethod
    def of(cls, document: rag.Document) -> Self:
        """As `rag.structure.Structure` has it."""
        structure = document.structure
        sections, pages = spans_of(document)
        return cls(
            document_id=document.id,
            sections=sections,
            pages=pages,
            blocks=[
                Block(kind=b.kind, start=b.start, end=b.end, level=b.level, cells=list(b.cells))
                for b in structure.blocks
            ],
            tables=[Table.of(table, document.text) for table in tables(structure.blocks)],
            turns=[
                Turn(speaker=t.speaker, start=t.start, end=t.end, words=t.words, asks=t.asks)
                for t in structure.turns
            ],
            quoted=[
                QuotedMail(author=q.author, sent=q.sent, start=q.start, end=q.end)
                for q in structure.quoted
            ],
            boilerplate=[
                Boilerplate(kind=b.kind, start=b.start, end=b.end) for b in structure.boilerplate
            ],
            omissions=list(map(Omission.of, document.omissions)),
        )
