"""The words within a block of a page: marks of notes, exponents, quotation marks, formulas."""

import re
from collections.abc import Iterable
from typing import Any

from ingest.readers import scripts
from ingest.readers.html import lists
from ingest.readers.html.parsing import Walk

LINE_END = "\x1e"
"""Stands for a line end that the page shows; those of its source are white space."""
_MARK = re.compile(
    r"[\[(]?\s?((?:\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})(?:\s?[,;–-]\s?(?:\d{1,4}|[a-zA-Z])){0,6})\s?[\])]?"
)
"""What refers to a note: a number or letter, or several."""
_SIGNS = frozenset("↩ ↑ ^ ⤴ ↩︎ ⏎ ⬆ # ¶ 🔗".split())
"""Words of links to a place on the same page that say nothing: back to a mark, or to a heading."""
_OPENING, _CLOSING = "“‘", "”’"
_TAIL = 24
"""Characters before a raised figure that tell what it is."""
_RAISED_STYLE = re.compile(r"vertical-align\s*+:\s*+super", re.IGNORECASE)
_LOWERED_STYLE = re.compile(r"vertical-align\s*+:\s*+sub\b", re.IGNORECASE)
_JOINTS = {
    "msup": ("^",), "msub": ("_",), "mfrac": ("/",), "msubsup": ("_", "^"), "munder": ("_",),
    "mover": ("^",), "munderover": ("_", "^"),
}  # fmt: skip
"""What is written after the first and the second part of a formula's elements."""
_DISPLAY = "{\\displaystyle "
_SEPARATE = {"div", "header", "footer", "li", "section", "aside", "nav", "main", "article"}


class Words:
    """Collects the words of a block.

    Attributes:
        begins_with_mark: whether the block begins with the number of a note, as the note itself
            does.
    """

    def __init__(self, notes: frozenset[str]) -> None:
        self._notes = notes
        self._parts: list[str] = []
        self._quotes = 0
        self.begins_with_mark = False

    def add(self, text: str | None) -> None:
        """Add words as the page's source has them."""
        if text:
            self._parts.append(text)

    def open(self, element: Any, name: str) -> bool:
        """Note the start of an element; whether its words are thereby said and to be skipped."""
        if name == "br":
            self._parts.append(LINE_END)
        elif name == "q":
            self._parts.append(_OPENING[self._quotes % 2])
            self._quotes += 1
        elif name == "math":
            self.add(_formula(element))
            return True
        elif name in {"a", "span"} and (_leads_back(element) or lists.is_office_marker(element)):
            return True
        elif name in {"sup", "sub", "span", "a"}:
            return self._moved(element, name)
        return False

    def close(self, name: str) -> None:
        """Note the end of an element."""
        if name == "q" and self._quotes:
            self._quotes -= 1
            self._parts.append(_CLOSING[self._quotes % 2])

    def taken(self) -> str:
        """The words so far, which are then forgotten; lines end with `LINE_END`."""
        words = "".join(self._parts)
        self._parts = []
        self.begins_with_mark = False
        return words

    def _moved(self, element: Any, name: str) -> bool:
        """Add the words of a raised or lowered element; False where it is neither."""
        style = element.get("style") or ""
        is_reference = _is_reference(element)
        if name == "sub" or (style and _LOWERED_STYLE.search(style)):
            self.add(scripts.index(_text(element)))
            return True
        if not (name == "sup" or (style and _RAISED_STYLE.search(style)) or is_reference):
            if name != "sup" and _stands_apart(element):
                self._parts.append(" ")
            return False
        words = _text(element)
        if len(words) > _TAIL:
            return False
        self.add(self._raised(element, words, is_reference=is_reference))
        return True

    def _raised(self, element: Any, words: str, *, is_reference: bool) -> str:
        before = self._before()
        mark = _MARK.fullmatch(words)
        linked = is_reference or _is_linked(element)
        if mark and (linked or not before.strip()):
            self.begins_with_mark |= not before.strip()
            return f"[{mark.group(1)}]" + ("" if before.strip() else " ")
        return scripts.raised(words, before, element.tail or "", self._notes)

    def _before(self) -> str:
        """The last characters of the words so far."""
        found = ""
        for part in reversed(self._parts):
            found = part[-_TAIL:] + found
            if len(found) >= _TAIL:
                break
        return found[-_TAIL:]


def words_of(
    element: Any, left_out: frozenset[Any], notes: frozenset[str], breaks: frozenset[str]
) -> str:
    """The words of an element on one line.

    Args:
        left_out: elements whose words are not among them.
        notes: marks of the page's notes.
        breaks: names of elements that a space parts from what is beside them.
    """
    words = Words(notes)
    steps = Walk(element, left_out)
    for event, inner, name in steps:
        if name in breaks:
            words.add(" ")
        if event == "start":
            if words.open(inner, name):
                steps.skip()
            else:
                words.add(inner.text)
            continue
        words.close(name)
        words.add(inner.tail if inner is not element else "")
    return " ".join(words.taken().replace(LINE_END, " ").split())


def marks_of_notes(tree: Any) -> frozenset[str]:
    """The marks with which blocks of the page begin, raised: those of its notes."""
    found: set[str] = set()
    for element in tree.iter("sup"):
        if _begins_block(element):
            words = _text(element)
            found |= {words} if len(words) <= 3 and _MARK.fullmatch(words) else set()
    return frozenset(found)


def _begins_block(element: Any) -> bool:
    for _ in range(4):
        above = element.getparent()
        if above is None or element.getprevious() is not None or (above.text or "").strip():
            return False
        if above.tag not in {"a", "span", "b", "strong", "i", "em", "small", "font"}:
            return above.tag not in {"td", "th", "h1", "h2", "h3", "h4", "sup"}
        element = above
    return False


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_reference(element: Any) -> bool:
    """Whether an element says of itself that it refers to a note."""
    given = element.attrib
    if not given:
        return False
    role = f"{given.get('role', '')} {given.get('epub:type', '')}"
    return "noteref" in role or "footnote-ref" in given.get("class", "")


def _is_linked(element: Any) -> bool:
    inner: Iterable[Any] = element.iter("a")
    if any(True for _ in inner):
        return True
    above = element.getparent()
    return above is not None and (above.tag == "a" or getattr(above.getparent(), "tag", "") == "a")


def _leads_back(link: Any) -> bool:
    """Whether a link leads from a note back to its mark, or to its own place, and says no more."""
    if not link.attrib:
        return False
    classes = link.get("class") or ""
    if (
        "backlink" in (link.get("role") or "")
        or "backlink" in classes
        or "footnote-back" in classes
    ):
        return True
    return (link.text or "").strip() in _SIGNS and (link.get("href") or "").startswith("#")


def _stands_apart(element: Any) -> bool:
    """Whether a page sets an element apart from the one right before it, as the parts of a line."""
    before = element.getprevious()
    if before is None or before.tail or before.tag not in {"span", "a"}:
        return False
    above = element.getparent()
    if above is None or above.tag not in _SEPARATE or (above.text or "").strip():
        return False
    return bool(element.tag == "a" or before.get("class") != element.get("class"))


def _formula(math: Any) -> str:
    given = math.get("alttext")
    if given:
        return _of_display(str(given))
    for note in math.iter("annotation"):
        if "tex" in (note.get("encoding") or "") and note.text:
            return _of_display(str(note.text))
    found: list[str] = []
    for event, element, name in Walk(math):
        if event == "start":
            found.append((element.text or "").strip())
        elif (above := element.getparent()) is not None and element is not math:
            joints = _JOINTS.get(str(above.tag), ("",))
            first = element.getprevious() is None
            if element.getnext() is not None and name:
                found.append(joints[0] if first else joints[-1])
    return "".join(found)


def _of_display(formula: str) -> str:
    """A formula in TeX without the command that says how large it is set."""
    words = formula.strip()
    if words.startswith(_DISPLAY) and words.endswith("}"):
        return words[len(_DISPLAY) : -1].strip()
    return words
