"""Texts that readers of marked-up formats compose of blocks: paragraphs, headings, items, rows."""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.readers.base import sections_from
from rag.types import Section

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LONGEST_TITLE = 300
"""Characters of a title in a file's metadata; one that is longer is a summary."""
_DEFAULT_TITLE = re.compile(
    r"untitled|(?:microsoft )?(?:word|powerpoint|excel) - "
    r"|(?:powerpoint presentation|(?:slide|page|document|doc|title|index) ?\d*)\Z",
    re.IGNORECASE,
)
_FILE_ENDINGS = tuple(".doc .docx .pdf .rtf .odt .indd .tex .htm .html .qxd .ppt .pptx".split())


Kind = Literal["paragraph", "heading", "item", "row"]


class Blocks:
    """Composes a text of blocks, in reading order, and records where headings begin."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[str, int]] = []
        self._last: Kind = "paragraph"

    def add(self, words: str, kind: Kind = "paragraph") -> None:
        """Add a block; one without visible characters is skipped.

        A blank line separates blocks; a line end separates the items of a list and the rows of a
        table.
        """
        block = "\n".join(filter(None, (clean(line) for line in words.split("\n"))))
        if not block:
            return
        if self._parts:
            self._append("\n" if kind == self._last in {"item", "row"} else "\n\n")
        if kind == "heading":
            block = block.replace("\n", " ")
            self._headings.append((block, self._length))
        self._append(f"- {block}" if kind == "item" else block)
        self._last = kind

    def _append(self, piece: str) -> None:
        self._parts.append(piece)
        self._length += len(piece)

    @property
    def text(self) -> str:
        """The blocks' text so far."""
        return "".join(self._parts)

    @property
    def headings(self) -> Sequence[tuple[str, int]]:
        """Each heading and its offset in the text."""
        return self._headings

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that the headings begin; together they cover the text."""
        return sections_from(self._headings, self._length)


def clean(line: str) -> str:
    """The line without invisible characters, and with single spaces for white space."""
    return " ".join(_INVISIBLE.sub("", line.replace("\r", " ").replace("\x0b", " ")).split())


def row(cells: Sequence[str]) -> str:
    """A table's row as a line, e.g. "| Gas | 98 bcm |"; "" if all cells are empty.

    The outer bars make each row a sentence of its own.
    """
    words = [clean(cell.replace("\n", " ")) for cell in cells]
    if len(words) == 1 or not any(words):
        return "".join(words)
    return "| " + " | ".join(words) + " |"


def sensible_title(title: object) -> str:
    """The title in a file's metadata; "" if it is a file's name or a program's default."""
    words = clean(title) if isinstance(title, str) else ""
    is_a_name = _DEFAULT_TITLE.match(words) or words.lower().endswith(_FILE_ENDINGS)
    usable = any(c.isalpha() for c in words) and not is_a_name
    return words[:_LONGEST_TITLE] if usable else ""
