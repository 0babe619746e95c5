"""Which sentences of the hits answer one part of a question: the fewest, and whole thoughts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.answering.quoting.candidates import Candidate, candidates, sentence_scores
from rag.answering.quoting.confidence import confidence
from rag.answering.quoting.conflicts import differences, numeric_words
from rag.answering.quoting.lists import with_lists
from rag.answering.quoting.replies import with_replies
from rag.answering.quoting.rows import without_rows_beside
from rag.language.english import BACK_REFERENCES
from rag.language.patterns import any_of
from rag.language.words import content_words
from rag.settings import Settings
from rag.types import Hit, date_number

_LEAST_SHARE_OF_BEST = 0.5
"""Sentences that score at least this share of the best one's score are quoted with it; by trial,
see docs/benchmarks.md."""

_LEAST_SHARE_OF_COVERAGE = 0.5
"""Share of the question's words in a chosen sentence that another must have to contradict it: one
that has fewer is about something else."""

_REPEATED_SHARE = 0.8
"""Share of the words of the shorter of two sentences above which they say the same."""

_POINTS_BACK = re.compile(rf"{any_of(BACK_REFERENCES)}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question with what was found for it.

    Attributes:
        question: as it is understood.
        hits: what the search has found for it, the best first.
        has_history: whether it was asked after other questions, those of the same message apart.
        needs_context: whether it needs the question before it to be understood.
    """

    question: str
    hits: Sequence[Hit]
    has_history: bool
    needs_context: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences that answer one part; none where nothing does."""

    chosen: Sequence[Candidate]
    confidence: float
    notices: tuple[str, ...] = ()


def select(part: Part, settings: Settings, latest: bool) -> Selection:
    """The sentences that answer one part, or none where they are too unlikely to.

    Args:
        latest: leave out a document where a later one answers too.
    """
    found = candidates(part.question, part.hits)
    if not found:
        return Selection((), 0.0)
    scores = sentence_scores(part.question, found)
    probability = confidence(
        part.question, found, scores, has_history=part.has_history, needs_context=part.needs_context
    )
    if probability < settings.abstain_below:
        return Selection((), probability)
    ranked = sorted(found, key=lambda candidate: -scores[candidate])
    chosen = _choose(without_rows_beside(ranked), scores, settings.sentences_limit)
    if latest:
        return Selection(_in_order(_whole(_latest(chosen), found)), probability)
    least = _LEAST_SHARE_OF_COVERAGE * max(candidate.coverage for candidate in chosen)
    likely = [c for c in ranked if c.coverage > 0 and c.coverage >= least]
    conflicts = differences(part.question, chosen, likely)
    both = [c for conflict in conflicts for c in (conflict.later, conflict.earlier)]
    whole = _whole(list(dict.fromkeys([*chosen, *both])), found)
    notices = tuple(dict.fromkeys(conflict.notice for conflict in conflicts))
    return Selection(_in_order(whole), probability, notices)


def _choose(
    ranked: Sequence[Candidate], scores: Mapping[Candidate, float], limit: int
) -> list[Candidate]:
    """The fewest that answer, the best first."""
    chosen: list[Candidate] = []
    for candidate in ranked:
        near = scores[candidate] >= _LEAST_SHARE_OF_BEST * scores[ranked[0]]
        if near and len(chosen) < limit and not _repeats(candidate, chosen):
            chosen.append(candidate)
    return chosen


def _latest(chosen: Sequence[Candidate]) -> list[Candidate]:
    last = max(date_number(candidate.hit.published) for candidate in chosen)
    return [c for c in chosen if date_number(c.hit.published) == last]


def _whole(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """With what each needs to be understood alone."""
    return with_lists(with_replies(_with_antecedents(chosen, found), found), found)


def _with_antecedents(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """With the sentence before each that begins with a word pointing back to it."""
    before = {later: earlier for earlier, later in pairwise(found) if earlier.hit is later.hit}
    needed = [before[c] for c in chosen if c in before and _POINTS_BACK.match(c.text)]
    return list(dict.fromkeys([*chosen, *needed]))


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """In reading order, the latest document first.

    Of documents without a date, and of one day, the one with the best sentence comes first.
    """
    ranks = {candidate.hit.document.id: rank for rank, candidate in reversed([*enumerate(chosen)])}
    return sorted(
        chosen,
        key=lambda candidate: (
            -date_number(candidate.hit.published),
            ranks[candidate.hit.document.id],
            candidate.start,
        ),
    )


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether it says what one of the chosen says, without a number of its own."""
    words = set(content_words(candidate.text))
    for other in chosen:
        other_words = set(content_words(other.text))
        shared = len(words & other_words)
        is_alike = shared > _REPEATED_SHARE * min(len(words), len(other_words))
        if is_alike and numeric_words(words) <= numeric_words(other_words):
            return True
    return False
