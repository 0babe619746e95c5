"""Whether a question asks for the latest state of things: "the latest toll", "the current price".

"Current" is also a noun, and part of terms that say nothing of time: "ocean current", "the current
account". "At the latest" is a deadline.
"""

import re

from rag.language.english import (
    AFTER_A_NOUN,
    KINDS_OF_CURRENT,
    LATEST,
    OTHER_TIMES,
    TERMS_WITH_CURRENT,
    TERMS_WITH_LATEST,
)
from rag.language.patterns import any_of

_LATEST = re.compile(
    rf"(?<!\bat\sthe\s) \b{any_of(LATEST)}\b (?!\s+{any_of(TERMS_WITH_LATEST)}\b)",
    re.VERBOSE | re.IGNORECASE,
)
# What goes before and after is bounded: no word that matters is longer.
_CURRENT = re.compile(
    r"(?:\b(?P<before>[\w-]{1,20})\s)?\b(?P<current>current)\b(?P<after>(?:\s[\w-]{1,20}){0,2})",
    re.IGNORECASE,
)


def asks_for_latest(question: str) -> bool:
    """Whether the latest of the documents that tell of a matter is asked for."""
    if _LATEST.search(question):
        return True
    return any(_means_now(match) for match in _CURRENT.finditer(question))


def _means_now(match: re.Match[str]) -> bool:
    """Whether "current" is an adjective of time."""
    before = match["before"] or ""
    after = match["after"].lower().split()
    if not after or before.lower() in KINDS_OF_CURRENT:
        return False
    if match["current"][0].isupper() and before[:1].isupper():
        return False  # "the Humboldt Current"
    if after[0] in {"and", "or"}:
        return after[-1] in OTHER_TIMES
    return after[0] not in AFTER_A_NOUN and after[0] not in TERMS_WITH_CURRENT
