"""Notices: cookies, copyright, sharing, newsletters, and what a program says of itself."""

import re
from collections.abc import Iterator, Sequence

from ingest.structure.shown import Shown
from rag.language.document_words import (
    COOKIE_PHRASES,
    COPYRIGHT_PHRASES,
    JOIN_PHRASES,
    JOINED_WORDS,
    SCRAPER_LABELS,
    SCRAPER_PHRASES,
    SHARE_PHRASES,
)
from rag.structure import BoilerplateKind

_MOST_WORDS = 60
_MOST_WORDS_TO_SHARE = 15
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)\s*(?=\d{4}))|copyright\s+\d{4}", re.IGNORECASE
)
_SITE = re.compile(
    r"(?:website|facebook|x/twitter|twitter|x|youtube|instagram|linkedin|web): ?"
    r"(?:https?://|www\.|@)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<label>[^\W\d_][\w \t()/-]{0,40}):\s*\S")
_WORD = re.compile(r"[a-z]+")
_CELL = re.compile(r"[^|]+")
_ADDRESS = re.compile(r"https?://")
_MOST_LABEL_WORDS = 4
_METADATA = "metadata"
"""The heading above such a header."""
_HEAD = 40
"""Blocks at the beginning among which a program's header is looked for."""


def notices(blocks: Sequence[Shown]) -> Iterator[tuple[BoilerplateKind, range]]:
    """The notices among the blocks of a document, each by itself."""
    for n, shown in enumerate(blocks):
        kind = _kind(shown) if shown.block.kind in {"paragraph", "item", "heading"} else None
        if kind is not None:
            yield kind, range(n, n + 1)


def headers(blocks: Sequence[Shown]) -> Iterator[tuple[BoilerplateKind, range]]:
    """The lines that a program wrote above a page that it saved, and below it."""
    n = 0
    while n < min(len(blocks), _HEAD):
        last = n
        while last < len(blocks) and _is_labelled(blocks[last]):
            last += 1
        if any(_is_scraper_s(blocks[k]) for k in range(n, last)):
            heads = n > 0 and blocks[n - 1].block.kind == "heading"
            is_named = heads and blocks[n - 1].key == _METADATA
            yield "front matter", range(n - 1 if is_named else n, last)
        n = max(last, n + 1)
    for k, shown in enumerate(blocks):
        has_address = _ADDRESS.search(shown.source) is not None or "scraped" in shown.key
        has_phrase = any(phrase in shown.key for phrase in SCRAPER_PHRASES)
        if has_phrase and has_address and shown.count <= _MOST_WORDS:
            yield "front matter", range(k, k + 1)


def _kind(shown: Shown) -> BoilerplateKind | None:
    key = shown.key
    if shown.count > _MOST_WORDS:
        return None
    if any(phrase in key for phrase in COOKIE_PHRASES) and "cookie" in key:
        return "notice"
    if _COPYRIGHT.match(shown.words) or any(phrase in key for phrase in COPYRIGHT_PHRASES):
        return "notice"
    if any(p in key for p in JOIN_PHRASES) and any(w in key for w in JOINED_WORDS):
        return "newsletter"
    if shown.count <= _MOST_WORDS_TO_SHARE and (
        key.startswith(SHARE_PHRASES) or _SITE.match(shown.words)
    ):
        return "notice"
    return None


def _is_labelled(shown: Shown) -> bool:
    """Whether a block is a label and its value, or several with bars between them."""
    cells = [cell.strip(" *-_") for cell in _CELL.findall(shown.source)]
    found = [_LABELLED.match(cell.replace("*", "").replace("_", " ")) for cell in cells if cell]
    return bool(found) and all(
        match is not None and len(match["label"].split()) <= _MOST_LABEL_WORDS for match in found
    )


def _is_scraper_s(shown: Shown) -> bool:
    """Whether one of the labels is of a program that saved a page."""
    label = shown.words.partition(":")[0].lower()
    if set(_WORD.findall(label)) & SCRAPER_LABELS:
        return True
    return "|" in shown.source and _ADDRESS.search(shown.source) is not None
