"""Words that are divided at the end of a line, and how they are spelled undivided."""

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
"""Words in lower case."""


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """The words of the lines, except those that are divided at a line's end."""
    words: set[str] = set()
    for before, line in pairwise(["", *lines]):
        found = [word.lower() for word in _WORD.findall(line)]
        words.update(found[before.endswith("-") : len(found) - line.endswith("-")])
    return frozenset(words)


def glued(before: str, after: str, words: Vocabulary) -> tuple[str, str]:
    """The first of a paragraph's two lines as it is spelled, and what joins it to the second.

    A hyphen is dropped if it is there only because the line ends, as in "govern-" and "ment". It is
    kept if `words`, the document's vocabulary, has the compound or both halves, or if the first
    half is a prefix that is usually written with a hyphen.
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
