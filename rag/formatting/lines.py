"""Blocks of a text that no reader has divided, told by its lines."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from rag.structure import Block, BlockKind, Span

ITEM = re.compile(
    r"[ \t]{0,40}(?:[-*+•–]|(\(?(?:\d{1,3}|[a-zA-Z])[.)]))[ \t]{1,40}(?:\[[ xX]\][ \t]{1,9})?(?=\S)"
)
"""What stands before an item's words; a number is its first group."""

FENCE = re.compile(r" {0,3}(```|~~~)")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]{1,40}|\Z)")
UNDERLINE = re.compile(r" {0,3}(=++|-++)[ \t]*+")
"""Of a heading, or a line across the page."""

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
_BAR = re.compile(r"(?<!\\)\|")
_INDENT_OF_LEVEL = 2
"""Spaces by which an item is indented for each level, at least."""
_DEEPEST_ITEM = 9
_LONGEST_MARK = 200
"""Characters of a line that are looked at for marks: more are no line of dashes or bars."""


def divided(
    text: str, start: int, end: int, headings: Mapping[int, int], *, is_markdown: bool
) -> Iterator[Block]:
    """The blocks of `text[start:end]`, in reading order.

    Args:
        headings: levels of the headings, by the offset of their lines.
        is_markdown: whether Markdown's marks are marks.
    """
    divider = _Divider(text, headings, is_markdown=is_markdown)
    at = start
    while at < end:
        found = _LINE.match(text, at, end)
        assert found is not None  # the pattern takes an empty line too
        yield from divider.take(at, found.end())
        at = found.end()
    yield from divider.end()


def is_separator(line: str) -> bool:
    """Whether it is the line between a table's heads and its rows in Markdown."""
    return "|" in line and "-" in line and not line.strip(" \t\r\n|:-")


def cells_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the cells in a row that is written with bars, white space left out."""
    bars = [start + found.start() for found in _BAR.finditer(text[start:end])]
    bounds = [*bars, end] if bars and not text[start : bars[0]].strip() else [start - 1, *bars, end]
    if len(bounds) > 2 and not text[bounds[-2] + 1 : end].strip():
        bounds.pop()
    spans = []
    for before, after in pairwise(bounds):
        words = text[before + 1 : after]
        first = before + 1 + len(words) - len(words.lstrip())
        spans.append((first, max(first, before + 1 + len(words.rstrip()))))
    return tuple(spans)


class _Divider:
    """Takes a text's lines in order and gives its blocks as they end."""

    def __init__(self, text: str, headings: Mapping[int, int], *, is_markdown: bool) -> None:
        self._text = text
        self._headings = headings
        self._is_markdown = is_markdown
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._start = self._end = self._last = -1
        self._fence = ""
        self._is_table = False

    def take(self, start: int, end: int) -> Iterator[Block]:
        """The blocks that end before or with this line."""
        words = self._text[start:end].rstrip()
        last = start + len(words)
        if self._fence:
            self._end = max(last, self._end)
            if words.strip().startswith(self._fence):
                yield from self.end()
        elif not words:
            yield from self.end()
            self._is_table = False
        elif self._is_markdown and (found := FENCE.match(words)):
            yield from self.end()
            self._open("paragraph", 0, start, last)
            self._fence = found[1]
        elif self._is_markdown and self._is_open("paragraph") and self._is_mark(words, UNDERLINE):
            self._kind, self._level, self._end = "heading", 1 if "=" in words else 2, last
            yield from self.end()
        elif self._is_markdown and self._heads_a_table(words):
            yield from self._head(last)
        else:
            yield from self._line(words, start, last)

    def _line(self, words: str, start: int, last: int) -> Iterator[Block]:
        kind, level = self._kind_of(words, start)
        if kind != "paragraph" or not self._is_open() or self._kind == "row":
            yield from self.end()
            self._open(kind, level, start, last)
        self._last, self._end = start, last
        if kind == "heading":
            yield from self.end()

    def end(self) -> Iterator[Block]:
        """The block that the lines so far have made, if there is one."""
        if self._is_open():
            yield self._block(self._kind, self._start, self._end, self._level)
        self._start, self._fence = -1, ""

    def _open(self, kind: BlockKind, level: int, start: int, last: int) -> None:
        self._kind, self._level = kind, level
        self._start, self._end, self._last = start, last, start

    def _is_open(self, *kinds: BlockKind) -> bool:
        return self._start >= 0 and (not kinds or self._kind in kinds)

    def _heads_a_table(self, words: str) -> bool:
        is_below_words = self._is_open("paragraph", "row") and not self._is_table
        return is_separator(words) and is_below_words and "|" in self._text[self._last : self._end]

    def _head(self, last: int) -> Iterator[Block]:
        """The line above as a table's head, and what stands before it as a block of its own."""
        start = self._last
        if self._start < start:
            end = self._start + len(self._text[self._start : start].rstrip())
            yield self._block("paragraph", self._start, end, 0)
        yield Block("head", start, last, 0, cells_of(self._text, start, self._end))
        self._start, self._is_table = -1, True

    def _block(self, kind: BlockKind, start: int, end: int, level: int) -> Block:
        cells = cells_of(self._text, start, end) if kind == "row" else ()
        return Block(kind, start, end, level, cells)

    def _kind_of(self, words: str, start: int) -> tuple[BlockKind, int]:
        if start in self._headings:
            return "heading", self._headings[start]
        if self._is_markdown and (found := HEADING.match(words)):
            return "heading", len(found[1])
        if self._is_table and "|" in words:
            return "row", 0
        marked = words.strip()
        if marked.startswith("|") and marked.endswith("|") and len(marked) > 1:
            return "row", 0
        if ITEM.match(words) and not self._is_mark(words, UNDERLINE):
            indent = len(words) - len(words.lstrip())
            return "item", min(1 + indent // _INDENT_OF_LEVEL, _DEEPEST_ITEM)
        return "paragraph", 0

    @staticmethod
    def _is_mark(words: str, pattern: re.Pattern[str]) -> bool:
        return len(words) <= _LONGEST_MARK and bool(pattern.fullmatch(words))
