"""From the elements of an OpenDocument text's body to blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.blocks import Blocks
from ingest.readers.office import numerals
from ingest.readers.office.odt.styles import LEVELS, ListStyle
from ingest.readers.office.odt.text import Context, Words, add_boxes, words_of
from ingest.readers.office.tables import MOST_COLUMNS, Lines
from ingest.readers.office.xml import attribute, local_name, whole
from rag.structure import BoilerplateKind

_INDEXES: dict[str, BoilerplateKind] = {
    "table-of-content": "contents",
    "alphabetical-index": "contents",
    "user-index": "contents",
    "illustration-index": "list of figures",
    "table-index": "list of figures",
    "object-index": "list of figures",
    "bibliography": "references",
}
_SHAPES = {"frame", "custom-shape", "g", "rect"}
_ROWS = {"table-header-rows", "table-rows", "table-row-group"}
_ANYTHING = {"section", "index-body", "index-title", "numbered-paragraph", "soft-page-break"}


@dataclass(slots=True)
class Body:
    """Adds a text's elements to blocks, in reading order.

    Attributes:
        titles: the paragraphs of the style Title that the text begins with.
    """

    context: Context
    blocks: Blocks = field(default_factory=Blocks)
    titles: list[str] = field(default_factory=list)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, parent: Any) -> None:
        """Add the paragraphs, lists and tables directly in an element."""
        for element in parent.iterchildren():
            name = local_name(element)
            if name == "h":
                self._add_heading(element)
            elif name == "p":
                self._add_paragraph(element)
            elif name == "list":
                self._add_list(element, attribute(element, "style-name"), 1)
            elif name == "table":
                self._add_table(element)
            elif name in _INDEXES:
                first = len(self.blocks)
                self.add(element)
                self.blocks.mark(_INDEXES[name], first)
            elif name in _SHAPES:
                self._add_boxes(element)
            elif name == "section" and attribute(element, "display") == "none":
                count = len("".join(element.itertext()).split())
                self.context.left_out["hidden words"] += count
            elif name == "tracked-changes":
                for deleted in element.iter("{*}deletion"):
                    words = " ".join(" ".join(p.itertext()) for p in deleted.iter("{*}p", "{*}h"))
                    self.context.left_out["deleted words"] += len(words.split())
            elif name in _ANYTHING:
                self.add(element)

    def end(self) -> None:
        """Add the notes that wait."""
        self._add_notes(self.context.notes)
        self._add_notes(self.context.endnotes)

    def _add_boxes(self, shape: Any) -> None:
        boxes: list[Any] = []
        add_boxes(shape, boxes, self.context)
        for box in boxes:
            self.add(box)

    def _add_words(self, words: Words, label: str, level: int) -> None:
        """Add a heading, and before it the notes of the section that it ends."""
        shown = " ".join(filter(None, (label, words.text)))
        self.blocks.add(shown, "heading", level)
        for box in words.boxes:
            self.add(box)

    def _add_heading(self, element: Any, label: str | None = None) -> None:
        waiting, self.context.notes = self.context.notes, []
        words = words_of(element, self.context)
        self._add_notes(waiting)
        level = min(max(whole(attribute(element, "outline-level"), 1), 1), LEVELS)
        is_counted = attribute(element, "is-list-header") != "true" and words.text.strip()
        if label is None and is_counted:
            label = self._label("outline", self.context.styles.outline, level, "")
        self._add_words(words, label or "", level)

    def _add_paragraph(self, element: Any) -> None:
        kind = self.context.styles.of(element, "paragraph").kind
        words = words_of(element, self.context)
        if kind == "title" and words.text.strip():
            if len(self.titles) == len(self.blocks):
                self.titles.append(" ".join(words.text.split()))
            self._add_words(words, "", 1)
            return
        self.blocks.add(words.text, "caption" if kind == "caption" else "paragraph")
        for box in words.boxes:
            self.add(box)

    def _add_notes(self, notes: list[tuple[str, Any]]) -> None:
        waiting = list(notes)
        notes.clear()
        for mark, body in waiting:
            words = "\n".join(line for line, _ in self._lines(body))
            self.blocks.add(f"{mark} {words}" if words.strip() else "", "note")

    def _add_list(self, element: Any, style: str, level: int) -> None:
        goes_on = attribute(element, "continue-numbering") == "true"
        if level == 1 and not goes_on and not attribute(element, "continue-list"):
            self._counts.pop(style, None)
        levels = self.context.styles.lists.get(style, {})
        for item in element.iterchildren("{*}list-item", "{*}list-header"):
            is_first = local_name(item) == "list-item"
            start = attribute(item, "start-value")
            for inside in item.iterchildren():
                name = local_name(inside)
                if name == "list":
                    self._add_list(inside, attribute(inside, "style-name") or style, level + 1)
                elif name == "h":
                    self._add_heading(inside, self._label(style, levels, level, start))
                elif name == "p" and is_first:
                    words = words_of(inside, self.context)
                    mark = self._label(style, levels, level, start)
                    self.blocks.add(words.text, "item", level, mark or "-")
                    for box in words.boxes:
                        self.add(box)
                    is_first = False
                elif name == "p":
                    self._add_paragraph(inside)

    def _label(self, name: str, levels: ListStyle, level: int, start: str) -> str:
        """The number of the next item or heading of a list; "" where it has a bullet or nothing."""
        counts = self._counts.setdefault(name, [0] * (LEVELS + 1))
        level = min(level, LEVELS)
        own = levels.get(level)
        first = whole(start, own.start if own else 1)
        counts[level] = first if start or not counts[level] else counts[level] + 1
        for deeper in range(level + 1, LEVELS + 1):
            counts[deeper] = 0
        if own is None or not own.numeral:
            return ""
        shown = [
            numerals.written(counts[n] or 1, levels[n].numeral)
            for n in range(level - own.shown + 1, level + 1)
            if n in levels and levels[n].numeral
        ]
        return f"{own.before}{'.'.join(shown)}{own.after}".strip()

    def _lines(self, parent: Any) -> Iterator[tuple[str, bool]]:
        """The lines in a note or cell, each with whether it is bold."""
        for element in parent.iterchildren():
            name = local_name(element)
            if name in {"p", "h"}:
                words = words_of(element, self.context)
                bullet = "• " if local_name(parent) == "list-item" and words.visible else ""
                yield bullet + words.text, words.is_bold
                for box in words.boxes:
                    yield from self._lines(box)
            elif name == "table-row":
                cells = (self._cell(cell)[0] for cell in element.iterchildren("{*}table-cell"))
                yield ", ".join(filter(None, cells)) + ";", False
            elif name in {"list", "list-item", "list-header", "table", *_ROWS, *_ANYTHING}:
                yield from self._lines(element)

    def _cell(self, cell: Any) -> tuple[str, bool]:
        lines = [(line, is_bold) for line, is_bold in self._lines(cell) if line.strip()]
        return " ".join(line for line, _ in lines), all(is_bold for _, is_bold in lines)

    def _add_table(self, table: Any) -> None:
        rows = list(_rows(table))
        cells = [
            list(row.iterchildren("{*}table-cell", "{*}covered-table-cell")) for row, _ in rows
        ]
        columns = max((sum(map(_width, row)) for row in cells), default=0)
        if columns <= 1:
            for row in cells:
                for cell in row:
                    self.add(cell)
            return
        lines = Lines()
        for row in cells:
            covered = 0
            widest = 0
            for cell in row:
                is_covered = local_name(cell) == "covered-table-cell"
                span = min(whole(attribute(cell, "number-columns-spanned"), 1), MOST_COLUMNS)
                widest = max(widest, span)
                for _ in range(_width(cell)):
                    if is_covered and covered:
                        covered -= 1
                        continue
                    words, bold = self._cell(cell) if not is_covered else ("", False)
                    lines.add(words, span, continues=is_covered, bold=bold)
                    covered = span - 1
            lines.end_row(columns, is_title=widest == columns)
        lines.add_to(self.blocks, sum(is_head for _, is_head in rows))


def _width(cell: Any) -> int:
    """How many columns an element stands for; one with words is not repeated."""
    repeated = whole(attribute(cell, "number-columns-repeated"), 1)
    return min(max(repeated, 1), MOST_COLUMNS) if len(cell) == 0 else 1


def _rows(table: Any, is_head: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, each with whether it is one of its head."""
    for element in table.iterchildren():
        name = local_name(element)
        if name == "table-row":
            yield element, is_head
        elif name in _ROWS:
            yield from _rows(element, is_head or name == "table-header-rows")
