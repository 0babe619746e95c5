"""Sentences of two documents that contradict each other: other numbers, other names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.answering.quoting.candidates import Candidate, stems_of
from rag.language.words import content_words

_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÀ-Þ][\w’'-]+")
_LEAST_SHARE = 0.5
"""Share of the words of the shorter sentence that the other must have to be about the same."""
_FEWEST_SHARED = 3
"""Words that two sentences must share; two of them are soon shared by chance."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences that contradict each other, from documents with different dates."""

    later: Candidate
    earlier: Candidate

    @property
    def notice(self) -> str:
        """The sentence that tells the reader."""
        later, earlier = self.later.hit, self.earlier.hit
        return (
            f"“{later.document.title}” ({later.published}) differs from "
            f"“{earlier.document.title}” ({earlier.published}); the later comes first."
        )


def differences(
    question: str, chosen: Sequence[Candidate], likely: Sequence[Candidate]
) -> list[Difference]:
    """For each chosen sentence, the first of the likely ones that contradicts it.

    Args:
        question: the other sentence's passage must have the words of it that the chosen one has.
        likely: sentences that may answer the question too, the likeliest first.
    """
    asked = set(content_words(question))
    pairs: list[Difference] = []
    for candidate in chosen:
        for other in likely:
            if _contradict(candidate, other) and _is_about(asked, candidate, other):
                later, earlier = sorted((candidate, other), key=_published, reverse=True)
                pairs.append(Difference(later, earlier))
                break
    return list(dict.fromkeys(pairs))


def _published(candidate: Candidate) -> date:
    return candidate.hit.published or date.min


def _is_about(asked: set[str], candidate: Candidate, other: Candidate) -> bool:
    """Whether the other's passage has what the candidate has of the question's words."""
    return asked.intersection(content_words(candidate.text)) <= stems_of(other.hit)


def _contradict(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences of different dates share words, and differ in numbers or in names."""
    dates = one.hit.published, other.hit.published
    if not all(dates) or dates[0] == dates[1]:
        return False
    words, other_words = set(content_words(one.text)), set(content_words(other.text))
    least = max(_FEWEST_SHARED, _LEAST_SHARE * min(len(words), len(other_words)))
    if len(words & other_words) < least:
        return False
    numbers, other_numbers = numeric_words(words), numeric_words(other_words)
    if numbers and other_numbers:
        return numbers != other_numbers
    return bool(_names(one.text) - other_words) and bool(_names(other.text) - words)


def numeric_words(words: set[str]) -> set[str]:
    """The words that have a digit."""
    return {word for word in words if any(c.isdigit() for c in word)}


def _names(text: str) -> set[str]:
    return set(content_words(" ".join(_NAME.findall(text))))
