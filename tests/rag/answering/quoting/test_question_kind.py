"""What a question asks for, read from its words."""

import pytest

from rag.answering.quoting.question_kind import Kind, asks, gives, kind_of


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the accord?",
        "signed by whom",
        "Is the strait closed?",
        "List the shareholders of the pipeline",
        "summarise the drill",
        "the shareholders are who",
        "Please list the shareholders",
        "As of March, is the strait closed?",
    ],
)
def test_what_asks(question: str) -> None:
    assert asks(question)


@pytest.mark.parametrize(
    "question", ["Kessary pipeline route", "the largest of the islands is", "accord text download"]
)
def test_what_only_names_a_subject(question: str) -> None:
    assert not asks(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the accord signed?", Kind.DATE),
        ("when's the deadline", Kind.DATE),
        ("Tell me when the strait reopened", Kind.DATE),
        ("Since when is it closed?", Kind.DATE),
        ("In what year did the line open?", Kind.DATE),
        ("When do ships cross at night?", Kind.DATE),
        ("When exactly did it burn?", Kind.DATE),
        ("Was it burnt? When?", Kind.DATE),
        ("When and where was it signed?", Kind.DATE),
        ("When did it burn? Please be brief.", Kind.DATE),
        ("When do you need a pilot?", Kind.ANY),
        ("What should ships know when they cross?", Kind.ANY),
        ("What did Kessary say when the pipeline closed?", Kind.ANY),
        ("What does it mean when a buoy is dark?", Kind.ANY),
        ("What was the price when it came out?", Kind.FIGURE),
        ("How many died?", Kind.FIGURE),
        ("How many died? And on the ferry?", Kind.FIGURE),
        ("How many died? Who was the master?", Kind.NAME),
        ("How many died? Why?", Kind.ANY),
        ("Who led the drill?", Kind.NAME),
        ("Where is the gauge?", Kind.PLACE),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "sentence", "given"),
    [
        ("When did it burn?", "It burnt in the winter of the great frost.", True),
        ("When did it burn?", "It burnt to the ground.", False),
        ("When did it burn?", "It burnt in Springfield.", False),
        ("When did the 2019 strike end?", "The strike began in 2019.", False),
        ("How many homes had no power?", "Power failed in 5000 homes.", True),
        ("How long is the bridge?", "The bridge was opened on 3 May 1911.", False),
        ("How old is the bridge?", "The bridge was opened on 3 May 1911.", True),
        ("How many bridges are there?", "The bridge was opened on 3 May 1911.", False),
        ("How many bridges are there?", "There are eleven bridges.", True),
    ],
)
def test_what_a_sentence_gives(question: str, sentence: str, given: bool) -> None:
    assert gives(kind_of(question), sentence, question) is given


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What does WHO recommend?", Kind.ANY),
        ("What did the who say?", Kind.ANY),
        ("Who at WHO recommends it?", Kind.NAME),
        ("WHO RECOMMENDS IT?", Kind.NAME),
    ],
)
def test_a_name_like_a_question_word_asks_for_nobody(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_a_name_like_a_question_word_asks_nothing() -> None:
    assert not asks("WHO travel advice")
    assert asks("Who gives travel advice")
