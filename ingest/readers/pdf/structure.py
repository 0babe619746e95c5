"""Which paragraphs of a PDF are headings, items, captions, notes or rows, or boilerplate."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from ingest.readers.base import Heading
from ingest.readers.pdf.breaks import CAPTION, has_leaders, is_item, is_numbered
from ingest.readers.pdf.paragraphs import Paragraph
from ingest.readers.pdf.tables.rows import is_figure
from rag.language.document_words import (
    BIBLIOGRAPHY_HEADINGS,
    CAPTION_WORDS,
    CONTENTS_HEADINGS,
    FIGURES_HEADINGS,
)
from rag.language.patterns import any_of
from rag.structure import Block, Boilerplate, BoilerplateKind, Structure

_LONGEST_CAPTION = 400
_DEEPER = 6.0
"""Points by which the items of a list within a list are further to the right."""
_DEEPEST = 6
_FEWEST_ENTRIES = 3
"""Lines with dots that lead to a number from which they are a contents list without a heading."""
_MOST_OTHER = 2
"""Paragraphs within a contents list that do not end in a page's number: titles of parts."""
_TITLES: tuple[tuple[Set[str], BoilerplateKind], ...] = (
    (CONTENTS_HEADINGS, "contents"),
    (FIGURES_HEADINGS, "list of figures"),
    (BIBLIOGRAPHY_HEADINGS, "references"),
)
_ENTRY = re.compile(r".{0,300}\D(?:\d{1,4}|[ivxl]{1,6})", re.IGNORECASE)
_FIGURE_ENTRY = re.compile(rf"(?:\| )?{any_of(CAPTION_WORDS)}(?!\w)", re.IGNORECASE)
_MARKED = re.compile(r"\[(?:\d{1,3}|[a-z]|[ivx]{1,4})\]\s*+\S")
_SIGN = re.compile(r"[*†‡§¶]{1,3}\s?[^\s*]")
_BARE = re.compile(r"[^\W\d_]+")


def structure_of(paragraphs: Sequence[Paragraph], headings: Sequence[Heading]) -> Structure:
    """The blocks that the paragraphs are, and which of them are boilerplate."""
    levels = {heading.start: heading.level for heading in headings}
    blocks = tuple(_blocks(paragraphs, levels))
    return Structure(blocks=blocks, boilerplate=tuple(_boilerplate(paragraphs, blocks)))


def _blocks(paragraphs: Sequence[Paragraph], levels: Mapping[int, int]) -> Iterator[Block]:
    lefts: list[float] = []
    """Where the items of the lists that are open begin, the outermost first."""
    for n, paragraph in enumerate(paragraphs):
        start, end = paragraph.start, paragraph.start + len(paragraph.text)
        if paragraph.kind == "head" or paragraph.kind == "row":  # noqa: PLR1714 (for the type)
            yield Block(paragraph.kind, start, end, 0, paragraph.cells)
        elif start in levels:
            yield Block("heading", start, end, levels[start])
        elif paragraph.kind == "note" or _is_note(paragraphs, n):
            yield Block("note", start, end)
        elif CAPTION.match(paragraph.text) and len(paragraph.text) <= _LONGEST_CAPTION:
            yield Block("caption", start, end)
        elif is_item(paragraph.text) or _is_numbered_item(paragraphs, n):
            while lefts and paragraph.left < lefts[-1] - _DEEPER:
                lefts.pop()
            if not lefts or (paragraph.left > lefts[-1] + _DEEPER and len(lefts) < _DEEPEST):
                lefts.append(paragraph.left)
            yield Block("item", start, end, len(lefts))
            continue
        else:
            yield Block("paragraph", start, end)
        lefts = []


def _is_note(paragraphs: Sequence[Paragraph], n: int) -> bool:
    """Whether a raised mark or a sign stands before the text, as of a note below a table."""
    text = paragraphs[n].text
    if _MARKED.match(text):
        return True
    below = n > 0 and (
        paragraphs[n - 1].kind in {"row", "head"} or _SIGN.match(paragraphs[n - 1].text)
    )
    return bool(below and _SIGN.match(text))


def _is_numbered_item(paragraphs: Sequence[Paragraph], n: int) -> bool:
    """Whether a numbered paragraph has another beside it."""
    near = paragraphs[max(0, n - 1) : n + 2]
    numbered = [is_numbered(paragraph.text) for paragraph in near]
    return is_numbered(paragraphs[n].text) and sum(numbered) >= 2


def _boilerplate(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> Iterator[Boilerplate]:
    n = 0
    while n < len(blocks):
        kind = _titled(paragraphs[n], blocks[n])
        if kind == "references":
            end = _section_end(blocks, n)
        else:
            end = _entries_end(paragraphs, n + (kind is not None), kind is not None)
            least = _FEWEST_ENTRIES if kind is None else 2
            if end - n < least:
                n += 1
                continue
            figures = _FIGURE_ENTRY.match(paragraphs[end - 1].text)
            kind = kind or ("list of figures" if figures else "contents")
        yield Boilerplate(kind, blocks[n].start, blocks[end - 1].end)
        n = end


def _titled(paragraph: Paragraph, block: Block) -> BoilerplateKind | None:
    """What kind of list a heading, or a short line by itself, says that it begins."""
    if block.kind not in {"heading", "paragraph"} or len(paragraph.text) > 40:
        return None
    words = " ".join(_BARE.findall(paragraph.text.lower()))
    kind = next((kind for titles, kind in _TITLES if words in titles), None)
    return None if kind == "references" and block.kind != "heading" else kind


def _section_end(blocks: Sequence[Block], first: int) -> int:
    """Where the section ends that a heading begins: at the next of its level or above."""
    level = blocks[first].level
    for n in range(first + 1, len(blocks)):
        if blocks[n].kind == "heading" and blocks[n].level <= level:
            return n
    return len(blocks)


def _entries_end(paragraphs: Sequence[Paragraph], first: int, titled: bool) -> int:
    """Where a contents list ends: after its last entry, which leads to a page's number."""
    end = n = first
    while n < len(paragraphs) and n - end <= _MOST_OTHER:
        text = paragraphs[n].text
        entry = has_leaders(text) or (titled and _is_entry(paragraphs[n]))
        n += 1
        end = n if entry else end
        if not entry and not titled:
            break
    return end


def _is_entry(paragraph: Paragraph) -> bool:
    """Whether it may be an entry of a contents list: a row has no figure but the page's number."""
    text, start = paragraph.text, paragraph.start
    cells = [text[first - start : last - start] for first, last in paragraph.cells]
    if any(is_figure(cell) and any(map(str.isdigit, cell)) for cell in cells[1:-1]):
        return False
    return _ENTRY.fullmatch(text.strip("| ")) is not None
