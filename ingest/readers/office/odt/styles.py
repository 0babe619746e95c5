"""What the styles of an OpenDocument text say of its paragraphs, spans and lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ingest.readers.office import numerals
from ingest.readers.office.xml import attribute, local_name, whole

Kind = Literal["", "title", "heading", "caption"]

_TITLES = {"title"}
_CAPTIONS = {"caption", "illustration", "table", "figure", "drawing", "text"}
"""Names of the styles that LibreOffice gives to captions, all based on the first."""
_NUMERALS = {
    "1": "decimal", "a": numerals.LOWER_LETTER, "A": numerals.UPPER_LETTER,
    "i": numerals.LOWER_ROMAN, "I": numerals.UPPER_ROMAN,
}  # fmt: skip
_MOST_STEPS = 30
LEVELS = 10
"""Levels of lists and headings that OpenDocument has."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits.

    Attributes:
        is_raised: True for superscript, False for subscript, None for neither.
        list_style: name of the style that numbers the paragraph, or "".
    """

    kind: Kind = ""
    is_hidden: bool = False
    is_struck: bool = False
    is_bold: bool = False
    is_raised: bool | None = None
    list_style: str = ""

    def over(self, below: "Style") -> "Style":
        """How a span of this style looks within words of another."""
        return replace(
            below,
            is_hidden=self.is_hidden or below.is_hidden,
            is_struck=self.is_struck or below.is_struck,
            is_bold=self.is_bold or below.is_bold,
            is_raised=below.is_raised if self.is_raised is None else self.is_raised,
        )


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a level of a list is numbered.

    Attributes:
        numeral: as in `numerals`, or "" for a bullet.
        shown: of how many levels the numbers are shown.
    """

    numeral: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


ListStyle = Mapping[int, ListLevel]
"""A list's levels, from 1."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a text.

    Attributes:
        outline: numbers the headings.
    """

    by_name: Mapping[tuple[str, str], Style]
    lists: Mapping[str, ListStyle]
    outline: ListStyle = field(default_factory=dict)

    def of(self, element: Any, family: str) -> Style:
        """The style that an element names, of the family "paragraph" or "text"."""
        return self.by_name.get((family, attribute(element, "style-name")), PLAIN)


def read_styles(roots: Iterable[Any]) -> Styles:
    """The styles in the parts of a text."""
    defined: dict[tuple[str, str], Any] = {}
    lists: dict[str, ListStyle] = {}
    outline: ListStyle = {}
    for root in roots:
        for element in root.iter("{*}style", "{*}list-style", "{*}outline-style"):
            name = local_name(element)
            if name == "style":
                defined[attribute(element, "family"), attribute(element, "name")] = element
            elif name == "list-style":
                lists[attribute(element, "name")] = _levels(element)
            else:
                outline = _levels(element)
    by_name = {key: _style(key, defined) for key in defined}
    return Styles(by_name, lists, outline)


def _levels(element: Any) -> ListStyle:
    found = {}
    for level in element.iterchildren():
        numeral = _NUMERALS.get(attribute(level, "num-format"), "")
        found[whole(attribute(level, "level"), 1)] = ListLevel(
            numeral,
            attribute(level, "num-prefix"),
            attribute(level, "num-suffix"),
            whole(attribute(level, "start-value"), 1),
            min(whole(attribute(level, "display-levels"), 1), LEVELS),
        )
    return found


def _style(key: tuple[str, str], defined: Mapping[tuple[str, str], Any]) -> Style:
    found = PLAIN
    # From the outermost to the nearest, so that what is nearer counts.
    for element in reversed(list(_chain(key, defined))):
        name = attribute(element, "name").lower()
        if name in _TITLES:
            found = replace(found, kind="title")
        elif name in _CAPTIONS and (name == "caption" or found.kind == "caption"):
            found = replace(found, kind="caption")
        elif name == "subtitle":
            found = replace(found, kind="")
        listed = attribute(element, "list-style-name")
        found = replace(found, list_style=listed or found.list_style)
        for look in element.iterchildren("{*}text-properties"):
            found = _with_look(found, look)
    return found


def _with_look(style: Style, look: Any) -> Style:
    given = {local_name(key): str(value) for key, value in look.attrib.items()}
    line = given.get("text-line-through-style", given.get("text-line-through-type"))
    position = given.get("text-position", "").split(" ")[0]
    raised = style.is_raised
    if position:
        lift = position.removesuffix("%")
        up = position == "super" or (lift.isdigit() and lift != "0")
        raised = True if up else False if position == "sub" or position.startswith("-") else None
    return replace(
        style,
        is_hidden=given["display"] == "none" if "display" in given else style.is_hidden,
        is_struck=style.is_struck if line is None else line != "none",
        is_bold=given["font-weight"] in {"bold", "700", "800", "900"}
        if "font-weight" in given
        else style.is_bold,
        is_raised=raised,
    )


def _chain(key: tuple[str, str], defined: Mapping[tuple[str, str], Any]) -> Iterator[Any]:
    """The style and those it is based on, the nearest first."""
    for _ in range(_MOST_STEPS):
        if key not in defined:
            return
        yield defined[key]
        key = (key[0], attribute(defined[key], "parent-style-name"))
