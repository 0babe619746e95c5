"""A document's text as in its file, in which each character can be found by its offset.

The text is cut into pieces, each a `span` that names the offset in `Document.text` of its first
character, so that the page's script finds the characters that a link names. In each piece the
browser has exactly the characters that the text has.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag import Document, Page, Passage, Section
from ui.messages import formats
from ui.web.markup import CARRIAGE_RETURN, Markup, element, join

LONGEST_PIECE = 2_000
"""Characters; the script counts through the piece that an offset lies in, so it must be short."""

LONGEST_BLOCK = 4_000
"""Characters after which a block ends with the line: about two screens, so that the browser can
leave out of its layout what is far from sight."""

_LONG = 100_000
"""Characters of a text of which the browser lays out no more blocks than are in sight."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_RETURN = re.compile(r"\r")


@dataclass(frozen=True, slots=True)
class _BlockStart:
    """Where a block begins, with what is shown above it."""

    offset: int
    page: Page | None = None
    section: int | None = None


def text_block(document: Document, passages: Sequence[Passage], *, is_stale: bool) -> Markup:
    """The whole text of a document.

    Args:
        passages: in reading order, without overlap.
        is_stale: whether the link that led here belongs to another version of the document; the
            script then marks nothing.
    """
    return text_element(document, _blocks(document, passages), is_stale=is_stale)


def text_element(
    document: Document, content: Iterable[Markup], *, is_stale: bool, class_: str = ""
) -> Markup:
    """The element around a document's text, with what the page's script has to know of it."""
    length = len(document.text)
    classes = ["text", class_, "long" if length > _LONG else ""]
    return element(
        "div",
        *content,
        class_=" ".join(filter(None, classes)),
        id="text",
        data_length=length,
        data_stale=is_stale,
    )


def _blocks(document: Document, passages: Sequence[Passage]) -> Iterator[Markup]:
    """The text as blocks, one below the other, each preceded by its page number, if it has one."""
    block_starts = _block_starts(document)
    passage_starts = [passage.start for passage in passages]
    ends = [*(start.offset for start in block_starts[1:]), len(document.text)]
    for start, end in zip(block_starts, ends, strict=True):
        if start.page is not None:
            number = start.page.number
            yield element(
                "p", formats.page(number, start.page.ocr), class_="page", id=f"page-{number}"
            )
        pieces = list(_pieces(document.text, start.offset, end, passages, passage_starts))
        if start.section is not None:
            yield element("h2", *pieces, class_="heading", id=f"section-{start.section}")
        elif pieces:
            yield element("div", *pieces, class_="block")


def _block_starts(document: Document) -> list[_BlockStart]:
    """Where blocks begin, in order: at pages, at headings and after them, and after many lines."""
    text = document.text
    pages = {page.start: page for page in document.pages}
    headings = {
        section.start: n for n, section in enumerate(document.sections) if section.title.strip()
    }
    after = {_heading_end(text, document.sections[n]) for n in headings.values()}
    fixed = sorted({0, *pages, *headings, *after} - {len(text)} or {0})
    starts = []
    for start, end in zip(fixed, [*fixed[1:], len(text)], strict=True):
        starts.append(_BlockStart(start, pages.get(start), headings.get(start)))
        if start not in headings:
            starts.extend(map(_BlockStart, _further_starts(text, start, end)))
    return starts


def _further_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Beginnings of lines at which a long stretch is cut into blocks."""
    while line_end := _LINE_END.search(text, start + LONGEST_BLOCK, end):
        start = line_end.end()
        if start < end:
            yield start


def _heading_end(text: str, section: Section) -> int:
    """The end of the line that the section's heading is on."""
    content = text[section.start : section.end]
    first_character = section.start + len(content) - len(content.lstrip())
    line_end = _LINE_END.search(text, first_character, section.end)
    return line_end.end() if line_end else section.end


def _pieces(
    text: str, start: int, end: int, passages: Sequence[Passage], passage_starts: Sequence[int]
) -> Iterator[Markup]:
    """A stretch of the text in spans, each within one passage or outside all of them."""
    while start < end:
        n = bisect_right(passage_starts, start) - 1
        is_inside = n >= 0 and start < passages[n].end
        following = passage_starts[n + 1] if n + 1 < len(passages) else end
        bound = passages[n].end if is_inside else following
        stop = min(end, bound, start + LONGEST_PIECE)
        yield element(
            "span",
            verbatim(text, start, stop),
            data_start=start,
            class_=f"passage {'odd' if n % 2 else 'even'}" if is_inside else None,
            data_first="" if is_inside and start == passages[n].start else None,
        )
        start = stop


def verbatim(text: str, start: int, end: int) -> Markup:
    """`text[start:end]` as markup that the browser reads back as the same characters.

    A parser turns carriage returns into line feeds unless they are written as references. A
    carriage return alone is no line break to it, and gets one.
    """
    if text.find("\r", start, end) < 0:
        return join(_shown(text[start:end]))
    parts, at = [], start
    for match in _RETURN.finditer(text, start, end):
        parts += [_shown(text[at : match.start()]), CARRIAGE_RETURN]
        at = match.end()
        if text[at : at + 1] != "\n":
            parts.append(element("br"))
    return join(*parts, _shown(text[at:end]))


def _shown(text: str) -> str:
    """The text without null characters, which no HTML can hold."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")
