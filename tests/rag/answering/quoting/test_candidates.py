"""Sentences of hits, and how likely each is part of the answer."""

import math
from dataclasses import replace

import pytest

from rag.answering.quoting.candidates import (
    SENTENCE_FEATURES,
    Candidate,
    candidates,
    heading_stems,
    sentence_features,
    sentence_scores,
    stems_of,
)
from rag.structure import Block, Structure, Turn
from tests.rag.answering.quoting.hits import hit

QUESTION = "When did the harbour of Ober close?"


def feature(name: str, question: str, found: list[Candidate]) -> list[float]:
    index = SENTENCE_FEATURES.index(name)
    return [values[index] for values in sentence_features(question, found)]


def test_every_sentence_is_a_candidate_with_its_span_and_cosine() -> None:
    found = candidates(QUESTION, [hit("It rained.", "It snowed.", cosines=(0.4, 0.2))])
    assert [(c.start, c.end, c.text, c.cosine) for c in found] == [
        (100, 110, "It rained.", 0.4),
        (111, 121, "It snowed.", 0.2),
    ]


def test_hits_keep_their_order() -> None:
    hits = [hit("It rained.", document="b"), hit("It snowed.", document="a")]
    assert [c.hit.document.id for c in candidates(QUESTION, hits)] == ["b", "a"]


def test_a_hit_without_sentences_gives_none() -> None:
    assert candidates(QUESTION, [hit()]) == []


def test_coverage_counts_the_words_of_the_question_and_then_those_beyond_the_title() -> None:
    (found,) = candidates(QUESTION, [hit("The harbour of Ober froze.", title="Harbour news")])
    assert found.coverage == pytest.approx(2 / 3)  # harbour, Ober; not close
    assert found.coverage_beyond_title == pytest.approx(1 / 2)  # Ober; not close


def test_words_of_the_section_are_left_out_too() -> None:
    (found,) = candidates(QUESTION, [hit("Ober froze.", title="News", section="Ober")])
    assert found.coverage == pytest.approx(1 / 3)
    assert found.coverage_beyond_title == 0


def test_a_question_of_title_words_alone_covers_nothing_beyond_it() -> None:
    (found,) = candidates("The harbour?", [hit("The harbour froze.", title="Harbour")])
    assert (found.coverage, found.coverage_beyond_title) == (1, 0)


def test_a_sentence_has_what_is_asked_for_or_not() -> None:
    dated, undated = candidates(QUESTION, [hit("It closed on 3 May 2024.", "It closed early.")])
    assert dated.has_requested_kind
    assert not undated.has_requested_kind


def test_every_sentence_has_what_is_asked_for_where_that_is_of_no_kind() -> None:
    (found,) = candidates("Why did it close?", [hit("It closed early.")])
    assert found.has_requested_kind


def test_cosines_are_below_the_best_one() -> None:
    found = candidates(QUESTION, [hit("It rained.", "It snowed.", cosines=(0.7, 0.4))])
    assert feature("cosine below the best", QUESTION, found) == pytest.approx([0, -0.3])


def test_the_document_of_the_nearest_sentence_is_preferred() -> None:
    near = hit("It rained.", document="near", cosines=(0.7,), score=0.5)
    far = hit("It snowed.", document="far", cosines=(0.6,), score=0.9)
    found = candidates(QUESTION, [far, near])
    assert feature("document of the nearest sentence", QUESTION, found) == [0, 1]
    assert feature("score of its passage", QUESTION, found) == [0.9, 0.5]


def test_words_of_the_question_make_a_sentence_nearer() -> None:
    worded = hit("The harbour of Ober closes.", document="worded", cosines=(0.6,))
    near = hit("It snowed.", document="near", cosines=(0.7,))
    found = candidates(QUESTION, [near, worded])
    assert feature("document of the nearest sentence", QUESTION, found) == [0, 1]


@pytest.mark.parametrize(
    ("question", "has", "lacks"), [(QUESTION, [1, 0], [0, 1]), ("Why?", [0, 0], [0, 0])]
)
def test_what_is_asked_for_counts_only_where_something_is(
    question: str, has: list[float], lacks: list[float]
) -> None:
    found = candidates(question, [hit("It closed on 3 May 2024.", "It closed early.")])
    assert feature("has what is asked for", question, found) == has
    assert feature("lacks what is asked for", question, found) == lacks


def test_the_length_is_a_logarithm_of_hundreds_of_characters() -> None:
    found = candidates(QUESTION, [hit("x" * 100, "y" * 200, "z")])
    assert feature("length", QUESTION, found) == pytest.approx([0, math.log(2), math.log(0.1)])


def test_a_sentence_that_answers_scores_higher() -> None:
    answer, other = candidates(
        QUESTION,
        [
            hit("The harbour of Ober closed on 3 May 2024.", cosines=(0.8,)),
            hit("Bread is sold.", document="e", title="Bread", cosines=(0.1,), score=0.3),
        ],
    )
    scores = sentence_scores(QUESTION, [answer, other])
    assert 1 > scores[answer] > 0.5 > scores[other] > 0


def test_headings_are_the_title_and_the_section() -> None:
    found = hit("It rained.", title="Harbours closed", section="Ober")
    assert heading_stems(found) == {"harbour", "close", "ober"}
    assert stems_of(found) == {"harbour", "close", "ober", "it", "rain"}
    assert heading_stems(hit("It rained.", title="Harbours")) == {"harbour"}


def said(question: str, *sentences: str, structure: Structure) -> list[str]:
    found = hit(*sentences)
    found = replace(found, passage=replace(found.passage, structure=structure))
    return [candidate.text for candidate in candidates(question, [found])]


def test_captions_notes_and_questions_are_no_candidates_unless_they_are_named() -> None:
    texts = ("Figure 1: Ships in Ober", "Are there 20?", "There are 20 ships.")
    structure = Structure((Block("caption", 100, 123), Block("paragraph", 124, 157)))
    assert said("How many ships are there?", *texts, structure=structure) == [texts[2]]
    assert said("What does figure 1 show?", *texts, structure=structure) == [*texts]


def test_what_asks_is_no_candidate() -> None:
    texts = ("Q Tell us about the ships.", "A There are 20 ships.")
    structure = Structure(
        turns=(Turn("Q", 100, 126, 102, asks=True), Turn("A", 127, 148, 129)),
    )
    assert said("How many ships are there?", *texts, structure=structure) == [texts[1]]


def test_where_there_is_nothing_else_captions_are_candidates() -> None:
    structure = Structure((Block("caption", 100, 123),))
    text = "Figure 1: Ships in Ober"
    assert said("How many ships are there?", text, structure=structure) == [text]
