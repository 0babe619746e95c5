"""Texts that readers of marked-up formats compose of blocks: paragraphs, headings, items, rows."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from ingest.readers.base import Content, Heading, omissions, sections_from
from rag.structure import Block, BlockKind, Boilerplate, BoilerplateKind, Span, Structure
from rag.types import Origin, Page, Section

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_INDENT = "  "
_MOST_INDENTS = 8
"""Word has nine levels of lists; deeper ones would make the text grow with the square of a file."""
_OF_TABLES: frozenset[BlockKind | None] = frozenset({"head", "row"})


class Blocks:
    """Composes a text of blocks, in reading order, and records their structure.

    A blank line separates blocks; a line end separates the items of a list and the rows of a table.
    A block without visible characters is skipped.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[Heading] = []
        self._blocks: list[Block] = []
        self._boilerplate: list[Boilerplate] = []
        self._table_ended = False
        self._section_begins = False

    def add(
        self,
        words: str,
        kind: BlockKind = "paragraph",
        level: int = 0,
        mark: str = "-",
        *,
        verbatim: bool = False,
    ) -> None:
        """Add a block of words.

        Args:
            words: with line ends where the document has them.
            kind: an item is written with its mark before it.
            level: of a heading or item, from 1; 0 stands for 1.
            mark: a hyphen or an item's number, as "2." or "(b)"; "" for none.
            verbatim: whether runs of spaces within a line stay, as in preformatted text.
        """
        cleaned = _clean_verbatim if verbatim else clean
        block = "\n".join(filter(None, (cleaned(line) for line in words.split("\n"))))
        if not block:
            return
        if kind == "heading":
            block = block.replace("\n", " ")
            self._headings.append(Heading(block, self._next(kind), level or 1))
        if kind == "item":
            block = f"{mark} {block}" if mark else block
            block = f"{_INDENT * min(level - 1, _MOST_INDENTS)}{block}"
        level = max(level, 1) if kind in {"heading", "item"} else 0
        self._append(block, kind, level)

    def add_row(self, cells: Sequence[str], kind: Literal["head", "row"] = "row") -> None:
        """Add a row of a table, written as "| Gas | 98 bcm |".

        The outer bars make each row a sentence of its own. A row of one cell is a paragraph.
        """
        words = [clean(cell.replace("\n", " ")) for cell in cells]
        if len(words) <= 1 or not any(words):
            self.add("".join(words))
            return
        begin = self._next(kind)
        spans: list[Span] = []
        for word in words:
            start = spans[-1][1] + 3 if spans else begin + 2
            spans.append((start, start + len(word)))
        below_another = self._table_ended and self._last in _OF_TABLES
        self._append("| " + " | ".join(words) + " |", kind, int(below_another), tuple(spans))

    def begin_section(self) -> None:
        """Say that a section without a title begins with the next block."""
        self._section_begins = True

    def end_table(self) -> None:
        """Say that a row added right after belongs to another table."""
        self._table_ended = True

    def mark(self, kind: BoilerplateKind, first: int) -> None:
        """Say that the blocks added since there were `first` are boilerplate of that kind.

        What was said of any of them before is forgotten.
        """
        if first < len(self._blocks):
            start = self._blocks[first].start
            while self._boilerplate and self._boilerplate[-1].start >= start:
                self._boilerplate.pop()
            self._boilerplate.append(Boilerplate(kind, start, self._length))

    def __len__(self) -> int:
        """How many blocks there are so far."""
        return len(self._blocks)

    def _next(self, kind: BlockKind) -> int:
        """Where the next block begins, if it is of that kind."""
        return self._length + len(self._separator(kind))

    @property
    def _last(self) -> BlockKind | None:
        return self._blocks[-1].kind if self._blocks else None

    def _separator(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        same_table = {kind, self._last} <= _OF_TABLES and not self._table_ended
        together = kind == self._last == "item" or same_table
        return "\n" if together else "\n\n"

    def _append(
        self, block: str, kind: BlockKind, level: int, cells: tuple[Span, ...] = ()
    ) -> None:
        separator = self._separator(kind)
        start = self._length + len(separator)
        self._parts += [separator, block]
        self._length = start + len(block)
        self._blocks.append(Block(kind, start, self._length, level, cells))
        if self._section_begins and kind != "heading":
            self._headings.append(Heading("", start, 0))
        self._table_ended = self._section_begins = False

    @property
    def text(self) -> str:
        """The blocks' text so far."""
        return "".join(self._parts)

    @property
    def headings(self) -> Sequence[Heading]:
        """The headings, with their offsets in the text; one of no words begins a section."""
        return self._headings

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that the headings begin; together they cover the text."""
        return sections_from(self._headings, self._length)

    @property
    def structure(self) -> Structure:
        """The blocks and what is boilerplate of them."""
        return Structure(tuple(self._blocks), boilerplate=tuple(self._boilerplate))

    def content(
        self,
        title: tuple[str, Origin],
        left_out: Mapping[str, int],
        published: tuple[date | None, Origin] = (None, ""),
        pages: tuple[Page, ...] = (),
    ) -> Content:
        """The content of the file that the blocks were read from.

        Args:
            title: and where it was found.
            left_out: how many of what is not among the blocks, as `omissions` takes it.
            published: the day, and where it was found.
            pages: of the text.
        """
        return Content(
            text=self.text,
            title=title[0],
            published=published[0],
            sections=self.sections,
            pages=pages,
            structure=self.structure,
            omissions=omissions(left_out),
            title_from=title[1],
            published_from=published[1],
        )


def clean(line: str) -> str:
    """The line without invisible characters, and with single spaces for white space."""
    return " ".join(_INVISIBLE.sub("", line.replace("\r", " ").replace("\x0b", " ")).split())


def _clean_verbatim(line: str) -> str:
    """The line without invisible characters, its spaces kept but for those at its end."""
    return _INVISIBLE.sub("", line.replace("\xa0", " ").expandtabs()).rstrip()
