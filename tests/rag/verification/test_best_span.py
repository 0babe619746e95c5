"""The part of a passage that supports a sentence best."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from rag.testing.embedder import FakeEmbedder
from rag.types import DocumentRecord, Hit, Passage
from rag.verification import best_span
from tests.rag.verification.samples import HARBOUR, TEXTS

WARES = ("cranes", "ships", "barges", "pilots", "lamps")


def hit(text: str, sentences: tuple[str, ...]) -> Hit:
    spans = tuple((text.index(s), text.index(s) + len(s)) for s in sentences)
    start = spans[0][0] if spans else 0
    end = spans[-1][1] if spans else len(text)
    record = DocumentRecord(
        "d", "Harbour", "harbour.md", None, "", "v", 1, len(text), datetime(2024, 5, 3, tzinfo=UTC)
    )
    passage = Passage("p", "d", start, end, None, None, text[start:end], spans)
    return Hit(passage, record, 0.9, 0.8, 1.0, (0.5,) * len(spans), 0.7)


def test_the_best_span_is_the_sentence_that_says_it() -> None:
    text = "# Harbour\n\n" + " ".join(HARBOUR) + " The pier was painted green."
    found = hit(text, HARBOUR)
    start, end = best_span("Timber exports rose by 1,500,000 tonnes.", found, text, FakeEmbedder())
    assert text[start:end] == HARBOUR[2]


def test_the_best_span_is_longer_only_where_that_helps() -> None:
    text = "The port has 20 cranes. It employs 300 people. The roof leaks."
    found = hit(text, ("The port has 20 cranes.", "It employs 300 people.", "The roof leaks."))
    start, end = best_span("The port has 20 cranes and 300 people.", found, text, FakeEmbedder())
    assert text[start:end] == "The port has 20 cranes. It employs 300 people."
    start, end = best_span("The roof leaks. [1]", found, text, FakeEmbedder())
    assert text[start:end] == "The roof leaks."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The port has 20 ships.", "The port has 20 cranes."),
        ("They pay 300 people.", "It employs 300 people."),
        ("Anna Ridge owns the roof.", "Ridge owns the roof."),
    ],
)
def test_numbers_and_names_count_more_than_words(sentence: str, expected: str) -> None:
    sentences = ("The port has 20 cranes.", "It employs 300 people.", "Ridge owns the roof.")
    text = " ".join(sentences)
    start, end = best_span(sentence, hit(text, sentences), text, FakeEmbedder())
    assert text[start:end] == expected


def test_at_most_three_sentences_are_taken() -> None:
    sentences = tuple(f"The port has {n} {noun}." for n, noun in enumerate(WARES, start=20))
    text = " ".join(sentences)
    claim = "The port has 20 cranes, 21 ships, 22 barges, 23 pilots and 24 lamps."
    start, end = best_span(claim, hit(text, sentences), text, FakeEmbedder())
    assert text[start:end].count(".") == 3


def test_a_passage_without_sentences_is_quoted_whole() -> None:
    text = "Harbour"
    assert best_span("Anything.", hit(text, ()), text, FakeEmbedder()) == (0, len(text))


@settings(max_examples=60, deadline=None)
@given(sentence=TEXTS)
def test_the_best_span_is_always_of_whole_sentences(sentence: str) -> None:
    text = " ".join(HARBOUR)
    start, end = best_span(sentence, hit(text, HARBOUR), text, FakeEmbedder())
    assert text[start:end] in {
        " ".join(HARBOUR[first:last]) for first in range(3) for last in range(first + 1, 4)
    }
