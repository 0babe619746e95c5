"""Which sentences answer one part of a question."""

from datetime import date

from rag.answering.quoting.selection import Part, Selection, select
from rag.settings import Settings
from rag.types import Hit
from tests.rag.answering.quoting.hits import hit

QUESTION = "How many ships does the harbour of Ober have?"
EARLY, LATE = date(2024, 5, 3), date(2025, 1, 2)
ANSWER = "The harbour of Ober has 20 ships."


def selection(
    *hits: Hit, question: str = QUESTION, latest: bool = False, **settings: float
) -> Selection:
    part = Part(question, hits, has_history=False, needs_context=False)
    return select(part, Settings.model_validate(settings), latest)


def texts(chosen: Selection) -> list[str]:
    return [candidate.text for candidate in chosen.chosen]


def test_without_hits_nothing_is_chosen() -> None:
    assert selection() == Selection((), 0.0)


def test_the_sentence_that_answers_is_chosen_alone() -> None:
    found = hit(ANSWER, "Bread is sold there.", cosines=(0.8, 0.1))
    chosen = selection(found)
    assert texts(chosen) == [ANSWER]
    assert chosen.confidence > 0.8
    assert chosen.notices == ()


def test_below_the_threshold_nothing_is_chosen() -> None:
    found = hit("Bread is sold.", title="Bread", score=0.4, title_residual_cosine=0.2)
    chosen = selection(found, abstain_below=0.5)
    assert texts(chosen) == []
    assert 0 < chosen.confidence < 0.5


def test_the_threshold_is_a_setting() -> None:
    found = hit(ANSWER, cosines=(0.8,))
    probability = selection(found).confidence
    assert texts(selection(found, abstain_below=probability)) == [ANSWER]
    assert texts(selection(found, abstain_below=min(1, probability + 0.001))) == []


NAMES = ("Anna Ridge", "Carl Stone", "Ines Tarr", "Lena Vogt", "Juan Soto")


def test_at_most_so_many_sentences_are_chosen() -> None:
    sentences = [f"{name} owns {n} ships in the harbour of Ober." for n, name in enumerate(NAMES)]
    found = hit(*sentences, cosines=(0.8,) * 5)
    assert len(texts(selection(found, sentences_limit=3))) == 3
    assert len(texts(selection(found, sentences_limit=1))) == 1


def test_a_sentence_that_repeats_another_is_left_out() -> None:
    found = hit(ANSWER, "Now the harbour of Ober has 20 ships.", cosines=(0.8, 0.79))
    assert len(texts(selection(found))) == 1


def test_a_repetition_with_a_number_of_its_own_is_kept() -> None:
    more = "The harbour of Ober has 20 ships and 5 cranes."
    found = hit(ANSWER, more, cosines=(0.8, 0.79))
    assert texts(selection(found)) == [ANSWER, more]


def test_a_sentence_that_points_back_brings_the_one_before_it() -> None:
    before = "The Council of Lorn met on Monday."
    found = hit(before, "It said the harbour of Ober has 20 ships.", cosines=(0.1, 0.8))
    assert texts(selection(found)) == [before, "It said the harbour of Ober has 20 ships."]


def test_the_sentence_before_is_not_taken_from_another_passage() -> None:
    first = hit("Bread is sold.", document="a", cosines=(0.1,), score=0.2)
    second = hit("Its harbour of Ober has 20 ships.", document="b", cosines=(0.8,))
    assert texts(selection(second, first)) == ["Its harbour of Ober has 20 ships."]


def test_the_latest_document_comes_first_and_sentences_in_reading_order() -> None:
    old = hit(
        "In Ober the harbour has 20 ships of oak.",
        "Of these ships of the harbour of Ober 7 sail.",
        document="a",
        published=EARLY,
        cosines=(0.7, 0.8),
    )
    new = hit("Ober: 9 ships leave the harbour.", document="b", published=LATE, cosines=(0.75,))
    chosen = selection(old, new).chosen
    assert [candidate.hit.document.id for candidate in chosen] == ["b", "a", "a"]
    assert [candidate.start for candidate in chosen[1:]] == sorted(c.start for c in chosen[1:])


def test_a_contradiction_of_an_earlier_document_is_quoted_with_a_notice() -> None:
    old = hit(ANSWER, document="a", title="Old", published=EARLY, cosines=(0.8,))
    new = hit(
        "The harbour of Ober has 30 ships.",
        document="b",
        title="New",
        published=LATE,
        cosines=(0.8,),
    )
    chosen = selection(old, new)
    assert texts(chosen) == ["The harbour of Ober has 30 ships.", ANSWER]
    assert chosen.notices == (
        "“New” (2025-01-02) differs from “Old” (2024-05-03); the later comes first.",
    )


def test_asked_for_the_latest_only_the_latest_document_answers() -> None:
    old = hit(ANSWER, document="a", published=EARLY, cosines=(0.8,))
    new = hit("The harbour of Ober has 30 ships.", document="b", published=LATE, cosines=(0.8,))
    chosen = selection(old, new, latest=True)
    assert texts(chosen) == ["The harbour of Ober has 30 ships."]
    assert chosen.notices == ()
