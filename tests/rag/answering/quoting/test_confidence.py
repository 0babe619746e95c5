"""How sure it is that the passages found answer a question."""

import math

import pytest

from rag.answering.quoting.candidates import candidates
from rag.answering.quoting.confidence import FEATURES, confidence, confidence_features
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

WHEN = "When did the harbour of Ober close?"


def features(question: str, *hits: Hit, **flags: bool) -> dict[str, float]:
    found = candidates(question, hits)
    scores = {candidate: 0.1 * n for n, candidate in enumerate(found, start=1)}
    values = confidence_features(
        question,
        found,
        scores,
        has_history=flags.get("has_history", False),
        needs_context=flags.get("needs_context", False),
    )
    return dict(zip(FEATURES, values, strict=True))


def test_scores_are_those_of_the_best_hit_and_the_best_sentence() -> None:
    best = hit("It rained.", "It snowed.", score=0.7, title_residual_cosine=0.4)
    values = features(WHEN, best, hit("It froze.", document="e", score=0.5))
    assert values["score of the best passage"] == 0.7
    assert values["cosine beyond the title"] == 0.4
    assert values["score of the best sentence"] == pytest.approx(0.3)


def test_words_that_the_best_passage_lacks_are_counted_without_those_of_the_title() -> None:
    name = "question's words, without the title's, that the passage lacks"
    assert features(WHEN, hit("It rained."))[name] == pytest.approx(math.log(3))  # Ober, close
    assert features(WHEN, hit("Ober closed."))[name] == 0
    assert features("The harbour?", hit("It rained."))[name] == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("question", "flags", "expected"),
    [
        (WHEN, {}, 1),
        ("Ober harbour route", {}, 0),
        ("Ober harbour route", {"has_history": True}, 1),
        ("Ober harbour route", {"needs_context": True}, 1),
    ],
)
def test_whether_something_is_asked(question: str, flags: dict[str, bool], expected: float) -> None:
    assert features(question, hit("It rained."), **flags)["asks something"] == expected


def test_whether_a_figure_is_asked_for() -> None:
    assert features("How many ships?", hit("It rained."))["asks for a figure"] == 1
    assert features(WHEN, hit("It rained."))["asks for a figure"] == 0


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        (WHEN, "The harbour closed on 3 May 2024.", 0),
        (WHEN, "The harbour closed early.", 1),
        (WHEN, "It rained on 3 May 2024.", 1),  # a date, but not of what the question is about
        ("How many harbours closed?", "Three harbours closed.", 0),
        ("How many harbours closed?", "The harbours closed.", 1),
        ("Who closed the harbour?", "The harbour closed early.", 0),  # not asked for names
    ],
)
def test_whether_the_figure_or_the_date_asked_for_is_lacking(
    question: str, sentence: str, expected: float
) -> None:
    name = "lacks the figure or the date that is asked for"
    assert features(question, hit(sentence))[name] == expected


def test_a_date_in_another_document_does_not_count() -> None:
    name = "lacks the figure or the date that is asked for"
    other = hit("The harbour closed on 3 May 2024.", document="e")
    assert features(WHEN, hit("The harbour closed early."), other)[name] == 1


@pytest.mark.parametrize(
    ("flags", "needs", "alone"),
    [
        ({}, 0, 0),
        ({"has_history": True}, 0, 1),
        ({"has_history": True, "needs_context": True}, 1, 0),
    ],
)
def test_what_came_before_the_question(flags: dict[str, bool], needs: float, alone: float) -> None:
    values = features(WHEN, hit("It rained."), **flags)
    assert values["needs the question before it"] == needs
    assert values["asked after other questions, and stands alone"] == alone


def test_the_confidence_is_a_probability_with_four_decimals() -> None:
    def of(*hits: Hit) -> float:
        found = candidates(WHEN, hits)
        scores = dict.fromkeys(found, hits[0].score)
        return confidence(WHEN, found, scores, has_history=False, needs_context=False)

    sure = of(hit("The harbour of Ober closed on 3 May 2024.", title_residual_cosine=0.7))
    unsure = of(hit("Bread is sold.", title="Bread", score=0.2, title_residual_cosine=0.0))
    assert 1 > sure > 0.9
    assert 0 < unsure < 0.1
    assert (sure, unsure) == (round(sure, 4), round(unsure, 4))
