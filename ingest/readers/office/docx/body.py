"""From the elements of a Word document's body to blocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.base import Content
from ingest.readers.blocks import Blocks
from ingest.readers.office.docx.markup import R, value
from ingest.readers.office.docx.notes import Notes
from ingest.readers.office.docx.paragraphs import (
    WRAPPERS,
    Paragraph,
    lines_of,
    read_paragraph,
    style_of,
)
from ingest.readers.office.docx.tables import Row, add_rows, has_head_look, rows_of
from ingest.readers.office.docx.words import Context, shown_choice
from ingest.readers.office.embedded import add_content
from ingest.readers.office.xml import local_name
from rag.structure import BlockKind, BoilerplateKind

_LONGEST_CELL = 2_000
"""Characters of a cell of a table; one that is longer is laid out as a page is."""
_TITLES = {"title", "heading"}
_GALLERIES: dict[str, BoilerplateKind] = {
    "Table of Contents": "contents",
    "Bibliographies": "references",
}


@dataclass(slots=True)
class Body:
    """Adds a document's elements to blocks, in reading order.

    Attributes:
        embedded: reads what a relationship's id points to, None where it cannot be read.
        titles: the paragraphs of the style Title that the document begins with.
    """

    context: Context
    embedded: Callable[[str], Content | None]
    blocks: Blocks = field(default_factory=Blocks)
    titles: list[str] = field(default_factory=list)
    _boilerplate: tuple[BoilerplateKind, int] | None = None
    _gallery: BoilerplateKind | None = None

    def add(self, parent: Any) -> None:
        """Add the paragraphs, tables and documents directly in an element."""
        for element in parent.iterchildren():
            name = local_name(element)
            if name == "p":
                self._add_paragraph(element)
            elif name == "tbl":
                self._add_table(element)
            elif name == "altChunk":
                self._add_embedded(element.get(f"{R}id", ""))
            elif name == "AlternateContent":
                self.add(shown_choice(element))
            elif name in WRAPPERS:
                outer = self._gallery
                gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
                self._gallery = _GALLERIES.get(gallery, outer)
                self.add(element)
                self._gallery = outer

    def end(self) -> None:
        """Add the notes that wait, and end what is open."""
        self._mark(None)
        self._add_notes(self.context.footnotes)
        self._add_notes(self.context.endnotes)

    def _add_paragraph(self, element: Any) -> None:
        waited = len(self.context.footnotes.waiting)
        read = read_paragraph(element, self.context)
        boilerplate = self._gallery or read.words.boilerplate
        if read.style.kind == "contents":
            boilerplate = boilerplate or read.style.boilerplate
        if read.words.text.strip():
            self._mark(boilerplate)
        if boilerplate:
            self.blocks.add(read.numbered)
        elif read.style.kind in _TITLES and read.words.text.strip():
            self._add_notes(self.context.footnotes, waited)
            self._add_heading(read)
        elif read.is_item:
            self.blocks.add(read.words.text, "item", read.style.level, read.label or "-")
        else:
            kind: BlockKind = "caption" if read.style.kind == "caption" else "paragraph"
            self.blocks.add(read.numbered, kind)
        for box in read.words.boxes:
            self.add(box)

    def _add_heading(self, read: Paragraph) -> None:
        if read.style.kind == "title" and len(self.titles) == len(self.blocks):
            self.titles.append(" ".join(read.words.text.split()))
        self.blocks.add(read.numbered, "heading", read.style.level)

    def _mark(self, kind: BoilerplateKind | None) -> None:
        """Say what the blocks from here on are."""
        if self._boilerplate and self._boilerplate[0] == kind:
            return
        if self._boilerplate:
            self.blocks.mark(*self._boilerplate)
        self._boilerplate = (kind, len(self.blocks)) if kind else None

    def _add_notes(self, notes: Notes, most: int | None = None) -> None:
        """Add the notes that wait, or that many of them."""
        for mark, element in notes.take(most):
            words = "\n".join(line for line, _ in lines_of(element, self.context))
            self.blocks.add(f"{mark} {words.strip()}" if words.strip() else "", "note")

    def _add_table(self, table: Any) -> None:
        self._mark(self._gallery)
        rows = list(rows_of(table))
        kept = [row for row in rows if not row.is_deleted]
        self.context.left_out["deleted table rows"] += len(rows) - len(kept)
        if not self._is_layout(kept):
            add_rows(self.blocks, kept, has_head_look(table), self.context)
            return
        for row in kept:
            for cell in row.cells:
                if not cell.continues:
                    self.add(cell.element)

    def _is_layout(self, rows: Sequence[Row]) -> bool:
        """Whether a table only places text: it has one column, headings, or text for a page."""
        if all(len(row.cells) <= 1 for row in rows):
            return True
        for cell in (cell for row in rows for cell in row.cells):
            length = 0
            for paragraph in cell.element.iterchildren("{*}p"):
                if style_of(paragraph, self.context).kind in _TITLES:
                    return True
                length += sum(len(text.text or "") for text in paragraph.iter("{*}t"))
            if length > _LONGEST_CELL:
                return True
        return False

    def _add_embedded(self, relationship: str) -> None:
        self._mark(None)
        content = self.embedded(relationship)
        if content is None:
            self.context.left_out["embedded documents"] += 1
        else:
            add_content(self.blocks, content)
