"""The numbers that Word writes before list items and headings by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.readers.office import numerals
from ingest.readers.office.docx.markup import W, child, number, switch, value

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST_LABEL = 60
"""Characters of a label with its numbers; one that is longer is no number but text."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered.

    Attributes:
        restart: the level, from 1, whose items begin the numbers anew; 0 for none, None for any
            level above.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A list's levels, and the abstract list that it shares its count with.

    Attributes:
        starts: for the levels at which this list begins anew, the number it begins with.
    """

    shared: str
    levels: tuple[_Level, ...]
    starts: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts the items of a document's lists in reading order."""

    _lists: Mapping[str, _List]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, level: int) -> str | None:
        """The label of the next item, "" for a bullet; None where there is no such list.

        Args:
            level: from 0.
        """
        found = self._lists.get(list_id)
        if found is None or not 0 <= level < _LEVELS:
            return None
        counts = self._counts.setdefault(found.shared, [None] * _LEVELS)
        self._count(list_id, found, level, counts)
        own = found.levels[level]
        if own.style == "bullet":
            return ""
        styles = ["decimal"] * _LEVELS if own.is_legal else [of.style for of in found.levels]
        label = _PLACE.sub(
            lambda match: numerals.written(
                counts[int(match[1]) - 1] or 0, styles[int(match[1]) - 1]
            ),
            own.text,
        ).strip()
        return label[:_LONGEST_LABEL]

    def _count(self, list_id: str, found: _List, level: int, counts: list[int | None]) -> None:
        for above in range(level):
            if counts[above] is None:
                counts[above] = found.levels[above].start
        now = counts[level]
        if level in found.starts and (list_id, level) not in self._begun:
            counts[level] = found.starts[level]
        else:
            counts[level] = found.levels[level].start if now is None else now + 1
        self._begun.add((list_id, level))
        for below in range(level + 1, _LEVELS):
            restart = found.levels[below].restart
            if restart is None or 0 < level + 1 <= restart:
                counts[below] = None


def read_numbering(root: Any | None) -> Numbering:
    """The lists that a document's numbering part defines."""
    if root is None:
        return Numbering({})
    abstract = {a.get(f"{W}abstractNumId", ""): a for a in root.iterchildren(f"{W}abstractNum")}
    by_style = {value(a, "styleLink"): key for key, a in abstract.items() if value(a, "styleLink")}
    levels = {key: _levels(a) for key, a in abstract.items()}
    lists = {}
    for num in root.iterchildren(f"{W}num"):
        key = value(num, "abstractNumId")
        linked = value(abstract[key], "numStyleLink") if key in abstract else ""
        key = by_style.get(linked, key)
        if key in levels:
            lists[num.get(f"{W}numId", "")] = _overridden(num, key, levels[key])
    return Numbering(lists)


def _levels(parent: Any) -> tuple[_Level, ...]:
    found = [_Level()] * _LEVELS
    for level in parent.iterchildren(f"{W}lvl"):
        n = number(level.get(f"{W}ilvl"), -1)
        if n is not None and 0 <= n < _LEVELS:
            found[n] = _level(level)
    return tuple(found)


def _level(element: Any) -> _Level:
    return _Level(
        number(value(element, "start"), 1) or 0,
        value(element, "numFmt", default="decimal"),
        value(element, "lvlText")[:_LONGEST_LABEL],
        number(value(element, "lvlRestart") or None),
        bool(switch(element, "isLgl")),
    )


def _overridden(num: Any, shared: str, levels: tuple[_Level, ...]) -> _List:
    changed, starts = list(levels), {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        n = number(override.get(f"{W}ilvl"), -1)
        if n is None or not 0 <= n < _LEVELS:
            continue
        own = child(override, "lvl")
        if own is not None:
            changed[n] = _level(own)
        start = number(value(override, "startOverride") or None)
        if start is not None:
            starts[n] = start
            changed[n] = replace(changed[n], start=start)
    return _List(shared, tuple(changed), starts)
