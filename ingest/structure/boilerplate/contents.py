"""Contents lists and lists of figures."""

import re
from collections.abc import Iterator, Sequence

from ingest.structure.boilerplate.runs import runs
from ingest.structure.shown import Shown
from rag.language.document_words import CAPTION_WORDS, CONTENTS_HEADINGS, FIGURES_HEADINGS
from rag.language.patterns import any_of
from rag.structure import BoilerplateKind

_LEADERS = re.compile(
    r"(?:(?<!\.)\.{4,}+|(?<!\. )(?:\. ){4,}+|(?<!…)…{2,}+|(?<!_)_{4,}+)"
    r"\s{0,9}(?:\d{1,4}|[ivxl]{1,6})?$"
)
_PAGE = re.compile(r"\s\d{1,4}$")
_NUMERALS = frozenset("ivxl")
_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-Z])[.)]?\s+")
_CAPTION = re.compile(rf"{any_of(CAPTION_WORDS)}\s*+\d", re.IGNORECASE)
_NESTED_HEADING = re.compile(r"[-*+]\s+#{1,6}\s")
_LONGEST_NUMBER = 4
_MOST_WORDS = 25
"""Words of an entry."""
_LEAST = 3
"""Entries of a list that no heading announces."""


def contents_lists(
    blocks: Sequence[Shown],
) -> Iterator[tuple[BoilerplateKind, range]]:
    """The lists of a document's parts, with the heading that announces them."""
    titles = {
        _NUMBER.sub("", shown.words).lower() for shown in blocks if shown.block.kind == "heading"
    }
    n = 0
    while n < len(blocks):
        last = n + 1
        if blocks[n].key in CONTENTS_HEADINGS | FIGURES_HEADINGS:
            last = _entries_end(blocks, n + 1, titles)
            if last > n + 1:
                yield _kind(blocks, range(n + 1, last)), range(n, last)
        n = last
    for run in runs(blocks, _is_certain, _LEAST):
        yield _kind(blocks, run), run


def _is_certain(shown: Shown) -> bool:
    """Whether a block is an entry for itself: with dots to its page, or a heading in a list."""
    if _NESTED_HEADING.match(shown.source):
        return True
    return shown.count <= _MOST_WORDS and _LEADERS.search(shown.words) is not None


def _entries_end(blocks: Sequence[Shown], first: int, titles: set[str]) -> int:
    """Where the entries end that follow a heading such as "Contents"."""
    for n in range(first, len(blocks)):
        shown = blocks[n]
        words = _PAGE.sub("", _NUMBER.sub("", shown.words)).rstrip(". ").lower()
        is_entry = shown.count <= _MOST_WORDS and (
            _is_certain(shown)
            or (shown.block.kind != "heading" and (words in titles or _ends_in_page(shown)))
            or (shown.block.kind == "item" and shown.is_links)
        )
        if not is_entry:
            return n
    return len(blocks)


def _ends_in_page(shown: Shown) -> bool:
    """Whether the words end in a page's number, and a row has no other figure in a cell."""
    parts = _NUMBER.sub("", shown.words).split()
    if len(parts) < 2 or not parts[0][0].isalpha():
        return False
    begin = shown.block.start
    inner = (shown.source[start - begin : end - begin] for start, end in shown.block.cells[1:-1])
    if any(cell.strip().isdigit() for cell in inner):
        return False
    last = parts[-1].lower()
    return len(last) <= _LONGEST_NUMBER and (last.isdigit() or _NUMERALS.issuperset(last))


def _kind(blocks: Sequence[Shown], run: range) -> BoilerplateKind:
    captions = sum(_CAPTION.match(blocks[n].words) is not None for n in run)
    return "list of figures" if 2 * captions > len(run) else "contents"
