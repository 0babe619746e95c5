"""What a document's text is made of: its blocks, turns of speech, quoted mail and boilerplate.

All are spans of `Document.text`, half open. Readers of every format give the same types, and fill
what their format tells. What a block stands under (a list's lead-in, a table's heads, a speaker) is
not written into the text but found by the functions below.
"""

import bisect
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

Span = tuple[int, int]

BlockKind = Literal["heading", "paragraph", "item", "head", "row", "caption", "note"]
"""A `head` is a row of a table that names its columns, a `note` a footnote or a reference."""

BoilerplateKind = Literal[
    "contents", "list of figures", "references", "running head", "menu", "notice", "newsletter",
    "front matter", "mail header", "signature", "disclaimer", "struck out",
]  # fmt: skip
"""Why a span is boilerplate. A `notice` is one of cookies, copyright or sharing; `front matter` is
what a program wrote above the text, such as the address it was fetched from."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item of a list, row of a table, caption or note.

    Attributes:
        level: of a heading, from 1, the outermost; of an item, how deep its list is nested, from 1;
            of a head or row, 1 if it begins a table right below another, which nothing else tells
            apart; else 0.
        cells: of a head or row, the spans of its cells in the order of the columns; an empty cell
            is an empty span.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without a break.

    Attributes:
        speaker: as the document names them, without a colon; "Q" where it says no more.
        start: offset of the speaker's name.
        end: offset just after the last word said.
        words: offset of the first word said.
        asks: whether the turn is a question put to another speaker.
    """

    speaker: str
    start: int
    end: int
    words: int
    asks: bool = False


@dataclass(frozen=True, slots=True)
class QuotedMail:
    """An older message that a mail quotes or forwards.

    Attributes:
        author: as the mail names them, or "".
        sent: the day it was sent, where the mail says it.
    """

    author: str
    sent: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A span that is not what the document says but comes with it; it answers no question."""

    kind: BoilerplateKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Structure:
    """What a text is made of. Each tuple is in reading order and its spans do not overlap.

    Attributes:
        blocks: all of the text but white space lies in one; empty where a text is not yet divided.
        boilerplate: spans of whole blocks.
        struck: spans of words that the document shows as struck out, with their marks.
    """

    blocks: tuple[Block, ...] = ()
    turns: tuple[Turn, ...] = ()
    quoted: tuple[QuotedMail, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()
    struck: tuple[Span, ...] = ()


UNDIVIDED = Structure()
"""Of a text that no reader has divided."""


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_S = TypeVar("_S", bound=_Spanned)


def at(spans: Sequence[_S], offset: int) -> _S | None:
    """The span that the offset lies in, of spans in reading order without overlap."""
    n = bisect.bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[n] if n >= 0 and offset < spans[n].end else None


def within(spans: Sequence[_S], start: int, end: int) -> Iterator[_S]:
    """The spans that have a character of [start, end), of spans in order without overlap."""
    first = bisect.bisect_right(spans, start, key=lambda span: span.end)
    for n in range(first, len(spans)):
        if spans[n].start >= end:
            break
        yield spans[n]


def part(structure: Structure, start: int, end: int) -> Structure:
    """What of a structure has a character of [start, end), but for struck-out words."""
    return Structure(
        tuple(within(structure.blocks, start, end)),
        tuple(within(structure.turns, start, end)),
        tuple(within(structure.quoted, start, end)),
        tuple(within(structure.boilerplate, start, end)),
    )


def above(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """For each block, those of its list or table that it is read under, the outermost first.

    For an item, the paragraph right before its list and the items around it; for a row, the heads
    of its table; for other blocks, none.
    """
    path: list[Block] = []
    names: list[Block] = []
    last: Block | None = None
    for block in blocks:
        if block.kind == "item":
            if last is None or last.kind != "item":
                path = [last] if last is not None and last.kind == "paragraph" else []
            while path and path[-1].kind == "item" and path[-1].level >= block.level:
                path.pop()
            yield tuple(path)
            path.append(block)
        elif block.kind == "row":
            names = [] if block.level else names
            yield tuple(names)
        else:
            yield ()
        if block.kind == "head":
            goes_on = last is not None and last.kind == "head" and not block.level
            names = [*names, block] if goes_on else [block]
        elif block.kind != "row":
            names = []
        last = block


def tables(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """The tables among the blocks: the head rows of each, if it has any, then its other rows."""
    table: list[Block] = []
    for block in blocks:
        in_table = block.kind in {"head", "row"}
        follows_rows = block.kind == "head" and any(row.kind == "row" for row in table)
        if table and (not in_table or block.level or follows_rows):
            yield tuple(table)
            table = []
        if in_table:
            table.append(block)
    if table:
        yield tuple(table)


def above_at(structure: Structure, start: int) -> tuple[Block, ...]:
    """What the block that begins at the offset is read under, as `above` has it."""
    blocks = structure.blocks
    n = bisect.bisect_left(blocks, start, key=lambda block: block.start)
    first = n
    while first and blocks[first].kind in {"item", "head", "row"}:
        first -= 1
    return next(iter(deque(above(blocks[first : n + 1]), maxlen=1)), ())


def column_names(text: str, heads: Sequence[Block], row: Block) -> tuple[str, ...]:
    """The name of each of a row's columns, "" where it has none; empty where its table names none.

    Names in several rows of heads are joined, the upper first.
    """
    if not heads:
        return ()
    names: list[list[str]] = [[] for _ in row.cells]
    for head in heads:
        for known, cell in zip(names, head.cells, strict=False):
            words = " ".join(text[slice(*cell)].split())
            if words and words not in known:
                known.append(words)
    return tuple(" ".join(words) for words in names)


def to_lists(structure: Structure) -> dict[str, Any]:
    """The structure as lists of plain values, as JSON takes them; what is empty is left out."""
    lists = {
        "blocks": [
            [block.kind, block.start, block.end, block.level, *map(list, block.cells)]
            for block in structure.blocks
        ],
        "turns": [[t.speaker, t.start, t.end, t.words, t.asks] for t in structure.turns],
        "quoted": [
            [q.author, q.sent.isoformat() if q.sent else "", q.start, q.end]
            for q in structure.quoted
        ],
        "boilerplate": [[b.kind, b.start, b.end] for b in structure.boilerplate],
        "struck": [list(span) for span in structure.struck],
    }
    return {name: some for name, some in lists.items() if some}


def from_lists(lists: dict[str, Any], length: int) -> Structure:
    """The structure that `to_lists` was given.

    Args:
        lists: what it made; other keys are ignored.
        length: of the text, in characters.

    Raises:
        ValueError, TypeError: the lists are something else, or a span lies outside the text.
    """
    structure = Structure(
        tuple(
            Block(kind, start, end, level, tuple((first, last) for first, last in cells))
            for kind, start, end, level, *cells in lists.get("blocks", ())
        ),
        tuple(Turn(*turn) for turn in lists.get("turns", ())),
        tuple(
            QuotedMail(author, date.fromisoformat(sent) if sent else None, start, end)
            for author, sent, start, end in lists.get("quoted", ())
        ),
        tuple(Boilerplate(*span) for span in lists.get("boilerplate", ())),
        tuple((start, end) for start, end in lists.get("struck", ())),
    )
    if not all(0 <= start <= end <= length for start, end in _spans(structure)):
        raise ValueError("offsets")
    return structure


def _spans(structure: Structure) -> Iterator[Span]:
    for block in structure.blocks:
        yield block.start, block.end
        yield from block.cells
    for turn in structure.turns:
        yield turn.start, turn.words
        yield turn.words, turn.end
    yield from ((quoted.start, quoted.end) for quoted in structure.quoted)
    yield from ((span.start, span.end) for span in structure.boilerplate)
    yield from structure.struck
