"""The blocks of a Markdown text, by the tokens of markdown-it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ingest.readers.base import Heading
from ingest.readers.markdown.cells import cells_of
from ingest.structure.lines import Line, lines_of, width_of
from ingest.structure.markers import items_among
from ingest.structure.paragraphs import blocks_of_lines
from ingest.structure.tables import tables_among
from rag.language.english import STOP_WORDS
from rag.structure import Block, BlockKind, Boilerplate, BoilerplateKind

_LONGEST_HEADING = 1_000
"""Characters of a heading that are read."""
_LONGEST_UNDERLINED = 200
"""Characters of a heading that is underlined."""
_MOST_WORDS = 10
"""Words of a paragraph in bold type that is a heading."""
_NEWLINE = re.compile(r"\r\n|\n|\r")
_QUOTE_MARKS = re.compile(r"(?:[^\S\n]{0,3}>)*+[^\S\n]*+")
_BOLD = re.compile(r"(?:\*\*|__)(?P<words>(?:[^*_\r\n]|(?<=\w)_(?=\w)){1,200})(?:\*\*|__)")
_IMAGES = re.compile(r"(?:\[?!\[[^\]\n]{0,500}\]\([^()\n]{0,2000}\)(?:\]\([^()\n]{0,2000}\))?\s*)+")
_NOTE = re.compile(r"\[\^[^\]\s]{1,50}\]:")
_REFERENCE = re.compile(r"\[[^\]\n]{1,200}\]:\s*<?[^\s/.#:@]{0,200}[/.#:@]")
_VERBATIM = {"fence", "code_block", "html_block"}


class MarkdownBlocks:
    """Divides a Markdown text.

    Attributes:
        blocks: in reading order.
        headings: those of the text, and those in its lists.
        sections: the headings that begin one.
        boilerplate: images, rules and the targets of links, which are no words of the text.
        images: how many images stand alone.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self.blocks: list[Block] = []
        self.headings: list[Heading] = []
        self.sections: list[Heading] = []
        self.boilerplate: list[Boilerplate] = []
        self.images = 0
        # The parser counts lines from the start of its input, and ends them where we do.
        self._lines = lines_of(text, start)
        self._width = width_of(self._lines)
        self._next = 0
        self._level = 0
        self._bold: Heading | None = None  # the heading in bold type that was read last
        self._read(_NEWLINE.sub("\n", text[start:]))

    def _read(self, source: str) -> None:
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark").enable("table").disable("inline")
        references: dict[str, Any] = {}
        tokens = parser.parse(source, references)
        parser.enable("inline")  # for headings alone, as it takes most of the time
        depth, in_head = 0, False
        for n, token in enumerate(tokens):
            depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
            in_head = token.type == "thead_open" or (in_head and token.type != "thead_close")
            if token.map is None:
                continue
            first, last = token.map
            if token.type == "heading_open":
                parsed = parser.parseInline(tokens[n + 1].content[:_LONGEST_HEADING], references)
                words = " ".join("".join(map(_shown, parsed[0].children or [])).split())
                self._add_heading(words, first, last, int(token.tag[1:]), depth, token.level)
            elif token.type == "tr_open":
                self._add_row(first, is_head=in_head)
            elif token.type in _VERBATIM:
                self._add_verbatim(first, last, depth)
            elif token.type == "paragraph_open":
                self._add_paragraph(first, last, depth)
        self._skip_to(len(self._lines))

    def _skip_to(self, first: int) -> None:
        """Cover the lines for which the parser has no token: definitions of links and notes."""
        lines = self._lines[self._next : first]
        for line in lines:
            if _NOTE.match(line.words):
                self.blocks.append(Block("note", line.start, line.end))
            elif line.words:
                kind: BoilerplateKind = "references" if _REFERENCE.match(line.words) else "menu"
                says_something = any(map(str.isalnum, line.words)) and kind == "menu"
                block = Block("paragraph", line.start, line.end)
                self._append(block, None if says_something else kind)
        self._next = max(self._next, first)

    def _append(self, block: Block, boilerplate: BoilerplateKind | None) -> None:
        self.blocks.append(block)
        if boilerplate:
            self.boilerplate.append(Boilerplate(boilerplate, block.start, block.end))

    def _take(self, first: int, last: int) -> list[Line]:
        """The lines from the first to the last, exclusive, without blank ones at the end."""
        self._skip_to(first)
        self._next = max(self._next, last)
        lines = self._lines[first:last]
        while lines and not lines[-1].words:
            lines.pop()
        return [self._without_quote_marks(line) for line in lines]

    def _without_quote_marks(self, line: Line) -> Line:
        if not line.words.startswith(">"):
            return line
        match = _QUOTE_MARKS.match(self._text, line.start, line.end)
        start = match.end() if match else line.start
        return Line(start, line.end, self._text[start : line.end], line.indent)

    def _add_heading(
        self, words: str, first: int, last: int, level: int, depth: int, nesting: int
    ) -> None:
        lines = self._take(first, last)
        self._bold = None
        if not lines:
            return
        start, end = lines[0].start, lines[-1].end
        is_rule = len(lines) > 1 and set(lines[-1].words) == {"-"}
        if is_rule and (len(words) > _LONGEST_UNDERLINED or words.endswith((".", ";", ","))):
            # A rule that someone drew right below a paragraph.
            self._add_lines(lines[:-1], depth)
            self._append(Block("paragraph", lines[-1].start, lines[-1].end), "menu")
            return
        heading = Heading(words, start, level)
        if words and (nesting == 0 or depth):
            self.headings.append(heading)
        if words and nesting == 0:
            self._level = level
            self.sections.append(heading)
            self.blocks.append(Block("heading", start, end, level))
        else:
            self.blocks.append(Block("item" if depth else "paragraph", start, end, depth))

    def _add_row(self, first: int, *, is_head: bool) -> None:
        lines = self._take(first, first + 2 if is_head else first + 1)  # with the rule below it
        if lines:
            cells = cells_of(self._text, lines[0].start, lines[0].end)
            kind: BlockKind = "head" if is_head else "row"
            self.blocks.append(Block(kind, lines[0].start, lines[-1].end, 0, cells))

    def _add_verbatim(self, first: int, last: int, depth: int) -> None:
        lines = self._take(first, last)
        if lines:
            kind: BlockKind = "item" if depth else "paragraph"
            is_hidden = lines[0].words.startswith("<!--") and lines[-1].words.endswith("-->")
            block = Block(kind, lines[0].start, lines[-1].end, depth)
            self._append(block, "front matter" if is_hidden else None)

    def _add_paragraph(self, first: int, last: int, depth: int) -> None:
        lines = [line for line in self._take(first, last) if line.words]
        if not lines:
            return
        words = self._text[lines[0].start : lines[-1].end]
        bold = _in_bold(lines) if not depth else ""
        if _IMAGES.fullmatch(words):
            self.images += words.count("![")
            self._append(Block("paragraph", lines[0].start, lines[-1].end), "menu")
        elif bold and self._bold and _goes_on(self._bold.title, bold):
            joined = f"{self._bold.title} {bold}"
            self._bold = Heading(joined, self._bold.start, self._bold.level)
            self.sections[-1] = self._bold
            self.blocks[-1] = replace(self.blocks[-1], end=lines[-1].end)
            return
        elif bold and _is_title(bold):
            level = min(self._level + 1, 6)
            self._bold = Heading(bold, lines[0].start, level)
            self.sections.append(self._bold)
            self.blocks.append(Block("heading", lines[0].start, lines[-1].end, level))
            return
        else:
            self._add_lines(lines, depth)
        self._bold = None

    def _add_lines(self, lines: Sequence[Line], depth: int) -> None:
        """Add the lines of a paragraph, which may be several: web pages have one item a line."""
        tables = list(tables_among(self._text, lines)) if not depth else []
        taken = {n for table in tables for n in range(table.first, table.last)}
        items = {n: m for n, m in items_among(lines).items() if n > 0 or not depth}
        notes = {n for n, line in enumerate(lines) if _NOTE.match(line.words)}
        found = [block for table in tables for block in table.blocks]
        for part in _parted(lines, notes):
            within = {n - part.start: m for n, m in items.items() if n in part}
            at = {n - part.start for n in taken if n in part}
            blocks = blocks_of_lines(lines[part.start : part.stop], within, self._width, at, depth)
            is_note = part.start in notes
            found += (Block("note", b.start, b.end) if is_note else b for b in blocks)
        self.blocks += sorted(found, key=lambda block: block.start)


def _parted(lines: Sequence[Line], starts: Collection[int]) -> Iterator[range]:
    """Ranges of lines, of which each but the first begins at one of the starts."""
    for first, last in pairwise(sorted({0, *starts, len(lines)})):
        yield range(first, last)


def _in_bold(lines: Sequence[Line]) -> str:
    """The words of lines that are all in bold type; "" of others."""
    matches = [_BOLD.fullmatch(line.words) for line in lines]
    return " ".join(" ".join(m["words"].split()) for m in matches if m) if all(matches) else ""


def _goes_on(title: str, words: str) -> bool:
    """Whether a heading of several lines goes on with these words."""
    is_whole = title.endswith((".", "?", "!", ":")) or len(title.split()) > 2 * _MOST_WORDS
    return not is_whole and (words[0].islower() or title.rsplit(maxsplit=1)[-1] in STOP_WORDS)


def _is_title(words: str) -> bool:
    return len(words.split()) <= _MOST_WORDS and not words.rstrip().endswith((".", ",", ";", ":"))


def _shown(token: Any) -> str:
    """What a reader sees of a piece of a heading."""
    if token.type in {"text", "code_inline"}:
        return str(token.content)
    breaks = token.type in {"softbreak", "hardbreak"} or token.content.lower().startswith("<br")
    return " " if breaks else ""
