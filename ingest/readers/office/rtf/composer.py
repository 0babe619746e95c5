"""From the words of a Rich Text file to blocks."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ingest.readers import scripts
from ingest.readers.blocks import Blocks
from ingest.readers.office.rtf.state import Look
from ingest.readers.office.rtf.table import Table

_HEADING = re.compile(r"heading (?P<level>[1-9])\b", re.IGNORECASE)
_TITLE = re.compile(r"title\b", re.IGNORECASE)
_CAPTION = re.compile(r"caption\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|table of figures)\b", re.IGNORECASE)
_LEVELS = 9


@dataclass(slots=True)
class Paragraph:
    """What is known of the paragraph that is read.

    Attributes:
        style: its name, e.g. "heading 1".
        outline: its level as a heading, from 1; 0 for none.
        depth: how deep its list is nested, from 0.
    """

    style: str = ""
    outline: int = 0
    depth: int = 0
    in_table: bool = False


@dataclass(slots=True)
class _Text:
    """Words that are gathered: of the body, of a note, or of the label of an item."""

    parts: list[str] = field(default_factory=list)
    visible: int = 0
    bold: int = 0

    @property
    def words(self) -> str:
        return "".join(self.parts)


class Composer:
    """Adds words, paragraphs, cells and notes to blocks as they come.

    Attributes:
        left_out: how many of each thing were left out.
        titles: the paragraphs of the style Title that the text begins with.
        paragraph: what is known of the paragraph that is read.
    """

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.left_out: Counter[str] = Counter()
        self.titles: list[str] = []
        self.paragraph = Paragraph()
        self._text = _Text()
        self._outer: list[_Text] = []
        self._label: str | None = None
        self._table: Table | None = None
        self._notes: list[tuple[str, str]] = []
        self._count = 0

    def add(self, words: str, look: Look) -> None:
        """Add words to the paragraph, or count them if they are not shown."""
        if look.hidden or look.struck or look.deleted:
            kind = "hidden" if look.hidden else "deleted" if look.deleted else "struck-out"
            self.left_out[f"{kind} words"] += len(words.split())
            return
        text = self._text
        if look.raised:
            written = scripts.raised if look.raised == "super" else scripts.lowered
            words = written(words, "".join(text.parts[-4:]))
        text.parts.append(words)
        shown = len(words.strip())
        text.visible += shown
        text.bold += shown if look.bold else 0

    def mark_note(self) -> None:
        """Add the number of the next note; within the note, where it stands again, nothing."""
        if not self._outer:
            self._count += 1
            self._text.parts.append(f"[{self._count}]")

    def begin_aside(self) -> None:
        """What is added from here on is the words of a note, or an item's label."""
        self._outer.append(self._text)
        self._text = _Text()

    def end_note(self) -> None:
        """The note that is open ends."""
        words = self._end_aside()
        last = self._text.parts[-1] if self._text.parts else ""
        self._notes.append((last if last == f"[{self._count}]" else "", words))

    def end_label(self) -> None:
        """The label that is open ends."""
        label = self._end_aside()
        self._label = label if any(c.isalnum() for c in label) else "-"

    def _end_aside(self) -> str:
        words = " ".join(self._text.words.split())
        self._text = self._outer.pop()
        return words

    def end_paragraph(self) -> None:
        """The paragraph ends; in a table, a line of the cell."""
        if self._outer:
            self._text.parts.append("\n")
            return
        text, self._text = self._text, _Text()
        label, self._label = self._label, None
        if self.paragraph.in_table:
            line = f"{'•' if label == '-' else label} {text.words}" if label else text.words
            self._open_table().add_line(line, is_bold=0 < text.visible == text.bold)
        elif text.words.strip():
            self._end_table()
            self._add_paragraph(text.words, label)

    def _add_paragraph(self, words: str, label: str | None) -> None:
        style = self.paragraph.style
        heading = _HEADING.match(style)
        is_title = _TITLE.match(style) is not None
        level = int(heading["level"]) if heading else self.paragraph.outline
        if is_title and len(self.titles) == len(self.blocks):
            self.titles.append(" ".join(words.split()))
        numbered = f"{label} {words}" if label and label != "-" else words
        if level or is_title:
            noted = self._notes_in(words)
            self._add_notes(len(self._notes) - noted)
            self.blocks.add(numbered, "heading", level or 1)
        elif _CONTENTS.match(style):
            first = len(self.blocks)
            self.blocks.add(numbered)
            self.blocks.mark("contents", first)
        elif label:
            self.blocks.add(words, "item", min(self.paragraph.depth, _LEVELS - 1) + 1, label)
        else:
            self.blocks.add(words, "caption" if _CAPTION.match(style) else "paragraph")

    def _notes_in(self, words: str) -> int:
        """How many of the last notes are referred to in the words."""
        count = 0
        for mark, _ in reversed(self._notes):
            if not mark or mark not in words:
                break
            count += 1
        return count

    def _add_notes(self, most: int) -> None:
        notes, self._notes = self._notes[:most], self._notes[most:]
        for mark, words in notes:
            self.blocks.add(f"{mark} {words}" if words else "", "note")

    def describe_row(self, word: str, number: int | None) -> None:
        """A word of the description of a row of a table."""
        self._open_table().describe(word, number)

    def end_cell(self) -> None:
        """The cell of a table ends."""
        if not self._outer:
            self.paragraph.in_table = True
            self.end_paragraph()
            self._open_table().end_cell()

    def end_row(self) -> None:
        """The row of a table ends."""
        if self._table and not self._outer:
            self._table.end_row()

    def _open_table(self) -> Table:
        if self._table is None:
            self._table = Table()
        return self._table

    def _end_table(self) -> None:
        if self._table:
            self._table.add_to(self.blocks)
            self._table = None

    def end(self) -> None:
        """Add what waits: what is open, and the notes of the last section."""
        while self._outer:
            self.end_note()
        self.end_paragraph()
        self._end_table()
        self._add_notes(len(self._notes))
