"""Spans of documents: where a quote lies, and how much of one set of spans lies in another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+")
_ALIKE = 0.8
"""Least similarity, by words, of a quote and the text it is taken for."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of a document's text; the document by file name."""

    document: str
    start: int
    end: int


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote lies in a text.

    That is its first occurrence as written, else with other spacing, case and punctuation, else the
    piece that shares most of its words in the same order.

    Returns:
        Start and end, or None where nothing is alike enough.
    """
    start = text.find(quote)
    if start >= 0:
        return start, start + len(quote)
    words = _WORD.findall(quote)
    if not words:
        return None
    match = re.search(r"[\W_]+".join(map(re.escape, words)), text, re.IGNORECASE)
    return match.span() if match else _alike(words, text)


def _alike(words: Sequence[str], text: str) -> tuple[int, int] | None:
    """The piece around the longest run of words that the quote and the text share."""
    quoted = [word.lower() for word in words]
    found = list(_WORD.finditer(text))
    known = [match.group().lower() for match in found]
    run = SequenceMatcher(None, quoted, known, autojunk=False).find_longest_match()
    if not run.size:
        return None
    slack = len(quoted) // 5
    first = max(0, run.b - run.a - slack)
    last = min(len(known), run.b - run.a + len(quoted) + slack)
    matcher = SequenceMatcher(None, quoted, known[first:last], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    begin, end = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size
    shared = sum(block.size for block in blocks)
    if 2 * shared / (len(quoted) + end - begin) < _ALIKE:
        return None
    return found[begin].start(), found[end - 1].end()


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as disjoint spans, ordered."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and last.document == span.document and span.start <= last.end:
            merged[-1] = Span(last.document, last.start, max(last.end, span.end))
        elif span.end > span.start:
            merged.append(span)
    return tuple(merged)


def characters(spans: Iterable[Span]) -> int:
    """How many characters the spans hold, each counted once."""
    return sum(span.end - span.start for span in union(spans))


def overlap(spans: Iterable[Span], others: Iterable[Span]) -> int:
    """How many characters lie in both sets of spans."""
    theirs = union(others)
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in union(spans)
        for b in theirs
        if a.document == b.document
    )


def within(spans: Sequence[Span], budget: int) -> tuple[Span, ...]:
    """The first spans, in the given order, up to `budget` characters; the last one is cut."""
    kept: list[Span] = []
    for span in spans:
        if budget <= 0:
            break
        end = min(span.end, span.start + budget)
        kept.append(Span(span.document, span.start, end))
        budget -= end - span.start
    return tuple(kept)
