"""How sure it is that the passages found answer a question.

A small logistic model over features that a reader can check, all of which the search has computed
already. Its weights, in `weights.json`, are fitted by `python -m evals.fit` on questions with known
evidence.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from rag.answering.quoting import question_kind as asked
from rag.answering.quoting.candidates import Candidate, heading_stems
from rag.answering.quoting.question_kind import Kind
from rag.language.words import content_words, stems
from rag.models.logistic import LogisticModel, load_logistic

FEATURES = (
    "score of the best passage",
    "cosine beyond the title",
    "score of the best sentence",
    "question's words, without the title's, that the passage lacks",
    "asks something",
    "asks for a figure",
    "lacks the figure or the date that is asked for",
    "needs the question before it",
    "asked after other questions, and stands alone",
)


def confidence(
    question: str,
    found: Sequence[Candidate],
    scores: Mapping[Candidate, float],
    *,
    has_history: bool,
    needs_context: bool,
) -> float:
    """The probability, in [0, 1], that the sentences answer the question.

    Args:
        found: not empty, the best passage's first.
        scores: of each, from `sentence_scores`.
        has_history: whether it was asked after other questions.
        needs_context: whether it needs the question before it, and so says less by itself.

    Raises:
        ModelError: the weights that are installed are for other features.
    """
    features = confidence_features(
        question, found, scores, has_history=has_history, needs_context=needs_context
    )
    return round(confidence_model().probability(features), 4)


@cache
def confidence_model() -> LogisticModel:
    """The model behind `confidence`.

    Raises:
        ModelError: the weights that are installed are for other features.
    """
    return load_logistic("rag.answering.quoting", "confidence", FEATURES)


def confidence_features(
    question: str,
    found: Sequence[Candidate],
    scores: Mapping[Candidate, float],
    *,
    has_history: bool,
    needs_context: bool,
) -> tuple[float, ...]:
    """The values of `FEATURES`; arguments as above."""
    best = found[0].hit
    words = set(content_words(question))
    telling = words - heading_stems(best) or words
    return (
        best.score,
        best.title_residual_cosine,
        max(scores.values()),
        math.log1p(len(telling.difference(stems(best.passage.text)))),
        float(has_history or needs_context or asked.asks(question)),
        float(asked.kind_of(question) is Kind.FIGURE),
        float(_lacks_what_is_asked(question, found)),
        float(needs_context),
        float(has_history and not needs_context),
    )


def _lacks_what_is_asked(question: str, found: Sequence[Candidate]) -> bool:
    """Whether no sentence about the question has the figure or the date that it asks for."""
    if asked.kind_of(question) not in {Kind.FIGURE, Kind.DATE}:
        return False
    document = found[0].hit.document.id
    inside = (candidate for candidate in found if candidate.hit.document.id == document)
    return not any(candidate.has_requested_kind and candidate.coverage > 0 for candidate in inside)
