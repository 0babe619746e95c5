"""How sure it is that the passages found answer a question.

Two small logistic models over features that can be read and explained. The first needs nothing but
what the search has found. Where it leaves a doubt, the best passage is read with the question, word
by word, which takes as long as the search; the second model has that feature besides. The weights
are fitted by `python -m evals.fit` on questions with known evidence, and checked in here.
"""

import math
from collections.abc import Callable, Mapping, Sequence

from rag.answering import question as asked
from rag.answering.question import Kind
from rag.answering.scoring import Candidate, logistic
from rag.terms import content_words, stems

FEATURES = (
    "score of the best passage",
    "cosine beyond the title",
    "score of the best sentence",
    "question's words, without the title's, that the passage lacks",
    "asks something",
    "asks for a figure",
    "asked after other questions",
)
WEIGHTS = (5.988, 2.689, 2.859, -0.56, 1.576, -1.454, 1.95)
BIAS = -6.771

NEARNESS = "nearness of the question's words to the passage's"
WEIGHTS_WITH_NEARNESS = (4.669, 1.226, 2.741, -0.191, 1.506, -1.36, 2.109, 5.104)
BIAS_WITH_NEARNESS = -8.659

_LACKING = 0.35
"""What remains of the confidence where no sentence has the figure or the date that is asked for."""

DOUBT = (0.05, 0.6)
"""Chances by the first model between which the second is asked. In this range it tells more than
the first; read everywhere, it would tell little more, and cost three times as many readings
(docs/benchmarks.md)."""


def confidence(
    question: str,
    found: Sequence[Candidate],
    scores: Mapping[Candidate, float],
    nearness: Callable[[], float],
    *,
    follows: bool,
) -> float:
    """The chance, in [0, 1], that the sentences answer the question.

    Args:
        found: not empty, the best passage's first.
        scores: of each, as `sentence_scores` has them.
        nearness: gives `word_nearness` of the question and the best passage.
        follows: whether it was asked after other questions: then it says less by itself.
    """
    features = confidence_features(question, found, scores, follows=follows)
    chance = logistic(features, WEIGHTS, BIAS)
    if DOUBT[0] <= chance <= DOUBT[1]:
        chance = logistic((*features, nearness()), WEIGHTS_WITH_NEARNESS, BIAS_WITH_NEARNESS)
    return round(chance if _has_what_is_asked(question, found) else _LACKING * chance, 4)


def _has_what_is_asked(question: str, found: Sequence[Candidate]) -> bool:
    """Whether a sentence about the question has the figure or the date that it asks for."""
    if asked.kind_of(question) not in {Kind.FIGURE, Kind.DATE}:
        return True
    document = found[0].hit.document.id
    inside = (candidate for candidate in found if candidate.hit.document.id == document)
    return any(candidate.gives and candidate.coverage > 0 for candidate in inside)


def confidence_features(
    question: str, found: Sequence[Candidate], scores: Mapping[Candidate, float], *, follows: bool
) -> tuple[float, ...]:
    """The values of `FEATURES`; arguments as above."""
    best = found[0].hit
    topic = set(stems(f"{best.document.title} {best.passage.section or ''}"))
    words = set(content_words(question))
    telling = words - topic or words
    return (
        best.score,
        best.beyond_title,
        max(scores.values()),
        math.log1p(len(telling.difference(stems(best.passage.text)))),
        float(follows or asked.asks(question)),
        float(asked.kind_of(question) is Kind.FIGURE),
        float(follows),
    )
