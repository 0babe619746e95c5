"""Lists of references: what a document cites, and where."""

import re
from collections.abc import Iterator, Sequence

from ingest.structure.boilerplate.runs import runs
from ingest.structure.shown import Shown
from rag.language.document_words import REFERENCE_HEADINGS
from rag.structure import BoilerplateKind

_MOST_WORDS = 90
_CITES = re.compile(
    r"""
    https?:// | \bdoi\b | \bibid\b | \bet\ al\b | \bisbn\b
    | \((?:19|20)\d{2}[a-z]?\) | \b(?:19|20)\d{2}[a-z]?[.,:;)] | \bpp?\.\s?\d | \bvol\.\s?\d
    | \bmimeo\b | \bforthcoming\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR = re.compile(
    r"(?:\[?\d{1,3}[\].]?\s+)?[A-Z][\w’'-]{1,30},\s(?:[A-Z]\.?\s?-?){1,4}(?:[,(&]|and\b|et\b)"
)
"""The beginning of an entry: "Berg, A (2024)", "3. Berg, A., Holt, B."."""
_LEAST = 4
"""Entries of a list that no heading announces."""


def references(blocks: Sequence[Shown]) -> Iterator[tuple[BoilerplateKind, range]]:
    """The lists of references, with the heading that announces them."""
    n = 0
    while n < len(blocks):
        last = n + 1
        if blocks[n].key in REFERENCE_HEADINGS:
            while last < len(blocks) and _cites(blocks[last]):
                last += 1
            if last > n + 1:
                yield "references", range(n, last)
        n = last
    for run in runs(blocks, _is_entry, _LEAST):
        yield "references", run


def _cites(shown: Shown) -> bool:
    """Whether a block under such a heading is an entry, and no sentence that says something."""
    if shown.block.kind == "heading" or shown.count > _MOST_WORDS:
        return False
    return _CITES.search(shown.source) is not None or shown.is_links


def _is_entry(shown: Shown) -> bool:
    return shown.count <= _MOST_WORDS and _AUTHOR.match(shown.words) is not None
