"""Paragraphs of a Word document: their words, style and automatic number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.office.docx.markup import W, child, value
from ingest.readers.office.docx.styles import NORMAL, Style, numbering_of, outline_level
from ingest.readers.office.docx.words import Context, Words, shown_choice, words_of
from ingest.readers.office.xml import local_name

WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
"""Elements that stand around paragraphs and tables without showing."""
_NO_LIST = {"", "0"}
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        label: its automatic number; "" for a bullet, None where it has none.
    """

    words: Words
    style: Style
    label: str | None

    @property
    def numbered(self) -> str:
        """Its words behind its number."""
        return " ".join(filter(None, (self.label, self.words.text)))

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        numbered = self.label is not None and self.style.kind not in {"title", "heading", "caption"}
        return self.style.kind == "item" or numbered


def read_paragraph(element: Any, context: Context) -> Paragraph:
    """Read a `w:p`; the context is changed, as for `words_of`, and its lists are counted on."""
    style = _style(element, context)
    words = words_of(element, style, context)
    list_id, level = style.numbering
    # An empty item counts as well, but not one that is empty since its words were left out.
    counts = words.text.strip() or not _has_removed(element)
    label = context.numbering.label(list_id, level) if counts and list_id not in _NO_LIST else None
    return Paragraph(words, style, label)


def lines_of(parent: Any, context: Context) -> Iterator[tuple[str, bool]]:
    """The lines in a note or cell, those of tables and boxes in it too, each with its boldness."""
    for element in parent.iterchildren():
        name = local_name(element)
        if name == "p":
            read = read_paragraph(element, context)
            bullet = "• " if read.is_item and not read.label and read.words.visible else ""
            yield bullet + read.numbered, read.words.is_bold
            for box in read.words.boxes:
                yield from lines_of(box, context)
        elif name == "tbl":
            for row in element.iter(f"{W}tr"):
                cells = (cell_words(cell, context)[0] for cell in row.iterchildren(f"{W}tc"))
                yield ", ".join(filter(None, cells)) + ";", False
        elif name == "AlternateContent":
            yield from lines_of(shown_choice(element), context)
        elif name in WRAPPERS:
            yield from lines_of(element, context)


def cell_words(cell: Any, context: Context) -> tuple[str, bool]:
    """A cell's words on one line, and whether all are bold."""
    lines = [(line, is_bold) for line, is_bold in lines_of(cell, context) if line.strip()]
    return " ".join(line for line, _ in lines), all(is_bold for _, is_bold in lines)


def style_of(paragraph: Any, context: Context) -> Style:
    """The style that a paragraph names."""
    named = value(paragraph, "pPr", "pStyle")
    return context.styles.get(named, NORMAL) if named else context.styles[""]


def _style(paragraph: Any, context: Context) -> Style:
    """The paragraph's style, with what the paragraph itself says of its level and list."""
    style = style_of(paragraph, context)
    properties = child(paragraph, "pPr")
    own, outline = numbering_of(properties), outline_level(properties)
    list_id, depth = style.numbering
    if own:
        inherited = depth if list_id == own[0] else 0
        list_id, depth = own[0], inherited if own[1] is None else own[1]
    kind, level = style.kind, style.level
    if outline and not kind:
        kind, level = "heading", outline
    elif outline == 0 and kind == "heading":
        kind, level = "", 0
    if list_id not in _NO_LIST and kind not in {"heading", "title"}:
        level = max(min(depth, _LEVELS - 1) + 1, style.level, 1)
    return replace(style, kind=kind, level=level, numbering=(list_id, depth))


def _has_removed(paragraph: Any) -> bool:
    return next(paragraph.iter(f"{W}del", f"{W}moveFrom", f"{W}vanish"), None) is not None
