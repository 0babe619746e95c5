"""What is searched for: the question, and what of the turns before it."""

from collections.abc import Sequence

import pytest

from rag import Turn, UsageError
from rag.search.query import Query, checked_question, query_for

BEFORE = (Turn("user", "Who signed the grain accord?"), Turn("assistant", "Ostrel did."))


@pytest.mark.parametrize(
    "question",
    [
        *("And the gas pipeline?", "What about gas pipeline tariffs?", "Why?", "the price?"),
        *("When did it reopen after the storm?", "Did they sign the second accord later?"),
        *("Which former minister signed a second accord?", "WHAT DID IT SAY ABOUT GRAIN PRICES"),
    ],
)
def test_a_question_that_needs_the_one_before(question: str) -> None:
    query = query_for(question, BEFORE)
    assert query.needs_context
    assert query.text == f"Who signed the grain accord? {question}"
    assert query.subject == f"Who signed the grain accord? {question}"
    assert query.previous_weight == 0.5
    assert query.stems()["grain"] == 1.0


@pytest.mark.parametrize(
    "question",
    [
        *("When was the Kessary pipeline closed?", "How do IT departments buy software?"),
        *("Does WHO recommend travel bans?", "Which tariffs did the US announce?"),
    ],
)
def test_a_question_that_stands_alone(question: str) -> None:
    query = query_for(question, BEFORE)
    assert not query.needs_context
    assert (query.text, query.subject) == (question, question)
    assert query.previous_weight == 0.3
    assert query.stems()["grain"] == 0.3


def test_without_a_conversation_no_question_needs_one() -> None:
    assert query_for("And the gas pipeline?", ()) == Query("And the gas pipeline?")


def test_the_last_eight_questions_are_searched_for_too() -> None:
    turns = [Turn(role, f"Question {n}?") for n in range(9) for role in ("user", "assistant")]
    assert query_for("And?", turns).earlier == tuple(f"Question {n}?" for n in range(1, 9))


def test_the_one_before_ends_as_a_sentence() -> None:
    assert query_for("And gas?", [Turn("user", "the grain price")]).subject == (
        "the grain price? And gas?"
    )


@pytest.mark.parametrize(
    ("question", "stems"),
    [
        ("What did the US say?", ["uszz"]),
        ("Who closed the gates?", ["close", "gate"]),
        ("Who is it?", ["who", "is", "it"]),  # without a word that carries meaning, all count
    ],
)
def test_stems_searched_for(question: str, stems: Sequence[str]) -> None:
    assert Query(question).stems() == dict.fromkeys(stems, 1.0)


def test_a_question_is_put_on_one_line() -> None:
    assert checked_question("  Who \n signed\tit? ") == "Who signed it?"
    assert checked_question("x" * 2_000) == "x" * 2_000


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (" \n ", "The question is empty. Type what you want to know."),
        ("x" * 2_001, "The question has 2,001 characters. Ask it in at most 2,000."),
    ],
)
def test_a_question_that_cannot_be_asked(question: str, message: str) -> None:
    with pytest.raises(UsageError) as error:
        checked_question(question)
    assert str(error.value) == message
