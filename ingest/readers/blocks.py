"""Texts that readers of marked-up formats compose of blocks: paragraphs, headings, items, rows."""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.readers.base import Heading, sections_from
from rag.structure import Block, BlockKind, Boilerplate, BoilerplateKind, Span, Structure
from rag.types import Section

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_INDENT = "  "
_MOST_INDENTS = 8
"""Word has nine levels of lists; deeper ones would make the text grow with the square of a file."""
_LONGEST_TITLE = 300
"""Characters of a title in a file's metadata; one that is longer is a summary."""
_DEFAULT_TITLE = re.compile(
    r"untitled|(?:microsoft )?(?:word|powerpoint|excel) - "
    r"|(?:powerpoint presentation|(?:slide|page|document|doc|title|index) ?\d*)\Z",
    re.IGNORECASE,
)
_FILE_ENDINGS = tuple(".doc .docx .pdf .rtf .odt .indd .tex .htm .html .qxd .ppt .pptx".split())


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
        cleaned = clean_verbatim if verbatim else clean
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
        self._append("| " + " | ".join(words) + " |", kind, 0, tuple(spans))

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

    def _separator(self, kind: BlockKind) -> str:
        if not self._blocks:
            return ""
        last = self._blocks[-1].kind
        together = kind == last == "item" or {kind, last} <= {"head", "row"}
        return "\n" if together else "\n\n"

    def _append(
        self, block: str, kind: BlockKind, level: int, cells: tuple[Span, ...] = ()
    ) -> None:
        separator = self._separator(kind)
        start = self._length + len(separator)
        self._parts += [separator, block]
        self._length = start + len(block)
        self._blocks.append(Block(kind, start, self._length, level, cells))

    @property
    def text(self) -> str:
        """The blocks' text so far."""
        return "".join(self._parts)

    @property
    def headings(self) -> Sequence[Heading]:
        """The headings, with their offsets in the text."""
        return self._headings

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that the headings begin; together they cover the text."""
        return sections_from(self._headings, self._length)

    @property
    def structure(self) -> Structure:
        """The blocks and what is boilerplate of them."""
        return Structure(tuple(self._blocks), boilerplate=tuple(self._boilerplate))


def clean(line: str) -> str:
    """The line without invisible characters, and with single spaces for white space."""
    return " ".join(_INVISIBLE.sub("", line.replace("\r", " ").replace("\x0b", " ")).split())


def clean_verbatim(line: str) -> str:
    """The line without invisible characters, its spaces kept but for those at its end."""
    return _INVISIBLE.sub("", line.replace("\xa0", " ").expandtabs()).rstrip()


def sensible_title(title: object) -> str:
    """The title in a file's metadata; "" if it is a file's name or a program's default."""
    words = clean(title) if isinstance(title, str) else ""
    is_a_name = _DEFAULT_TITLE.match(words) or words.lower().endswith(_FILE_ENDINGS)
    usable = any(c.isalpha() for c in words) and not is_a_name
    return words[:_LONGEST_TITLE] if usable else ""
