"""Questions of several parts: "Who chairs the inquiry, and when must it report?"."""

import re

from rag.language.words import content_words

_ASKS = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_BOUNDARY = re.compile(
    rf"\?\s++(?=\S)|(?:[,;]|(?<![\s,;]))\s++(?:and|but)\s++(?:also\s++)?(?={_ASKS})"
    rf"|;\s++(?={_ASKS})",
    re.IGNORECASE,
)
_STARTS = re.compile(
    rf"^\W*(?:\w+\s+){{0,2}}?{_ASKS}|^\W*(?:is|are|was|were|do|does|did|has|have)\b", re.IGNORECASE
)
_MOST = 4


def parts_of(question: str) -> tuple[str, ...]:
    """The questions that a question consists of, in order; the question itself where it is one.

    It is taken apart only where each part asks something by itself: "when and where" stays one.
    """
    pieces = [piece.strip(" ,;") for piece in _BOUNDARY.split(question) if piece.strip(" ,;?")]
    if not 1 < len(pieces) <= _MOST:
        return (question,)
    if not all(_STARTS.search(piece) and content_words(piece) for piece in pieces):
        return (question,)
    return tuple(piece if piece.endswith("?") else f"{piece}?" for piece in pieces)
