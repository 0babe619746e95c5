"""The words of a paragraph of a Word document, as Word shows it with all changes accepted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.readers import scripts
from ingest.readers.office.docx.fields import Fields
from ingest.readers.office.docx.markup import W, child, value
from ingest.readers.office.docx.notes import Notes
from ingest.readers.office.docx.numbering import Numbering
from ingest.readers.office.docx.styles import NORMAL, Look, Style, look_of
from ingest.readers.office.math import formula
from ingest.readers.office.xml import local_name
from rag.structure import BoilerplateKind

_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WRAPPERS = {
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo",
    "fldSimple", "ruby", "rubyBase", "Choice",
}  # fmt: skip
_REMOVED = {"del": "deleted words", "moveFrom": "deleted words"}
_GRAPHICS = {"drawing", "pict", "object"}
_LEFT_OUT = {"pic": "images", "imagedata": "images", "chart": "charts", "relIds": "diagrams",
             "OLEObject": "embedded objects"}  # fmt: skip
_SYMBOLS = {
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB7: "•", 0xAE: "→", 0x6D: "μ",
    0x44: "Δ", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0x2D: "−", 0xD7: "⋅", 0xB8: "÷", 0x73: "σ",
    0x53: "Σ", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6C: "λ", 0x70: "π", 0xA7: "•", 0xFC: "✓",
    0xFE: "☒", 0xA8: "☐", 0x6F: "☐", 0xE0: "→", 0xD8: "➢", 0x76: "•", 0xFB: "✗",
}  # fmt: skip
"""What the symbol fonts show at their codes, less 0xF000: first Symbol's, then Wingdings'."""


@dataclass(slots=True)
class Context:
    """What is known of the document while its paragraphs are read in order.

    Attributes:
        left_out: how many of each thing were left out.
    """

    styles: Mapping[str, Style]
    footnotes: Notes
    endnotes: Notes
    fields: Fields
    numbering: Numbering
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Words:
    """A paragraph's words.

    Attributes:
        parts: make the words when joined.
        boxes: text boxes that are anchored in it.
        boilerplate: what a field makes of its words.
        visible: how many characters are shown.
        bold: how many of these are bold.
    """

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    boilerplate: BoilerplateKind | None = None
    visible: int = 0
    bold: int = 0
    _raised: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words so far."""
        self.end_raised()
        return "".join(self.parts)

    @property
    def is_bold(self) -> bool:
        """Whether all words are bold."""
        return 0 < self.visible == self.bold

    def raise_(self, words: str) -> None:
        """Add words set as superscript; neighbours are read together."""
        self._raised.append(words)

    def end_raised(self) -> None:
        """Write the raised words that wait."""
        if self._raised:
            words, self._raised = "".join(self._raised), []
            self.parts.append(scripts.raised(words, self.last))

    @property
    def last(self) -> str:
        """The last words written."""
        return "".join(self.parts[-4:]) if self.parts else ""


def words_of(paragraph: Any, style: Style, context: Context) -> Words:
    """Read a paragraph.

    Args:
        paragraph: a `w:p` element.
        style: that it has.
        context: is changed: notes that are referred to wait in it, and what is left out is counted.
    """
    found = Words()
    _walk(paragraph, style.look, found, context)
    found.end_raised()
    return found


def _walk(parent: Any, look: Look, found: Words, context: Context) -> None:
    for element in parent.iterchildren():
        name = local_name(element)
        if name == "r":
            _run(element, look, found, context)
        elif name in _REMOVED:
            context.left_out[_REMOVED[name]] += _count_words(element)
        elif name in {"oMath", "oMathPara"}:
            _add(formula(element), look, found, context)
        elif name == "AlternateContent":
            _walk(shown_choice(element), look, found, context)
        elif name in _WRAPPERS:
            _walk(element, look, found, context)


def shown_choice(alternatives: Any) -> Any:
    """Of an element's alternatives the one that Word shows: the first."""
    return next(iter(alternatives.iterchildren("{*}Choice", "{*}Fallback")), alternatives)


def _run(run: Any, look: Look, found: Words, context: Context) -> None:
    properties = child(run, "rPr")
    styled = context.styles.get(value(properties, "rStyle"), NORMAL).look if _styled(run) else look
    look = look_of(properties).over(styled.over(look))
    for element in run.iterchildren():
        name = local_name(element)
        if name == "t":
            _add(element.text or "", look, found, context)
        elif name in _BREAKS:
            _add(_BREAKS[name], look, found, context)
        elif name == "sym":
            _add(_symbol(element), look, found, context)
        elif name == "fldChar":
            _field_character(element, look, found, context)
        elif name == "instrText":
            context.fields.add_code(element.text or "")
        elif name in {"footnoteReference", "endnoteReference"} and not look.hidden:
            notes = context.footnotes if name == "footnoteReference" else context.endnotes
            found.end_raised()
            found.parts.append(notes.refer(element))
        elif name in _GRAPHICS:
            _graphic(element, found, context)
        elif name in {"AlternateContent", "ruby"}:
            _alternative(element, look, found, context)


def _styled(run: Any) -> bool:
    return child(run, "rPr", "rStyle") is not None


def _alternative(element: Any, look: Look, found: Words, context: Context) -> None:
    if local_name(element) == "ruby":
        _walk(element, look, found, context)
        return
    for inside in shown_choice(element).iterchildren():
        if local_name(inside) in _GRAPHICS:
            _graphic(inside, found, context)


def _field_character(element: Any, look: Look, found: Words, context: Context) -> None:
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        box = child(element, "ffData", "checkBox")
        if box is not None:
            state = child(box, "checked")
            state = child(box, "default") if state is None else state
            is_on = state is not None and state.get(f"{W}val", "1") not in {"0", "false"}
            _add("☒ " if is_on else "☐ ", look, found, context)
        context.fields.begin()
    elif kind == "separate":
        context.fields.separate()
    elif kind == "end":
        context.fields.end()


def _add(words: str, look: Look, found: Words, context: Context) -> None:
    if context.fields.is_code or not words:
        return
    if look.hidden or look.struck:
        kind = "hidden words" if look.hidden else "struck-out words"
        context.left_out[kind] += len(words.split())
        return
    if words.strip():
        found.boilerplate = found.boilerplate or context.fields.boilerplate
    if look.raised == "superscript":
        found.raise_(words)
        return
    found.end_raised()
    found.parts.append(scripts.lowered(words, found.last) if look.raised == "subscript" else words)
    shown = len(words.strip())
    found.visible += shown
    found.bold += shown if look.bold else 0


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(f"{W}char", "")[:6], 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return _SYMBOLS.get(code - 0xF000, "")
    return chr(code) if 0x20 <= code < 0x110000 else ""


def _graphic(graphic: Any, found: Words, context: Context) -> None:
    for element in _outside_boxes(graphic):
        name = local_name(element)
        if name == "txbxContent":
            found.boxes.append(element)
        elif name in _LEFT_OUT:
            context.left_out[_LEFT_OUT[name]] += 1


def _outside_boxes(parent: Any) -> Iterator[Any]:
    """The elements below one in order, those in text boxes and second choices left out."""
    waiting = [parent]
    while waiting:
        element = waiting.pop()
        yield element
        if local_name(element) == "AlternateContent":
            waiting.append(shown_choice(element))
        elif local_name(element) != "txbxContent":
            waiting.extend(reversed(element))


def _count_words(element: Any) -> int:
    return sum(len((text.text or "").split()) for text in element.iter(f"{W}delText", f"{W}t"))
