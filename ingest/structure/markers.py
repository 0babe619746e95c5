"""What stands before an item of a list: a bullet, a number or a letter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.structure.lines import Line
from rag.language.english import STOP_WORDS

BULLETS = "-*+•–—▪◦‣·●○■□➢►✓∙"
_MARKER = re.compile(
    rf"(?:(?P<bullet>[{re.escape(BULLETS)}])"
    r"|(?P<open>\(?)(?P<value>\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})(?P<close>[.)]))\s+(?=\S)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_NEAR = 60
"""Lines after an item within which the next of its list begins."""
_BEFORE_A_LIST = (".", ":", ";", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Marker:
    """The marker of an item.

    Attributes:
        style: how its list is marked: a bullet, or "1." or "(a)" or "A)" for one that counts.
        values: what it may count as, from 1; "i" is the first of one list, the ninth of another.
        length: characters to the item's first word.
    """

    style: str
    values: tuple[int, ...]
    length: int

    def follows(self, other: "Marker") -> bool:
        """Whether it is that of the next item of the other's list."""
        if not self.values:
            return self.style == other.style
        return self.style == other.style and any(value - 1 in other.values for value in self.values)


def marker_of(words: str) -> Marker | None:
    """The marker that words begin with, or None."""
    match = _MARKER.match(words)
    if match is None:
        return None
    if match["bullet"]:
        return Marker(match["bullet"], (), match.end())
    value = match["value"]
    kind = "1" if value.isdigit() else "a" if value.islower() else "A"
    if match["open"] and match["close"] != ")":
        return None
    return Marker(match["open"] + kind + match["close"], _values(value), match.end())


def _values(value: str) -> tuple[int, ...]:
    if value.isdigit():
        return (int(value),)
    lower = value.lower()
    letter = (ord(lower) - ord("a") + 1,) if len(lower) == 1 else ()
    return letter + ((_ROMAN.index(lower) + 1,) if lower in _ROMAN else ())


def items_among(lines: Sequence[Line]) -> dict[int, Marker]:
    """The lines that begin an item, by their position, with their markers.

    In a text broken to a width, a line may begin with a dash, a number or an initial by chance. So
    a number or letter counts only in a sequence, and inside a paragraph a bullet only where a list
    can begin.
    """
    marked = {n: m for n, line in enumerate(lines) if line.words and (m := marker_of(line.words))}
    following = _following(marked)
    found: dict[int, Marker] = {}
    last: dict[str, int] = {}
    for n, marker in marked.items():
        before, after = last.get(marker.style), following.get(n)
        if before is not None and _goes_on(lines, marked, before, n):
            begins = True
        elif marker.values:
            is_followed = after is not None and marked[after].follows(marker)
            begins = is_followed and _can_begin(lines, n, is_sure=1 in marker.values)
        else:
            begins = _can_begin(lines, n, is_sure=after == n + 1)
        if begins:
            found[n] = marker
            last[marker.style] = n
    return found


def _following(marked: Mapping[int, Marker]) -> dict[int, int]:
    """For each marked line, the next marked in the same style, where it is near."""
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for n, marker in marked.items():
        before = last.get(marker.style)
        if before is not None and n - before <= _NEAR:
            found[before] = n
        last[marker.style] = n
    return found


def _goes_on(lines: Sequence[Line], marked: Mapping[int, Marker], before: int, n: int) -> bool:
    """Whether a marked line is the next item of the list that an earlier line is an item of."""
    if not marked[n].follows(marked[before]) or n - before > _NEAR:
        return False
    return bool(marked[n].values) or all(line.words for line in lines[before:n])


def _can_begin(lines: Sequence[Line], n: int, *, is_sure: bool) -> bool:
    """Whether a list can begin at a line: on its own, or below words that may introduce it.

    Args:
        lines: of the text.
        n: the line's position.
        is_sure: whether its marker is hardly there by chance, so that any words may stand above it
            that do not break off.
    """
    above = lines[n - 1].words if n else ""
    if not above or above.endswith(_BEFORE_A_LIST):
        return True
    return is_sure and above.split()[-1] not in STOP_WORDS and not above.endswith(",")
