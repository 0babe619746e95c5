"""What a place in a Rich Text file inherits from the groups around it."""

from dataclasses import dataclass, field, replace
from typing import Literal

Destination = Literal[
    "body", "skip", "fonts", "styles", "title", "info", "note", "label", "code"
]  # fmt: skip
"""Where words go: into the document, nowhere, into the tables of fonts and styles, the title, a
note, the label of a list's item, or the code of a field."""

SYMBOLS = {
    "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "tab": "\t", "line": "\n",
    "lbr": "\n", "softline": "\n", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "", "rtlmark": "",
}  # fmt: skip
"""What control words stand for a character."""


@dataclass(frozen=True, slots=True)
class Look:
    """How words look."""

    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    bold: bool = False
    raised: Literal["", "super", "sub"] = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What a group hands down to those in it.

    Attributes:
        skipped: how many characters stand in for one in Unicode before them.
        font: number of the font.
        is_optional: whether a control symbol says that the group may be ignored.
    """

    destination: Destination = "body"
    look: Look = field(default_factory=Look)
    skipped: int = 1
    font: int = 0
    is_optional: bool = False


def with_look(group: Group, word: str, number: int | None) -> Group:
    """The group after a control word that changes how words look."""
    look, is_on = group.look, number != 0
    if word == "plain":
        look = Look(deleted=look.deleted)
    elif word == "v":
        look = replace(look, hidden=is_on)
    elif word == "deleted":
        look = replace(look, deleted=is_on)
    elif word in {"strike", "striked"}:
        look = replace(look, struck=is_on)
    elif word == "b":
        look = replace(look, bold=is_on)
    elif word == "super":
        look = replace(look, raised="super" if is_on else "")
    elif word == "sub":
        look = replace(look, raised="sub" if is_on else "")
    elif word == "nosupersub":
        look = replace(look, raised="")
    elif word in {"up", "dn"} and number:
        look = replace(look, raised="super" if word == "up" else "sub")
    elif word in {"up", "dn"}:
        look = replace(look, raised="")
    return replace(group, look=look)


LOOKS = frozenset(
    "plain v deleted strike striked b super sub nosupersub up dn".split()
)  # fmt: skip
