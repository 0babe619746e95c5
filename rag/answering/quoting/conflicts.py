"""Sentences of two documents that say the same thing otherwise: other figures, other names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.answering.quoting.candidates import Candidate, stems_of
from rag.language.words import content_words

_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]+")
_SHARED = 0.5
"""Share of the words of the shorter sentence that the other must have."""
_FEWEST_SHARED = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences that differ; they come from documents of two dates."""

    later: Candidate
    earlier: Candidate

    @property
    def notice(self) -> str:
        """What the reader is told."""
        later, earlier = self.later.hit.document, self.earlier.hit.document
        return (
            f"“{later.title}” ({later.published}) differs from “{earlier.title}” "
            f"({earlier.published}); the later comes first."
        )


def differences(
    question: str, chosen: Sequence[Candidate], likely: Sequence[Candidate]
) -> list[Difference]:
    """For each chosen sentence, the first of the likely ones that differs from it.

    Args:
        question: the passage of the other sentence must be about what the question is about.
        likely: sentences that may answer the question too, the likeliest first.
    """
    asked = set(content_words(question))
    found = []
    for candidate in chosen:
        for other in likely:
            if _differ(candidate, other) and _is_about(asked, candidate, other):
                pair = sorted((candidate, other), key=_published, reverse=True)
                found.append(Difference(*pair))
                break
    return list(dict.fromkeys(found))


def _published(candidate: Candidate) -> date:
    return candidate.hit.document.published or date.min


def _is_about(asked: set[str], candidate: Candidate, other: Candidate) -> bool:
    """Whether the other's passage has what the candidate has of the question's words."""
    return asked.intersection(content_words(candidate.text)) <= stems_of(other.hit)


def _differ(one: Candidate, other: Candidate) -> bool:
    mine, theirs = one.hit.document, other.hit.document
    if not mine.published or not theirs.published or mine.published == theirs.published:
        return False
    words, others = set(content_words(one.text)), set(content_words(other.text))
    shared = len(words & others)
    if shared < max(_FEWEST_SHARED, _SHARED * min(len(words), len(others))):
        return False
    mine_in_figures, theirs_in_figures = numeric_words(words), numeric_words(others)
    if mine_in_figures and theirs_in_figures:
        return mine_in_figures != theirs_in_figures
    return bool(_names(one.text) - others) and bool(_names(other.text) - words)


def numeric_words(words: set[str]) -> set[str]:
    """The words with a digit: sentences that differ in one say different things."""
    return {word for word in words if any(c.isdigit() for c in word)}


def _names(text: str) -> set[str]:
    return set(content_words(" ".join(_NAME.findall(text))))
