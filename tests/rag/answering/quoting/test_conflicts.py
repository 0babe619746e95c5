"""Sentences of two documents that contradict each other."""

from datetime import date

import pytest

from rag.answering.quoting.candidates import Candidate, candidates
from rag.answering.quoting.conflicts import differences, numeric_words
from tests.rag.answering.quoting.hits import hit

QUESTION = "How many ships does the harbour of Ober have?"
EARLY, LATE = date(2024, 5, 3), date(2025, 1, 2)


def candidate(
    sentence: str, published: date | None, document: str, title: str = "Ober"
) -> Candidate:
    found = hit(sentence, document=document, title=title, published=published)
    return candidates(QUESTION, [found])[0]


def pairs(one: Candidate, other: Candidate, question: str = QUESTION) -> list[tuple[str, str]]:
    found = differences(question, [one], [other])
    return [(pair.later.text, pair.earlier.text) for pair in found]


OLD = "The harbour of Ober has 20 ships."
NEW = "The harbour of Ober has 30 ships."


def test_another_number_contradicts() -> None:
    old, new = candidate(OLD, EARLY, "a"), candidate(NEW, LATE, "b")
    assert pairs(old, new) == [(NEW, OLD)]
    assert pairs(new, old) == [(NEW, OLD)]


def test_the_notice_names_both_documents_with_their_dates() -> None:
    old, new = candidate(OLD, EARLY, "a", "Old"), candidate(NEW, LATE, "b", "New")
    (pair,) = differences(QUESTION, [old], [new])
    assert pair.notice == (
        "“New” (2025-01-02) differs from “Old” (2024-05-03); the later comes first."
    )


def test_another_name_contradicts() -> None:
    one = candidate("The harbour master of Ober is Anna Ridge.", EARLY, "a")
    two = candidate("The harbour master of Ober is Carl Stone.", LATE, "b")
    assert pairs(one, two, "Who is the harbour master?") == [(two.text, one.text)]


def test_a_further_name_does_not() -> None:
    one = candidate("The harbour master of Ober is Anna Ridge.", EARLY, "a")
    two = candidate("The harbour master of Ober is Anna Ridge of Lorn.", LATE, "b")
    assert pairs(one, two, "Who is the harbour master?") == []


@pytest.mark.parametrize(("first", "second"), [(EARLY, EARLY), (None, LATE), (EARLY, None)])
def test_documents_of_one_date_or_none_are_not_compared(
    first: date | None, second: date | None
) -> None:
    assert pairs(candidate(OLD, first, "a"), candidate(NEW, second, "b")) == []


def test_the_same_number_in_other_words_does_not_contradict() -> None:
    other = candidate("In Ober the harbour now has 20 ships.", LATE, "b")
    assert pairs(candidate(OLD, EARLY, "a"), other) == []


def test_sentences_that_share_few_words_are_about_other_things() -> None:
    other = candidate("The bakery of Lorn sells 30 loaves.", LATE, "b")
    assert pairs(candidate(OLD, EARLY, "a"), other) == []


def test_the_other_passage_is_about_what_the_question_is_about() -> None:
    other = candidate("The harbour has 30 ships of wood.", LATE, "b", title="Lorn")
    assert pairs(candidate(OLD, EARLY, "a"), other) == []


def test_only_the_likeliest_contradiction_is_taken() -> None:
    old = candidate(OLD, EARLY, "a")
    new = [candidate(NEW, LATE, "b"), candidate(NEW.replace("30", "40"), LATE, "c")]
    (pair,) = differences(QUESTION, [old], new)
    assert pair.later.text == NEW


def test_two_chosen_sentences_make_one_pair() -> None:
    both = [candidate(OLD, EARLY, "a"), candidate(NEW, LATE, "b")]
    assert len(differences(QUESTION, both, both)) == 1


def test_words_with_a_digit_are_numeric() -> None:
    assert numeric_words({"20", "g7", "ober"}) == {"20", "g7"}
