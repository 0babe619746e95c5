"""Follow-up questions: what to search for when a question leans on the turns before it."""

import re
from collections.abc import Sequence

from rag.terms import content_words
from rag.types import Turn

_LEANS = re.compile(
    r"^\s*(?:and|but|so|also|what about|how about|why|then|ok|or)\b"
    r"|\b(?:it|its|this|that|these|those|they|them|their|he|him|his|she|her|there|then|one|ones"
    r"|the same|such|former|latter|else|other|others)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 3


def search_text(question: str, history: Sequence[Turn]) -> str:
    """The question, with the user's question before it where it would not stand alone."""
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not _leans(question):
        return question
    return f"{earlier[-1]} {question}"


def _leans(question: str) -> bool:
    return bool(_LEANS.search(question)) or len(content_words(question)) < _FEW_WORDS
