"""Documents, spans of them and quotes as formatted blocks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rag.formatting.blocks import Source, formatted_block
from rag.formatting.inline import references_in
from rag.formatting.lines import divided
from rag.formatting.tree import Formatted, clipped
from rag.structure import Block, within
from rag.types import Document

_MARKDOWN = (".md", ".markdown")

_AROUND = 4_000
"""Characters before and after a span that are looked at for the beginning and the end of its first
and last block, where no reader has divided the text; as long as the longest paragraphs."""

_INDENT = 40
"""Characters of a line that may stand before the words of a heading."""

_BLANK_LINE = re.compile(r"\r\n(?=[\r\n])|\n(?=[\r\n])|\r(?=\r)")


def format_document(document: Document) -> Iterator[Formatted]:
    """All blocks of a document, in reading order; each word of its text is in one."""
    text, is_markdown = document.text, _is_markdown(document.source)
    references = references_in(text) if is_markdown else {}
    blocks = document.structure.blocks
    source = Source(text, (0, len(text)), is_markdown, references)
    return _formatted(
        source, _complete(text, blocks) if blocks else _divided(document, 0, len(text))
    )


def format_span(document: Document, start: int, end: int) -> tuple[Formatted, ...]:
    """What `document.text[start:end]` shows; its styles are those of the whole document."""
    text, is_markdown = document.text, _is_markdown(document.source)
    references = references_in(text) if is_markdown and "][" in text[start:end] else {}
    blocks: Iterable[Block] = within(document.structure.blocks, start, end)
    if not document.structure.blocks:
        blocks = _divided(document, *_widened(text, start, end))
    source = Source(text, (start, end), is_markdown, references)
    return tuple(clipped(_formatted(source, blocks), start, end))


def format_quote(quote: str, source: str) -> tuple[Formatted, ...]:
    """What a quote shows where its document is not at hand.

    Args:
        source: of its document; its ending says whether the quote is Markdown.
    """
    is_markdown = _is_markdown(source)
    blocks = divided(quote, 0, len(quote), {}, is_markdown=is_markdown)
    return tuple(_formatted(Source(quote, (0, len(quote)), is_markdown, {}, is_cut=True), blocks))


def _is_markdown(source: str) -> bool:
    return source.lower().endswith(_MARKDOWN)


def _formatted(source: Source, blocks: Iterable[Block]) -> Iterator[Formatted]:
    for block in blocks:
        shown = formatted_block(source, block)
        if shown is not None:
            yield shown


def _complete(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, and the words between them, if there are any, as paragraphs."""
    bounds = [(0, 0), *((block.start, block.end) for block in blocks), (len(text), len(text))]
    for n, ((_, end), (start, _)) in enumerate(pairwise(bounds)):
        between = text[end:start]
        if between.strip():
            first = end + len(between) - len(between.lstrip())
            yield Block("paragraph", first, end + len(between.rstrip()))
        if n < len(blocks):
            yield blocks[n]


def _divided(document: Document, start: int, end: int) -> Iterator[Block]:
    """The blocks of a part of a document that no reader has divided."""
    text, sections = document.text, document.sections
    headings = {_first_word(text, s.start): s.level for s in sections if s.title.strip()}
    headings = {_line_start(text, offset): level for offset, level in headings.items()}
    body = sections[0].start if sections else 0
    if start < body:
        front = text[start : min(body, end)]
        if front.strip():
            yield Block("paragraph", start, start + len(front.rstrip()))
        start = min(body, end)
    yield from divided(text, start, end, headings, is_markdown=_is_markdown(document.source))


def _first_word(text: str, offset: int) -> int:
    """Offset of the first character that is no white space."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _line_start(text: str, offset: int) -> int:
    """Where the line begins that an offset lies in, or the offset where that is far away."""
    before = text[max(offset - _INDENT, 0) : offset]
    words = before.rstrip(" \t#>*")
    return offset - len(before) + len(words)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of its first and its last block."""
    first = max(start - _AROUND, 0)
    blank = [found.end() for found in _BLANK_LINE.finditer(text, first, start)]
    if blank:
        first = blank[-1]
    elif first:
        first = _next_line(text, first, start)
    last = min(end + _AROUND, len(text))
    found = _BLANK_LINE.search(text, end, last)
    return first, found.start() if found else last


def _next_line(text: str, offset: int, end: int) -> int:
    """Where the next line begins, or the end if none does before it."""
    at = text.find("\n", offset, end)
    return end if at < 0 else at + 1
