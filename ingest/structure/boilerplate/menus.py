"""Menus of web pages: runs of links, or of short lines that any page has."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.structure.boilerplate.runs import runs
from ingest.structure.shown import Shown
from rag.language.document_words import MENU_ENTRIES, MENU_WORDS
from rag.structure import BoilerplateKind

_YEAR = re.compile(r"\d{4}")
"""In a line with a year, as the date of a story, a page repeats what it says."""
_MOST_WORDS = 6
"""Words of an entry of a menu."""
_MOST_LINKED = 15
"""Words of an entry that is a link: the title of another page."""
_LEAST_LINKS = 3
_LEAST = 5
"""Entries of a menu without links."""
_SHARE_KNOWN = 0.2
"""Share of a menu's entries that are of any page or that the page has twice."""
_LEAST_LINE, _LEAST_NAMES = 40, 0.7
"""Words of a menu in one line, and share of them with a capital."""


def menus(
    blocks: Sequence[Shown], titles: frozenset[str]
) -> Iterator[tuple[BoilerplateKind, range]]:
    """The menus among the blocks of a page.

    Args:
        blocks: of the page.
        titles: of the document, as `Shown.key` gives them; a line that is one is in no menu.
    """
    for run in runs(blocks, _is_link, _LEAST_LINKS):
        yield "menu", run
    times = Counter(shown.key for shown in blocks if _is_short(shown))
    repeated = {
        key for key, count in times.items() if count > 1 and len(key) > 1 and not _YEAR.search(key)
    }

    def is_known(shown: Shown) -> bool:
        return shown.key in MENU_ENTRIES or (shown.key in repeated and shown.key not in titles)

    def belongs(shown: Shown) -> bool:
        says_little = _is_short(shown) and not any(c.isdigit() for c in shown.words)
        return (says_little and shown.key not in titles) or is_known(shown)

    for run in runs(blocks, belongs, _LEAST):
        known = [n for n in run if is_known(blocks[n])]
        if not known:
            continue
        inner = range(known[0], known[-1] + 1)
        sure = sum(blocks[n].key in MENU_ENTRIES for n in inner)
        if len(inner) >= _LEAST and sure >= 2 and len(known) >= _SHARE_KNOWN * len(inner):
            yield "menu", inner
    for n, shown in enumerate(blocks):
        if _is_line(shown):
            yield "menu", range(n, n + 1)


def _is_link(shown: Shown) -> bool:
    kind = shown.block.kind
    return kind in {"paragraph", "item"} and shown.is_links and shown.count <= _MOST_LINKED


def _is_short(shown: Shown) -> bool:
    """Whether a block is a short line of its own that says nothing for itself."""
    return (
        shown.block.kind in {"paragraph", "heading"}
        and 0 < shown.count <= _MOST_WORDS
        and not shown.ends_a_sentence
    )


def _is_line(shown: Shown) -> bool:
    """Whether a paragraph is a menu whose entries have become one line."""
    words = shown.words.split()
    if len(words) < _LEAST_LINE or any(word.endswith((".", "?", "!", ",")) for word in words[:60]):
        return False
    names = sum(word[0].isupper() for word in words[:60])
    known = {word.lower() for word in words} & MENU_WORDS
    return names >= _LEAST_NAMES * len(words[:60]) and len(known) >= 2
