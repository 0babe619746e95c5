"""Questions of several parts: "Who chairs the inquiry, and when must it report?"."""

import re

from rag.language.english import BE_DO_HAVE, QUESTION_WORDS
from rag.language.patterns import any_of
from rag.language.words import content_words, with_names_marked

_ASKS = rf"{any_of(QUESTION_WORDS)}\b"
_BOUNDARY = re.compile(
    rf"""
      \?\s++(?=\S)
    | (?: [,;] | (?<![\s,;]) ) \s++ (?:and|but)\s++ (?:also\s++)? (?={_ASKS})
    | ;\s++ (?={_ASKS})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STARTS = re.compile(
    rf"^\W*(?:\w+\s+){{0,2}}?{_ASKS} | ^\W*{any_of(BE_DO_HAVE)}\b", re.VERBOSE | re.IGNORECASE
)
_MOST = 4
"""Parts; each costs a search, and a message of more is a list rather than a question."""


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that a question consists of, in order; the question itself where it is one.

    It is taken apart only where each part asks something by itself: "when and where" stays one.
    """
    pieces = [piece.strip(" ,;") for piece in _BOUNDARY.split(question) if piece.strip(" ,;?")]
    if not 1 < len(pieces) <= _MOST:
        return (question,)
    if not all(_STARTS.search(with_names_marked(p)) and content_words(p) for p in pieces):
        return (question,)
    return tuple(piece if piece.endswith("?") else f"{piece}?" for piece in pieces)
