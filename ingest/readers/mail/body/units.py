"""What a mail's body is divided into, before it has a place in the text."""

from dataclasses import dataclass
from typing import Literal

from rag.structure import BlockKind, BoilerplateKind, Span

Role = Literal["", "attribution", "headers", "separator", "end"]
"""What a unit does for the message that is quoted after it: names its author in a line, has its
headers, or only tells it apart; or says that it is over."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a body.

    Attributes:
        depth: how many times it is quoted.
        words: without the marks of a quote; "" for a blank line.
        block: number of the block of a web page, or of a plain text's table, that it belongs to;
            None in other plain text, where blocks are still to be found.
        kind: of that block; a block of another kind than a paragraph is one line.
        level: of that block.
        cells: of that block, as offsets into `words`.
        boilerplate: what that block is marked as.
    """

    depth: int
    words: str
    block: int | None = None
    kind: BlockKind = "paragraph"
    level: int = 0
    cells: tuple[Span, ...] = ()
    boilerplate: BoilerplateKind | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of a body.

    Attributes:
        words: with line ends.
        depth: how many times it is quoted.
        role: of a unit that introduces a quoted message.
        is_apart: whether a blank line stands before it.
        cells: as offsets into `words`.
        boilerplate: what it is marked as.
    """

    words: str
    depth: int
    kind: BlockKind = "paragraph"
    level: int = 0
    role: Role = ""
    is_apart: bool = True
    cells: tuple[Span, ...] = ()
    boilerplate: BoilerplateKind | None = None
