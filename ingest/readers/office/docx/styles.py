"""What the styles of a Word document say of its paragraphs and runs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ingest.readers.office.docx.markup import W, child, number, switch, value
from rag.structure import BoilerplateKind

Kind = Literal["", "title", "heading", "item", "caption", "contents"]

_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(r"(?:toc|index) ?\d|toc heading|table of (?:figures|authorities)", re.I),
        "contents",
    ),
    (re.compile(r"heading ?(?P<level>[1-9])?\b", re.I), "heading"),
    (re.compile(r"title\b", re.I), "title"),
    (re.compile(r"list\b(?! (?:continue|paragraph)).{0,12}?(?P<level>[1-9])?\Z", re.I), "item"),
    (re.compile(r"caption\b", re.I), "caption"),
)
"""By the beginning of a style's name. Word keeps the English names in all its languages."""
_LIST_OF_FIGURES = re.compile(r"table of (?:figures|authorities)", re.I)
_MOST_STEPS = 30
"""Styles a style is based on, one on the other; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None where nothing is said.

    Attributes:
        raised: "superscript", "subscript" or "baseline".
    """

    hidden: bool | None = None
    struck: bool | None = None
    bold: bool | None = None
    raised: str | None = None

    def over(self, below: "Look") -> "Look":
        """The look of what has this one, and the other where this says nothing."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.bold if self.bold is None else self.bold,
            below.raised if self.raised is None else self.raised,
        )


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits.

    Attributes:
        level: of a heading or item, from 1; 0 where nothing says it.
        boilerplate: what a paragraph of a list of contents or figures is.
        numbering: the id and the level, from 0, of its automatic numbers; "" and 0 for none.
    """

    kind: Kind = ""
    level: int = 0
    boilerplate: BoilerplateKind = "contents"
    look: Look = PLAIN
    numbering: tuple[str, int] = ("", 0)


NORMAL = Style()


def look_of(properties: Any) -> Look:
    """What run properties (`w:rPr`) say; None stands for none."""
    if properties is None:
        return PLAIN
    struck = [switch(properties, name) for name in ("strike", "dstrike")]
    return Look(
        switch(properties, "vanish"),
        None if struck == [None, None] else any(struck),
        switch(properties, "b"),
        value(properties, "vertAlign") or None,
    )


def outline_level(properties: Any) -> int | None:
    """The level from 1 that paragraph properties give, 0 for running text, None for none."""
    level = number(value(properties, "outlineLvl") or None)
    return None if level is None else (level + 1 if 0 <= level < 9 else 0)


def numbering_of(properties: Any) -> tuple[str, int | None] | None:
    """The list's id and the level, from 0, of paragraph properties; None where there is no list."""
    numbered = child(properties, "numPr")
    if numbered is None:
        return None
    return value(numbered, "numId"), number(value(numbered, "ilvl") or None)


def read_styles(root: Any | None) -> Mapping[str, Style]:
    """The styles by id; "" is that of a paragraph without a style."""
    defined = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iter(f"{W}style")}
    common = look_of(None if root is None else child(root, "docDefaults", "rPrDefault", "rPr"))
    found = {identifier: _style(identifier, defined, common) for identifier in defined}
    default = next(
        (
            found[identifier]
            for identifier, style in defined.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
        ),
        Style(look=common),
    )
    return {"": default, **found}


def _style(identifier: str, defined: Mapping[str, Any], common: Look) -> Style:
    chain = list(_chain(identifier, defined))
    kind, level, name = _kind(chain)
    look, outline = PLAIN, None
    numbering: tuple[str, int | None] = ("", None)
    for style in chain:
        look = look.over(look_of(child(style, "rPr")))
        properties = child(style, "pPr")
        own = numbering_of(properties)
        if own:
            # A style that is numbered by another's list says only at which level.
            numbering = (numbering[0] or own[0], own[1] if numbering[1] is None else numbering[1])
        outline = outline_level(properties) if outline is None else outline
    if not kind and outline:
        kind, level = "heading", outline
    if kind == "heading":
        level = level or outline or 1
    figures: BoilerplateKind = "list of figures" if _LIST_OF_FIGURES.match(name) else "contents"
    is_paragraph = defined[identifier].get(f"{W}type") == "paragraph"
    look = look.over(common) if is_paragraph else look
    return Style(kind, level, figures, look, (numbering[0], numbering[1] or 0))


def _chain(identifier: str, defined: Mapping[str, Any]) -> Iterator[Any]:
    """The style and those it is based on, the nearest first."""
    for _ in range(_MOST_STEPS):
        if identifier not in defined:
            return
        yield defined[identifier]
        identifier = value(defined[identifier], "basedOn")


def _kind(chain: list[Any]) -> tuple[Kind, int, str]:
    for style in chain:
        name = value(style, "name")
        for pattern, kind in _KINDS:
            match = pattern.match(name)
            if match:
                return kind, int(match.groupdict().get("level") or 0), name
    return "", 0, ""
