"""Words that are parted by a line's end, and how they are written without it."""

import re
from collections.abc import Iterable
from itertools import pairwise

_KEPT_PREFIXES = frozenset(
    "all anti cross ex half high long low mid near non post pro self short so well".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"(?:^|[^\w-])([^\W\d_]+)-$")
_OPEN = re.compile(r"\w[-/]$")

Vocabulary = frozenset[str]


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """The words of the lines, in lower case, but for those that a line's end parts."""
    words: set[str] = set()
    for before, line in pairwise(["", *lines]):
        found = [word.lower() for word in _WORD.findall(line)]
        words.update(found[before.endswith("-") : len(found) - line.endswith("-")])
    return frozenset(words)


def glued(before: str, after: str, words: Vocabulary) -> tuple[str, str]:
    """The first of two lines of a paragraph as it is to be written, and what joins the second.

    A hyphen goes where it is there only because the line ends, as in "co-" and "operation".
    """
    if not _OPEN.search(before) or not after[:1].isalnum():
        return before, " "
    head = _BROKEN.search(before)
    tail = _WORD.match(after)
    if not head or not tail or not after[0].islower():
        return before, ""
    first, second = head.group(1).lower(), tail.group().lower()
    if first + second in words:
        return before[:-1], ""
    compound = f"{first}-{second}" in words or first in _KEPT_PREFIXES
    kept = compound or (first in words and second in words)
    return (before if kept else before[:-1]), ""
