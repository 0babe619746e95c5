"""Where sentences begin and end.

A rule-based splitter (sentencex) decides inside a block; a block ends at a blank line, and where a
list item begins, since bullets seldom end in a full stop. What the splitter misses is corrected
afterwards: an ellipsis that ends a sentence, some abbreviations, and emphasis that closes after the
full stop. A run-in heading ("**Price.**") stays with what it heads.

The splitter takes time in proportion to the square of a run of quotation marks, and no other thread
runs meanwhile. So it is given a long block piece by piece.
"""

import re
from collections.abc import Iterable, Iterator

from rag.language.english import ABBREVIATIONS, ABBREVIATIONS_BEFORE_NUMBERS

Span = tuple[int, int]

_LIST_MARKER = r"(?: [-*+•–—▪◦‣·] | \(?\d{1,3}[.)] | \(?[a-zA-Z][.)] )"
_BLOCK_BREAK = re.compile(
    rf"""
      \n[^\S\n]*(?=\n)                           # a blank line
    | \n(?=[^\S\n]*{_LIST_MARKER}[^\S\n]+\S)    # a list item
    | \n(?=[^\S\n]*\|)                           # a row of a table
    """,
    re.VERBOSE,
)
_BULLET = re.compile(rf"{_LIST_MARKER} \s+(?=\S)", re.VERBOSE)
_ELLIPSIS_END = re.compile(r"(?:…|\.\.\.)[”’\"')\]]*\s+(?=[A-Z“\"‘])")
_CLOSING = re.compile(r"[*_”’)\]]{1,100}+(?=\s)")
_RUN_IN_HEADING = re.compile(r"(?<![^\w*_])[^\w*_]*+(\*\*|__|\*|_)[^*_]{1,80}\1")
_LETTER = re.compile(r"[^\W_]")
_WINDOW = 8_000
"""Characters that the splitter sees at once, and of the longest sentence: enough for a long
paragraph with a quotation in it."""
_SPACE = " \t\r\n\f\v\u00a0\ufeff\u2028\u2029"


def split_sentences(
    text: str, start: int = 0, end: int | None = None, *, is_block: bool = False
) -> list[Span]:
    """Spans of the sentences of `text[start:end]`, in order, without surrounding white space.

    Every character that is not white space lies in exactly one span. A sentence of more than 8,000
    characters is cut at white space.

    Args:
        text: of a document.
        start, end: of the span in it; by default, all of it.
        is_block: whether the span is known to be one paragraph or item, so that a line in it that
            begins with a number, an initial or a dash is no item of a list.
    """
    stop = len(text) if end is None else end
    if is_block:
        return _block_sentences(text, start, stop)
    spans: list[Span] = []
    for block_start, block_end in _blocks(text, start, stop):
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
    start, end = trim(text, start, end)
    if start == end:
        return []
    body, _ = skip_bullet(text, start, end)
    pieces = _joined(text, _split(text, body, end))
    pieces[0] = (start, pieces[0][1])
    cut = [part for piece in pieces for part in _cut_at_ellipsis(text, *piece)]
    trimmed = [trim(text, *span) for span in cut]
    return [span for span in trimmed if span[0] < span[1]]


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """What the splitter makes of a span: pieces that cover it.

    Of each window but the last, only the first half is taken, and the next window begins there: so
    the splitter sees what comes after a boundary, such as the end of a quotation.
    """
    import sentencex

    while start < end:
        stop = min(start + _WINDOW, end)
        found = [
            (start + boundary["start_index"], start + boundary["end_index"])
            for boundary in sentencex.get_sentence_boundaries("en", text[start:stop])
        ]
        if stop < end:
            middle = start + _WINDOW // 2
            found = [span for span in found if span[1] <= middle] or found[:1]
            if found[-1][1] == stop:
                found = [(start, _last_word(text, start, stop))]
        yield from found
        start = found[-1][1]


def _last_word(text: str, start: int, stop: int) -> int:
    """Where the last word of a span begins, but for its first; its end where there is no other."""
    begin = stop
    while begin > start and text[begin - 1] not in _SPACE:
        begin -= 1
    return begin if begin > start else stop


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The splitter's pieces without false boundaries, none made longer than a window."""
    pieces: list[Span] = []
    has_words = False  # the last piece
    for begin, end in spans:
        closing = _CLOSING.match(text, begin, end) if pieces else None
        start = closing.end() if closing else begin
        if closing:
            pieces[-1] = (pieces[-1][0], start)
        adds_words = _LETTER.search(text, start, end) is not None
        if (
            pieces
            and end - pieces[-1][0] <= _WINDOW
            and (not (has_words and adds_words) or _continues(text, pieces[-1], (start, end)))
        ):
            pieces[-1] = (pieces[-1][0], end)
            has_words = has_words or adds_words
        else:
            pieces.append((start, end))
            has_words = adds_words
    return pieces


def _continues(text: str, before: Span, after: Span) -> bool:
    """Whether a boundary between words is false, as one before a lower-case word."""
    rest = text[after[0] : after[1]].lstrip(_SPACE)
    head = text[before[0] : before[1]].rstrip(_SPACE)
    if _RUN_IN_HEADING.fullmatch(head):
        return True
    if head[-1] != ".":
        return False
    last = head.rsplit(None, 1)[-1].lstrip("(“\"‘'").lower()
    if rest[0].islower() or last in ABBREVIATIONS:
        return True
    return rest[0].isdigit() and last in ABBREVIATIONS_BEFORE_NUMBERS


def _cut_at_ellipsis(text: str, start: int, end: int) -> Iterator[Span]:
    cursor = start
    for match in _ELLIPSIS_END.finditer(text, start, end):
        if match.end() < end:
            yield cursor, match.end()
            cursor = match.end()
    yield cursor, end
