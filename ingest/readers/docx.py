"""Word documents: the text of the body, without page headers and footers."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.readers.base import Content, first_line
from ingest.readers.blocks import Blocks, sensible_title
from rag.errors import UnreadableError
from rag.structure import BlockKind

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 10_000
"""A document of a thousand pictures has some 1,100 parts."""
_MOST_BYTES = 400_000_000
"""What all parts may unpack to: eight times the largest file that is indexed by default."""
_MOST_TIMES = 100
"""How many times its size a file may unpack to; text compresses to about a tenth."""
_SMALL = 20_000_000
"""Bytes that a file may unpack to, whatever its size."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = {"del", "moveFrom", "Fallback", "txbxContent"}
_KINDS: dict[str, BlockKind] = {"heading": "heading", "title": "heading", "list": "item"}
_STYLE = re.compile(r"(heading|title|list)\b(?! continue)", re.IGNORECASE)


def read(data: bytes) -> Content:
    """Read a Word document: paragraphs and tables in their order, headings as sections.

    Raises:
        UnreadableError: the file is not a Word document, is damaged, or unpacks to too much.
    """
    document = _open(data)
    styles = _styles(document)
    blocks = Blocks()
    titles: list[str] = []
    for element in _elements(document.element.body):
        if _name(element) == "tbl":
            for cells in _rows(element):
                blocks.add_row(cells)
            continue
        words = _words(element)
        style = styles.get(_style_id(element), "list" if _is_numbered(element) else "")
        if style == "title":
            titles.append(words)
        blocks.add(words, _KINDS.get(style, "paragraph"))
    core = sensible_title(_core_title(document))
    headed = (sensible_title(words) for words in [*titles, *(h.title for h in blocks.headings)])
    return Content(
        text=blocks.text,
        title=core or next(filter(None, headed), "") or first_line(blocks.text),
        published=None,
        sections=blocks.sections,
        structure=blocks.structure,
    )


def _open(data: bytes) -> "WordDocument":
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnreadableError(
            "The file is encrypted, or in Word's old format.",
            "Save it as .docx without a password.",
        )
    _check_zip(data)
    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    # python-docx does not document what it raises for a missing or damaged part.
    failures = (
        OpcError, LxmlError, zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError,
        AttributeError, TypeError, IndexError, NotImplementedError, RuntimeError, OSError, EOFError,
        zlib.error,
    )  # fmt: skip
    try:
        document = Document(io.BytesIO(data))
        if document.element.body is None:
            raise ValueError
    except failures as error:
        raise UnreadableError(
            "The file is not a Word document, or is damaged.", "Open it in Word and save it again."
        ) from error
    return document


def _check_zip(data: bytes) -> None:
    """Refuse an archive that would unpack to too much; no part unpacks to more than it declares."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError(
            "The file is not a Word document, or is cut off.", "Save it again as .docx."
        ) from error
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > _SMALL and unpacked > _MOST_TIMES * len(data)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_BYTES or swollen:
        raise UnreadableError(
            f"The file unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts, too much for a "
            "document.",
            "Remove its pictures and save it again.",
        )


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, including those in text boxes and controls."""
    for child in parent.iterchildren():
        name = _name(child)
        if name == "tbl":
            yield child
        elif name == "p":
            yield child
            for box in child.iter(f"{_W}txbxContent"):
                if not any(_name(above) in {"Fallback", "tbl"} for above in box.iterancestors()):
                    yield from _elements(box)
        elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _elements(child)


def _words(paragraph: Any) -> str:
    """The paragraph's words with all tracked changes accepted."""
    found: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = _name(element)
        if name == "t":
            found.append(element.text or "")
        elif name in _BREAKS:
            found.append(_BREAKS[name])
        elif name not in _NOT_SHOWN and name != "pPr":
            waiting.extend(reversed(element))
    return "".join(found)


def _rows(table: Any) -> Iterator[list[str]]:
    """The cells' words, row by row; a table within a cell is read as part of its words."""
    for line in table.iter(f"{_W}tr"):
        if next(line.iterancestors(f"{_W}tbl")) is table:
            yield [
                " ".join(_words(paragraph) for paragraph in cell.iter(f"{_W}p"))
                for cell in line.iter(f"{_W}tc")
                if next(cell.iterancestors(f"{_W}tr")) is line
            ]


def _style_id(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _is_numbered(paragraph: Any) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}numPr") is not None


def _styles(document: "WordDocument") -> dict[str, str]:
    """For each style id that is, or is based on, such a style: "heading", "title" or "list"."""
    try:
        defined = {s.get(f"{_W}styleId", ""): s for s in document.styles.element}
    except (KeyError, ValueError, AttributeError, TypeError):
        return {}
    kinds = {}
    for identifier in defined:
        step, seen = identifier, set[str]()
        while step in defined and step not in seen:
            seen.add(step)
            name = defined[step].find(f"{_W}name")
            kind = _STYLE.match("" if name is None else name.get(f"{_W}val", ""))
            if kind:
                kinds[identifier] = kind.group(1).lower()
                break
            base = defined[step].find(f"{_W}basedOn")
            step = "" if base is None else base.get(f"{_W}val", "")
    return kinds


def _core_title(document: "WordDocument") -> str:
    try:
        return document.core_properties.title or ""
    except (KeyError, ValueError, AttributeError, TypeError):
        return ""
