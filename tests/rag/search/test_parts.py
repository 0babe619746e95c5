"""Questions of several parts."""

import pytest

from rag.search.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who chairs the inquiry, and when must it report?",
            ("Who chairs the inquiry?", "when must it report?"),
        ),
        ("How many died? Who was the master?", ("How many died?", "Who was the master?")),
        ("Where was it signed; who signed it?", ("Where was it signed?", "who signed it?")),
        (
            "Who won the vote but also why did Ostrel leave?",
            ("Who won the vote?", "why did Ostrel leave?"),
        ),
        ("Is it shut? Has the US left?", ("Is it shut?", "Has the US left?")),
    ],
)
def test_a_question_taken_apart(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "When and where was it signed?",
        "Who came and went?",
        "Who won? Thanks!",
        "A? B? C? D? E?",
        "What did the EU recommend, and WHO?",
        "Which states did the US name, and WHO officials?",
    ],
)
def test_a_question_left_whole(question: str) -> None:
    assert parts_of(question) == (question,)
