"""A page's tree to blocks."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.blocks import Blocks
from ingest.readers.html import lists, tables
from ingest.readers.html.boilerplate import Part
from ingest.readers.html.inline import LINE_END, Words, marks_of_notes, words_of
from ingest.readers.html.page import BLOCKS, Page
from ingest.readers.html.parsing import Walk
from rag.structure import BlockKind, BoilerplateKind

_PARAGRAPH_END = re.compile(r"\n{2,}")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = {"ul", "ol", "menu", "dir"}
_ITEMS = {"li"}
_CAPTIONS = {"figcaption", "caption"}
_PREFORMATTED = {"pre", "listing", "xmp"}
_SENTENCE_ENDS = tuple(".:?!…;,–—")


@dataclass(slots=True)
class _Frame:
    """What the words in an open element become.

    Attributes:
        kind: of the block.
        level: of the block.
        marker: of an item, or of a note in a list.
        lines: read so far, where all of the element's paragraphs are one block.
        is_term: whether it is a term that the paragraph after it explains.
    """

    element: Any
    kind: BlockKind = "paragraph"
    level: int = 0
    marker: str = "-"
    lines: list[str] = field(default_factory=list)
    is_term: bool = False


@dataclass(frozen=True, slots=True)
class _Region:
    """An element that is boilerplate, and how many blocks were before it."""

    element: Any
    kind: BoilerplateKind
    first: int


def render(page: Page, blocks: Blocks) -> Counter[str]:
    """Add what a page shows to blocks.

    Returns:
        How many of what is not among them.
    """
    counts = page.omitted.copy()
    writer = _Writer(blocks, page)
    steps = Walk(page.root, page.unseen)
    skipped: Any = None
    for event, element, name in steps:
        if event == "end":
            if element is skipped:
                skipped = None
            else:
                writer.close(element, name)
            writer.text(element.tail if element is not page.root else "")
            continue
        part = writer.part(element, name)
        if part == "plain menu":
            counts["menus"] += 1
            writer.flush()
        elif name == "table" and tables.is_data(element, page.unseen, page.measures):
            writer.table(element)
        elif writer.open(element, name, part):
            writer.text(element.text)
            continue
        steps.skip()
        skipped = element
    writer.flush()
    return counts


class _Writer:
    """Turns the start and end tags of a tree into blocks."""

    def __init__(self, blocks: Blocks, page: Page) -> None:
        self._page = page
        self._notes = marks_of_notes(page.root)
        self.blocks = blocks
        self.words = Words(self._notes)
        self._frames: list[_Frame] = [_Frame(None)]
        self._lists: list[lists.OpenList] = []
        self._region: _Region | None = None
        self._notes_open: list[Any] = []
        self._term: list[str] = []
        self._main = 0
        self._preformatted = 0

    def part(self, element: Any, name: str) -> Part | None:
        """What an element is part of; within boilerplate, only a menu is something else."""
        part = self._page.judge.part(element, name, in_main=self._main > 0)
        return part if self._region is None or part == "plain menu" else None

    @property
    def _in_notes(self) -> bool:
        kind = self._region.kind if self._region else ""
        return bool(self._notes_open) or kind == "references"

    def text(self, text: str | None) -> None:
        """Add words as the page's source has them."""
        if text and self._preformatted:
            text = text.replace("\r\n", "\n").replace("\n", LINE_END)
        self.words.add(text)

    def open(self, element: Any, name: str, part: Part | None) -> bool:
        """Begin an element; whether what is in it is still to be read."""
        if name not in BLOCKS:
            return not self.words.open(element, name)
        joins = name in {"p", "div", "section"} and part is None
        self.flush(ends_block=not joins)
        if part == "note":
            self._notes_open.append(element)
        elif part is not None and part != "plain menu":
            self._end_term()
            self._region = _Region(element, part, len(self.blocks))
        self._main += name in {"main", "article"} or element.get("role") == "main"
        self._preformatted += name in _PREFORMATTED
        if name in _LISTS:
            self._end_term()
            self._lists.append(lists.opened(element, name))
        frame = self._frame(element, name)
        if frame is not None:
            self._frames.append(frame)
        return True

    def _frame(self, element: Any, name: str) -> _Frame | None:
        """The frame that an element begins, or None where it goes on with the one around it."""
        level = _HEADINGS.get(name, 0)
        if not level and element.get("role") == "heading":
            given = element.get("aria-level") or ""
            level = int(given) if given in {"1", "2", "3", "4", "5", "6"} else 2
        if level:
            self._end_term()
            return _Frame(element, "heading", level)
        if name in _ITEMS:
            marker = self._lists[-1].marker(element) if self._lists else "-"
            if self._in_notes:
                return _Frame(element, "note", marker="" if marker == "-" else marker)
            return _Frame(element, "item", max(1, len(self._lists)), marker)
        if name == "p" and (item := lists.office_item(element)):
            return _Frame(element, "item", *item)
        if name in _CAPTIONS:
            return _Frame(element, "caption")
        if name == "dt":
            return _Frame(element, is_term=True)
        if name in {"p", "aside"} and self._notes_open and self._notes_open[-1] is element:
            return _Frame(element, "note", marker="")
        return _Frame(element) if name in {"dd", "blockquote", "td", "th"} else None

    def close(self, element: Any, name: str) -> None:
        """End an element."""
        if name not in BLOCKS:
            self.words.close(name)
            return
        has_frame = self._frames[-1].element is element
        region = self._region if self._region and self._region.element is element else None
        self.flush(ends_block=has_frame or region is not None)
        if has_frame:
            self._frames.pop()
        self._main -= name in {"main", "article"} or element.get("role") == "main"
        self._preformatted -= name in _PREFORMATTED
        if name in _LISTS:
            self._lists.pop()
        if name == "dl" or region:
            self._end_term()
        if self._notes_open and self._notes_open[-1] is element:
            self._notes_open.pop()
        if region:
            self.blocks.mark(region.kind, region.first)
            self._region = None

    def table(self, element: Any) -> None:
        """Add the caption and rows of a table of data."""
        self.flush()
        self._end_term()
        for caption in element.iterchildren("caption"):
            if caption not in self._page.unseen:
                self.blocks.add(self._words_of(caption), "caption")
        for row in tables.rows_of(element, self._page.unseen, self._words_of):
            self.blocks.add_row(row.cells, row.kind)
        self.blocks.end_table()

    def _words_of(self, element: Any) -> str:
        return words_of(element, self._page.unseen, self._notes, BLOCKS | {"br"})

    def flush(self, *, ends_block: bool = True) -> None:
        """End the current paragraph.

        Args:
            ends_block: whether an item, note, caption or heading that it is in ends as well.
        """
        is_note = self.words.begins_with_mark
        taken = self.words.taken()
        frame = self._frames[-1]
        for paragraph in self._paragraphs(taken):
            if frame.is_term:
                self._term.append(paragraph)
            elif frame.kind != "paragraph":
                frame.lines.append(paragraph)
            elif is_note or self._in_notes:
                self.blocks.add(paragraph, "note")
            else:
                words = f"{self._taken_term()}{paragraph}"
                self.blocks.add(words, verbatim=self._preformatted > 0)
        if ends_block and frame.lines:
            self._end_block(frame)

    def _end_block(self, frame: _Frame) -> None:
        words = "\n".join(frame.lines)
        frame.lines = []
        if frame.kind == "note" and frame.marker and not words.startswith(("[", frame.marker)):
            words = f"{frame.marker} {words}"
        marker = "" if words.startswith(f"{frame.marker} ") else frame.marker
        self.blocks.add(words, frame.kind, frame.level, mark=marker)
        if frame.kind == "item":
            frame.kind = "paragraph"

    def _paragraphs(self, taken: str) -> list[str]:
        if self._preformatted:
            lines = [line.rstrip() for line in taken.split(LINE_END)]
        else:
            lines = [" ".join(line.split()) for line in taken.split(LINE_END)]
        return [p for p in _PARAGRAPH_END.split("\n".join(lines)) if p and not p.isspace()]

    def _taken_term(self) -> str:
        """The term that the next paragraph explains, as it stands before it."""
        if not self._term:
            return ""
        term = "\n".join(self._term)
        self._term = []
        return f"{term} " if term.endswith(_SENTENCE_ENDS) else f"{term}: "

    def _end_term(self) -> None:
        """Add a term that no paragraph explains."""
        if self._term:
            self.blocks.add("\n".join(self._term))
            self._term = []
