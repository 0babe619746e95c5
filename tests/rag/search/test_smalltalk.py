"""Which messages need no search."""

import pytest

from rag.search.smalltalk import SmallTalk, is_vague, recognise


@pytest.mark.parametrize(
    "message",
    [
        *("Hi", "hello!", "Good morning.", "Thanks", "thank you so much!", "Thanks a lot 🙂"),
        *("ok, thanks", "Great, thank you!", "bye", "OK", "Got it.", "help", "What can you do?"),
    ],
)
def test_small_talk(message: str) -> None:
    assert recognise(message)


@pytest.mark.parametrize(
    "message",
    [
        *("Hi, when was the accord signed?", "Thanksgiving", "Who thanked the minister?"),
        *("What is good?", "help for refugees", "OK Corral", "And the pipeline?", "Goodbye Lenin"),
        *("no deal", "How does it work?"),
    ],
)
def test_questions_are_no_small_talk(message: str) -> None:
    assert recognise(message) is None


@pytest.mark.parametrize(
    "question",
    ["what about it?", "And?", "more", "Any news?", "Tell me more about this", "???", "update"],
)
def test_vague_questions(question: str) -> None:
    assert is_vague(question)


@pytest.mark.parametrize("question", ["Ostrel", "2026?", "Any news on grain?", "Who signed it?"])
def test_questions_that_name_something(question: str) -> None:
    assert not is_vague(question)


@pytest.mark.timeout(10)
def test_a_long_farewell_is_one() -> None:
    assert recognise("bye bye " * 200) is SmallTalk.FAREWELL
    assert recognise("bye bye " * 200 + "for ever") is None


@pytest.mark.parametrize(
    ("question", "vague"),
    [
        ("What did the US say?", False),
        ("What did the U.S. say?", False),
        ("Any news on IT?", False),
        ("What about WHO?", False),
        ("WHAT DID IT SAY", True),
        ("Who is it?", True),
        ("What did it say to us?", True),
    ],
)
def test_a_name_that_looks_like_a_stop_word_is_something(question: str, vague: bool) -> None:
    assert is_vague(question) is vague
