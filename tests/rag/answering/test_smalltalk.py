"""What is no question: small talk, and questions that name nothing; and a bounded history."""

from collections.abc import Sequence
from typing import Any

import pytest

import rag
from rag.answering.smalltalk import is_vague, small_talk
from rag.answering.writing.rewriting import CHARACTERS, TURNS, remembered
from tests.conftest import Sync, Write


@pytest.mark.parametrize(
    "message",
    [
        *("Hi", "hello!", "Good morning.", "Thanks", "thank you so much!", "Thanks a lot 🙂"),
        *("ok, thanks", "Great, thank you!", "bye", "OK", "Got it.", "help", "What can you do?"),
    ],
)
def test_small_talk(message: str) -> None:
    assert small_talk(message)


@pytest.mark.parametrize(
    "message",
    [
        *("Hi, when was the accord signed?", "Thanksgiving", "Who thanked the minister?"),
        *("What is good?", "help for refugees", "OK Corral", "And the pipeline?", "Goodbye Lenin"),
        *("no deal", "How does it work?"),
    ],
)
def test_questions_are_no_small_talk(message: str) -> None:
    assert small_talk(message) is None


@pytest.mark.parametrize(
    "question",
    ["what about it?", "And?", "more", "Any news?", "Tell me more about this", "???", "update"],
)
def test_vague_questions(question: str) -> None:
    assert is_vague(question)


@pytest.mark.parametrize("question", ["Ostrel", "2026?", "Any news on grain?", "Who signed it?"])
def test_questions_that_name_something(question: str) -> None:
    assert not is_vague(question)


def test_a_vague_question_is_answered_with_what_there_is(
    write: Write, sync: Sync, dossier: Any
) -> None:
    for day in range(1, 6):
        write(f"2026-03-0{day}-a.md", f"# Rain\n of day {day}\n\nIt rained.")
    sync()
    first, done = dossier.stream("What about it?")
    assert isinstance(first, rag.TextAdded)
    answer = done.answer
    assert (answer.answered, answer.hits, answer.engine) == (False, (), "extractive")
    assert "(5 March 2026)" in answer.text
    assert "(1 March 2026)" not in answer.text
    assert first.text == answer.text
    assert answer.history == ()


def test_in_a_conversation_a_vague_question_leans_on_it(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "Heavy rain fell in Ostrava on Monday.")
    sync()
    first = dossier.answer("When did heavy rain fall in Ostrava?")
    thanks = dossier.answer("Thank you!", history=first.history)
    assert (thanks.text, thanks.hits) == ("You are welcome.", ())
    assert thanks.history == first.history
    assert dossier.answer("And?", history=thanks.history).hits


@pytest.mark.timeout(10)
def test_a_long_farewell_is_one() -> None:
    said = small_talk("bye bye " * 200)
    assert said is not None
    assert said.text == "Goodbye."
    assert small_talk("bye bye " * 200 + "for ever") is None


def test_history_is_bounded() -> None:
    turns = [rag.Turn("user" if n % 2 == 0 else "assistant", f"{n}") for n in range(100)]
    assert remembered(turns) == tuple(turns[-TURNS:])
    long = [rag.Turn(turn.role, "x" * (CHARACTERS // 5)) for turn in turns]
    kept = remembered(long)
    assert sum(len(turn.content) for turn in kept) <= CHARACTERS
    assert (kept[0].role, len(kept)) == ("user", 4)
    assert remembered([rag.Turn("user", "x" * (CHARACTERS + 1))]) == ()


def test_of_a_long_history_the_last_turns_alone_are_read() -> None:
    class History(Sequence[rag.Turn]):
        def __len__(self) -> int:
            return 10**9

        def __getitem__(self, index: Any) -> Any:
            if isinstance(index, slice):
                return [self[n] for n in range(*index.indices(len(self)))]
            assert index >= len(self) - TURNS
            return rag.Turn("user", str(index))

    assert len(remembered(History())) == TURNS
