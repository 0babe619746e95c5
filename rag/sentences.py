"""Where sentences begin and end.

A rule-based splitter (sentencex) decides inside a block; a block ends at a blank line, and where a
list item begins, since bullets seldom end in a full stop. What the splitter misses is mended after
it: an ellipsis that ends a sentence, some abbreviations, and emphasis that closes after the full
stop. A run-in heading ("**Price.**") stays with what it heads.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_BLOCK_BREAK = re.compile(
    r"\n[^\S\n]*(?=\n)"  # a blank line
    r"|\n(?=[^\S\n]*(?:[-*+•–—▪◦‣·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[^\S\n]+\S)"  # a list item
    r"|\n(?=[^\S\n]*\|)"  # a row of a table
)
_BULLET = re.compile(r"(?:[-*+•–—▪◦‣·]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+(?=\S)")
_ELLIPSIS_END = re.compile(r"(?:…|\.\.\.)[”’\"')\]]*\s+(?=[A-Z“\"‘])")
# Abbreviations that the splitter takes for the end of a sentence.
_BEFORE_ANYTHING = frozenset(
    "ms. amb. ft. dep. mgr. vice-adm. rear-adm. gens. profs. incl. excl. resp. ed. eds.".split()
)
_BEFORE_A_FIGURE = frozenset(
    "approx. ca. c. est. no. nos. pp. p. vol. ch. para. paras. art. arts. sec.".split()
)
_CLOSING = re.compile(r"[*_”’)\]]+(?=\s)")
_RUN_IN_HEADING = re.compile(r"[^\w*_]*(\*\*|__|\*|_)[^*_]{1,80}\1")
_SPACE = " \t\r\n\f\v\u00a0\ufeff\u2028\u2029"


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, in order, without surrounding white space.

    Every character that is not white space lies in exactly one span.
    """
    spans: list[Span] = []
    for block_start, block_end in _blocks(text, start, len(text) if end is None else end):
        spans.extend(_block_sentences(text, block_start, block_end))
    return spans


def skip_bullet(text: str, start: int, end: int) -> Span:
    """The span without the list marker it begins with, if it does."""
    match = _BULLET.match(text, start, end)
    return (match.end(), end) if match and match.end() < end else (start, end)


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space at either end; empty where there is nothing else."""
    while start < end and text[start] in _SPACE:
        start += 1
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    return start, end


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    cursor = start
    for match in _BLOCK_BREAK.finditer(text, start, end):
        yield cursor, match.end()
        cursor = match.end()
    yield cursor, end


def _block_sentences(text: str, start: int, end: int) -> list[Span]:
    import sentencex

    start, end = trim(text, start, end)
    if start == end:
        return []
    body, _ = skip_bullet(text, start, end)
    pieces: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries("en", text[body:end]):
        span = (body + boundary["start_index"], body + boundary["end_index"])
        if pieces and (closing := _CLOSING.match(text, *span)):
            pieces[-1] = (pieces[-1][0], closing.end())
            span = (closing.end(), span[1])
        if pieces and _continues(text, pieces[-1], span):
            pieces[-1] = (pieces[-1][0], span[1])
        else:
            pieces.append(span)
    pieces[0] = (start, pieces[0][1])
    cut = [part for piece in pieces for part in _cut_at_ellipsis(text, *piece)]
    trimmed = [trim(text, *span) for span in cut]
    return [span for span in trimmed if span[0] < span[1]]


def _continues(text: str, before: Span, after: Span) -> bool:
    """Whether a boundary is false: nothing but a mark before it, or a lower-case word after it."""
    rest = text[after[0] : after[1]].lstrip(_SPACE)
    head = text[before[0] : before[1]].rstrip(_SPACE)
    if not rest or not any(c.isalnum() for c in head):
        return True
    if not any(c.isalnum() for c in rest) or _RUN_IN_HEADING.fullmatch(head):
        return True
    if head[-1] != ".":
        return False
    last = head.rsplit(None, 1)[-1].lstrip("(“\"‘'").lower()
    if rest[0].islower() or last in _BEFORE_ANYTHING:
        return True
    return rest[0].isdigit() and last in _BEFORE_A_FIGURE


def _cut_at_ellipsis(text: str, start: int, end: int) -> Iterator[Span]:
    cursor = start
    for match in _ELLIPSIS_END.finditer(text, start, end):
        if match.end() < end:
            yield cursor, match.end()
            cursor = match.end()
    yield cursor, end
