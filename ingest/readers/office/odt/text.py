"""The words of a paragraph of an OpenDocument text, as it is shown."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import scripts
from ingest.readers.office.odt.styles import Style, Styles
from ingest.readers.office.xml import attribute, local_name, whole

_MOST_SPACES = 100
_NOT_SHOWN = {
    "annotation-end",
    "ruby-text",
    "bookmark",
    "title",
    "desc",
    "script",
    "tracked-changes",
}
_LEFT_OUT = {"image": "images", "object": "embedded objects", "object-ole": "embedded objects"}


@dataclass(slots=True)
class Context:
    """What is known of the document while it is read in order.

    Attributes:
        left_out: how many of each thing were left out.
        notes: marks and bodies of footnotes that wait to be written.
        endnotes: the same of endnotes.
    """

    styles: Styles
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, Any]] = field(default_factory=list)
    endnotes: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """A paragraph's words, and the text boxes anchored in it.

    Attributes:
        bold: how many of the visible characters are bold.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    visible: int = 0
    bold: int = 0

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.parts)

    @property
    def is_bold(self) -> bool:
        """Whether all words are bold."""
        return 0 < self.visible == self.bold


def words_of(paragraph: Any, context: Context) -> Words:
    """Read a `text:p` or `text:h`; the context is changed."""
    found = Words()
    _walk(paragraph, context.styles.of(paragraph, "paragraph"), found, context)
    return found


def _walk(parent: Any, look: Style, found: Words, context: Context) -> None:
    _add(parent.text, look, found, context)
    for element in parent.iterchildren():
        _inline(element, look, found, context)
        _add(element.tail, look, found, context)


def _inline(element: Any, look: Style, found: Words, context: Context) -> None:
    name = local_name(element)
    if name == "span":
        _walk(element, context.styles.of(element, "text").over(look), found, context)
    elif name == "s":
        found.parts.append(" " * min(whole(attribute(element, "c"), 1), _MOST_SPACES))
    elif name in {"tab", "line-break"}:
        found.parts.append("\t" if name == "tab" else "\n")
    elif name == "note":
        _note(element, found, context)
    elif name == "annotation":
        context.left_out["comments"] += 1
    elif name == "hidden-text":
        context.left_out["hidden words"] += len("".join(element.itertext()).split())
    elif name in {"frame", "custom-shape", "g", "rect"}:
        add_boxes(element, found.boxes, context)
    elif name and name not in _NOT_SHOWN:
        _walk(element, look, found, context)


def add_boxes(frame: Any, boxes: list[Any], context: Context) -> None:
    """Add the text boxes of a frame or shape to the list; pictures in it are counted."""
    name = local_name(frame)
    if name in {"text-box", "custom-shape", "rect"}:
        boxes.append(frame)
    for element in frame.iterchildren():
        inside = local_name(element)
        if inside in _LEFT_OUT:
            context.left_out[_LEFT_OUT[inside]] += 1
            return  # a frame's further contents stand in for the first
        if inside in {"text-box", "frame", "custom-shape", "g", "rect"}:
            add_boxes(element, boxes, context)


def _note(note: Any, found: Words, context: Context) -> None:
    citation = note.find("{*}note-citation")
    words = "" if citation is None else "".join(citation.itertext()).strip()
    body = note.find("{*}note-body")
    mark = f"[{words}]" if words else ""
    found.parts.append(mark)
    if body is not None:
        is_endnote = attribute(note, "note-class") == "endnote"
        (context.endnotes if is_endnote else context.notes).append((mark, body))


def _add(words: str | None, look: Style, found: Words, context: Context) -> None:
    if not words:
        return
    words = words.replace("\n", " ")
    if look.is_hidden or look.is_struck:
        kind = "hidden words" if look.is_hidden else "struck-out words"
        context.left_out[kind] += len(words.split())
        return
    before = "".join(found.parts[-4:]) if look.is_raised is not None else ""
    if look.is_raised:
        words = scripts.raised(words, before)
    elif look.is_raised is False:
        words = scripts.lowered(words, before)
    found.parts.append(words)
    shown = len(words.strip())
    found.visible += shown
    found.bold += shown if look.is_bold else 0
