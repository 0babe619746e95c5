"""Web pages: their main text as plain text, without menus, scripts and styles."""

import re
from typing import Any

from ingest.readers.base import Content, first_line
from ingest.readers.blocks import Blocks
from ingest.readers.encoding import decode
from ingest.readers.html.metadata import date_of, title_of
from rag.errors import UnreadableError
from rag.structure import BlockKind

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]+)", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"\n{2,}")
_NEVER_SHOWN = (
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas",
    "select", "button", "head", "nav", "dialog",
)  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
_BLOCKS = {
    "p", "div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "dl", "dd",
    "dt", "list", "quote", "blockquote", "pre", "figure", "figcaption", "table", "form", "fieldset",
    "address", "hr", "body", "html", "caption", "thead", "tbody", "details", "summary", "center",
}  # fmt: skip
_ITEMS = {"li", "item"}
_ROWS = {"tr", "row"}
_CELLS = {"td", "th", "cell"}
_BREAKS = {"br", "lb"}
_SHORT = 1_500
"""Characters of a page that is read whole."""
_DATA_CELL = 400
"""Most characters of a cell of a data table; a longer one is part of a page's layout."""


def read(data: bytes) -> Content:
    """Read a web page.

    Raises:
        UnreadableError: the bytes are not text, or hold no page.
    """
    tree = _parse(data)
    title, published = title_of(tree), date_of(tree)
    whole = _body(tree)
    # In a shorter page there is little to leave out, and a line of a short briefing might be.
    main = _main(tree) if len(whole.text) > _SHORT else None
    blocks = main if main and len(main.text) > _SHORT / 2 else whole
    heading = blocks.headings[0].title if blocks.headings else ""
    return Content(
        text=blocks.text,
        title=title or heading or first_line(blocks.text),
        published=published,
        sections=blocks.sections,
        structure=blocks.structure,
    )


def _parse(data: bytes) -> Any:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(_decoded(data).encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError(
            "The file is not a web page, or is empty.", "Save the page again."
        ) from error


def _decoded(data: bytes) -> str:
    """The page's text: as UTF-8 if it is valid, else in the encoding that the page declares."""
    declared = _CHARSET.search(data[:4_000])
    if declared and b"\x00" not in data[:4_000]:
        for encoding in ("utf-8-sig", declared.group(1).decode("ascii")):
            try:
                return data.decode(encoding)
            except (UnicodeError, LookupError):
                continue
    return decode(data)


def _body(tree: Any) -> Blocks:
    from copy import deepcopy

    from lxml import etree

    shown = deepcopy(tree)
    etree.strip_elements(shown, *_NEVER_SHOWN, with_tail=False)
    return _rendered(shown)


def _main(tree: Any) -> Blocks | None:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            tree, favor_recall=True, include_comments=False, include_tables=True,
            with_metadata=False,
        )  # fmt: skip
    except RecursionError:
        return None
    body = getattr(document, "body", None)
    return None if body is None else _rendered(body)


def _rendered(root: Any) -> Blocks:
    from lxml import etree

    writer = _Writer()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            writer.open(name, element)
            writer.words.append(element.text or "")
        else:
            writer.close(name)
            writer.words.append(element.tail or "" if element is not root else "")
    writer.flush()
    return writer.blocks


class _Writer:
    """Turns the start and end tags of a tree into blocks."""

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.words: list[str] = []
        self._cells: list[str] | None = None
        self._tables: list[bool] = []
        self._heading = False
        self._item = False

    def open(self, name: str, element: Any) -> None:
        if name in _BREAKS:
            self.words.append("\x1e")
        elif name == "table":
            self.flush()
            self._tables.append(_is_data(element))
        elif name in _ROWS and self._in_data:
            self.flush()
            self._cells = []
        elif name in _CELLS and self._cells is not None:
            self.words = []
        elif self._cells is not None:
            self.words.append(" " if name in _BLOCKS | _ITEMS | _HEADINGS else "")
        elif name in _BLOCKS | _ITEMS | _HEADINGS | _ROWS | _CELLS:
            self.flush()
            self._item = name in _ITEMS or (self._item and name in {"p", "div"})
            self._heading = name in _HEADINGS

    def close(self, name: str) -> None:
        if self._cells is not None:
            if name in _CELLS:
                self._cells.append(" ".join("".join(self.words).replace("\x1e", " ").split()))
                self.words = []
            elif name in _ROWS:
                self.blocks.add_row(self._cells)
                self._cells, self.words = None, []
        elif name in _BLOCKS | _ITEMS | _HEADINGS | _ROWS | _CELLS:
            self.flush()
            self._heading = False
        if name == "table" and self._tables:
            self._tables.pop()

    def flush(self) -> None:
        """End the current block."""
        words = "".join(self.words)
        self.words = []
        lines = [" ".join(line.split()) for line in words.split("\x1e")]
        for paragraph in _PARAGRAPH_END.split("\n".join(lines)):
            if any(not c.isspace() for c in paragraph):
                self.blocks.add(paragraph, self._kind)
                self._item = False

    @property
    def _kind(self) -> BlockKind:
        if self._heading:
            return "heading"
        return "item" if self._item else "paragraph"

    @property
    def _in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]


def _is_data(table: Any) -> bool:
    """Whether a table holds data, and not the layout of a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if any(next(table.iterdescendants(name), None) is not None for name in _HEADINGS):
        return False
    cells = table.iterdescendants(*_CELLS)
    return all(len("".join(cell.itertext())) <= _DATA_CELL for cell in cells)
