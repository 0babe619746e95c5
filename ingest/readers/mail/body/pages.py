"""The lines of an HTML body: its blocks as the reader of web pages finds them, quotes apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import html
from ingest.readers.base import Content
from ingest.readers.mail.body.units import Line
from rag.errors import UnreadableError
from rag.structure import Block, at
from rag.types import Omission

_MARK = re.compile("\ue000(\\d{1,6})\ue001")
"""Stands in a page where a quote was taken out; the characters are of nobody's alphabet."""
_QUOTE_CLASSES = {"gmail_quote", "protonmail_quote", "yahoo_quoted", "cite", "moz-cite"}
_DEEPEST = 20
_MOST_QUOTES = 500
"""Quotes of a page that are taken out; the words of further ones stay where they are."""


def lines_of_page(page: str) -> tuple[list[Line], tuple[Omission, ...]]:
    """The lines of an HTML body, and what is left out of it."""
    reading = _Reading()
    root = _parsed(page)
    lines = [] if root is None else list(reading.lines(root, 0))
    return lines, tuple(reading.omissions)


def visible_length(page: str) -> int:
    """About how many characters of an HTML body are seen."""
    root = _parsed(page)
    if root is None:
        return 0
    from lxml import etree

    etree.strip_elements(root, "script", "style", "head", "title", with_tail=False)
    return len(" ".join("".join(root.itertext()).split()))


def _parsed(page: str) -> Any:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError):
        return None


@dataclass
class _Reading:
    """One page being read.

    Attributes:
        omissions: what was left out so far.
    """

    omissions: list[Omission] = field(default_factory=list)
    _blocks: int = 0
    _quotes: int = 0

    def lines(self, root: Any, depth: int) -> Iterator[Line]:
        quotes = self._taken_out(root) if depth < _DEEPEST else []
        told: set[int] = set()
        content = _read(root)
        if content is not None:
            self.omissions += content.omissions
            for line in self._of_content(content, depth):
                yield from self._with_quotes(line, quotes, told, depth)
        for n, quote in enumerate(quotes):
            if n not in told:  # the reader of web pages has left its place out
                yield from self.lines(quote, depth + 1)

    def _with_quotes(
        self, line: Line, quotes: list[Any], told: set[int], depth: int
    ) -> Iterator[Line]:
        pieces = _MARK.split(line.words)
        for n, piece in enumerate(pieces):
            if n % 2 == 0 and (len(pieces) == 1 or piece.strip()):
                yield line if len(pieces) == 1 else Line(depth, piece.strip(), line.block)
            elif n % 2 == 1 and int(piece) < len(quotes) and int(piece) not in told:
                told.add(int(piece))
                yield from self.lines(quotes[int(piece)], depth + 1)

    def _taken_out(self, root: Any) -> list[Any]:
        """The outermost quotes, taken out of the page; a mark stands in the place of each."""
        from lxml.html import Element

        found = [q for q in root.iter("blockquote") if _is_quote(q) and not _is_quoted(q, root)]
        found = [q for q in found if q is not root][: max(0, _MOST_QUOTES - self._quotes)]
        self._quotes += len(found)
        for n, quote in enumerate(found):
            place = Element("p")
            place.text = f"\ue000{n}\ue001"
            place.tail, quote.tail = quote.tail, None
            quote.getparent().replace(quote, place)
            quote.tag = "div"
        return found

    def _of_content(self, content: Content, depth: int) -> Iterator[Line]:
        for block in content.structure.blocks:
            self._blocks += 1
            mark = at(content.structure.boilerplate, block.start)
            words = content.text[block.start : block.end]
            if block.kind == "paragraph":
                for line in words.split("\n"):
                    yield Line(depth, line, self._blocks, boilerplate=mark.kind if mark else None)
            else:
                yield Line(
                    depth, words, self._blocks, block.kind, block.level, _cells(block),
                    mark.kind if mark else None,
                )  # fmt: skip


def _cells(block: Block) -> tuple[tuple[int, int], ...]:
    return tuple((start - block.start, end - block.start) for start, end in block.cells)


def _is_quote(element: Any) -> bool:
    """Whether a block of quoted words is of an older message."""
    classes = set(element.get("class", "").split())
    is_barred = "border-left" in element.get("style", "")
    return element.get("type") == "cite" or bool(classes & _QUOTE_CLASSES) or is_barred


def _is_quoted(element: Any, root: Any) -> bool:
    """Whether the element lies in another quote."""
    return any(
        above.tag == "blockquote" and _is_quote(above)
        for above in element.iterancestors()
        if above is not root
    )


def _read(root: Any) -> Content | None:
    from lxml.html import tostring

    try:
        return html.read(b"\xef\xbb\xbf" + tostring(root, encoding="utf-8"))
    except UnreadableError:
        return None
