"""The support check on sentences and passages of our own."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from rag.types import DocumentRecord, Hit, Passage
from rag.verification import best_span, check_support

HARBOUR = (
    "In 2019 the harbour authority employed 20 people in Aldermouth.",
    "Anna Ridge sued Carl Stone, who had not paid his rent.",
    "Exports of timber rose by 1.5 million tonnes on 24 August 2017.",
)
SUMMIT = (
    "The central bank did not raise interest rates in March.",
    "Minister Lena Vogt, 54, met Prime Minister Juan Soto in Vienna on 3 May 2024 to discuss the "
    "Baltic pipeline.",
    "The European Border Agency (EBA) spent €1.2 billion, or 40% of its budget, on patrol boats.",
    "The North Atlantic Treaty Organization said the talks on the treaty had failed.",
)

TRUE = [
    (HARBOUR, "In 2019 the harbour authority employed 20 people in Aldermouth. [1]"),
    (HARBOUR, "The harbour authority had twenty employees in Aldermouth in 2019."),
    (HARBOUR, "Carl Stone was sued by Anna Ridge."),
    (HARBOUR, "Ridge sued Stone, who had not paid his rent."),
    (HARBOUR, "Exports of timber rose by 1,500,000 tonnes on August 24, 2017."),
    (HARBOUR, "Timber exports rose in August 2017."),
    (SUMMIT, "The central bank didn't raise interest rates."),
    (SUMMIT, "**Lena Vogt** met Juan Soto in Vienna on May 3, 2024 [2, 3]."),
    (SUMMIT, "On 2024-05-03 Vogt and Soto met in Vienna to discuss the Baltic pipeline."),
    (SUMMIT, "The EBA spent 1.2 bn euros on patrol boats."),
    (SUMMIT, "The agency spent forty percent of its budget on patrol boats."),
    (SUMMIT, "NATO said that talks on the treaty had failed."),
]

FALSE = [
    (HARBOUR, "In 2019 the harbour authority employed 30 people in Aldermouth.",
     "the passage says 20, the sentence says 30"),
    (HARBOUR, "In 2014 the harbour authority employed 20 people in Aldermouth.",
     "the passage says 2019, the sentence says 2014"),
    (HARBOUR, "In 2019 the harbour authority employed 20 people in Oslo.",
     "the passage says Aldermouth, the sentence says Oslo"),
    (HARBOUR, "Carl Stone had paid his rent.", "the passage says the opposite: “not”"),
    (HARBOUR, "Exports of timber fell by 1.5 million tonnes on 24 August 2017.",
     "the passage says “rose”, the sentence says “fell”"),
    (HARBOUR, "Exports of timber rose by 1.5 billion tonnes on 24 August 2017.",
     "the passage says 1.5 million, the sentence says 1.5 billion"),
    (HARBOUR, "Exports of timber rose by 1.5 million tonnes on 25 August 2017.",
     "the passage says 24 August 2017, the sentence says 25 August 2017"),
    (HARBOUR, "Exports of timber did not rise on 24 August 2017.",
     "the sentence says “not”, the passage does not"),
    (SUMMIT, "The central bank raised interest rates in March.",
     "the passage says the opposite: “not”"),
    (SUMMIT, "Minister Lena Vogt met Prime Minister Juan Soto in Berlin to discuss the Baltic "
     "pipeline.", "the passage says Vienna, the sentence says Berlin"),
    (SUMMIT, "The European Border Agency spent €1.3 billion on patrol boats.",
     "the passage says €1.2 billion, the sentence says €1.3 billion"),
    (SUMMIT, "The agency spent 60% of its budget on patrol boats.",
     "the passage says 40%, the sentence says 60%"),
    (SUMMIT, "Talks on the treaty had succeeded.",
     "the passage says “failed”, the sentence says “succeeded”"),
    (SUMMIT, "Squid ink is a popular ingredient of pasta.", "no passage says this"),
]  # fmt: skip


@pytest.mark.parametrize(("quotes", "sentence"), TRUE, ids=[s for _, s in TRUE])
def test_what_the_quotes_say_in_other_words_is_supported(
    minilm: Embedder, quotes: tuple[str, ...], sentence: str
) -> None:
    support = check_support(sentence, quotes, minilm)
    assert support.supported
    assert (support.reason, support.score >= 0.5) == ("", True)


@pytest.mark.parametrize(("quotes", "sentence", "reason"), FALSE, ids=[s for _, s, _ in FALSE])
def test_what_the_quotes_do_not_say_is_flagged_with_the_reason(
    minilm: Embedder, quotes: tuple[str, ...], sentence: str, reason: str
) -> None:
    support = check_support(sentence, quotes, minilm)
    assert not support.supported
    assert support.reason == reason
    assert 0 <= support.score < 0.5


def test_the_parties_of_a_verb_may_not_change_places(minilm: Embedder) -> None:
    quotes = ["Anna Ridge sued Carl Stone over the unpaid rent."]
    support = check_support("Carl Stone sued Anna Ridge over the unpaid rent.", quotes, minilm)
    assert not support.supported
    assert "other way round" in support.reason or "Ridge" in support.reason


def test_several_quotes_support_a_sentence_together(minilm: Embedder) -> None:
    sentence = "The port has 20 cranes and the fishery 4 boats."
    quotes = ["The port has 20 cranes.", "The fishery has 4 boats."]
    assert check_support(sentence, quotes, minilm).supported
    assert not check_support(sentence, quotes[:1], minilm).supported


def test_a_figure_in_the_place_of_another_is_flagged(minilm: Embedder) -> None:
    quotes = ["The port has 20 cranes.", "The fishery employs 300 people."]
    support = check_support("The port has 300 cranes.", quotes, minilm)
    assert support.reason == "the passage says 20, the sentence says 300"


@pytest.mark.parametrize("sentence", ["", " ", "[1]", "[1][2, 3]", "…", "🙂 🙂", "**", "<br>"])
def test_a_sentence_without_words_is_not_supported(sentence: str) -> None:
    support = check_support(sentence, HARBOUR, FakeEmbedder())
    assert (support.score, support.reason) == (0.0, "no passage says this")


@pytest.mark.parametrize("quotes", [[], [""], ["[1]", "🙂"]])
def test_without_words_in_the_quotes_nothing_is_supported(quotes: list[str]) -> None:
    assert not check_support("It rained.", quotes, FakeEmbedder()).supported


def test_a_huge_sentence_and_a_huge_quote_are_checked() -> None:
    huge = "In 2019 Anna Ridge did not pay 20 people. " * 2000
    support = check_support(huge, [huge], FakeEmbedder())
    assert 0 <= support.score <= 1


PIECES = st.sampled_from(
    "Anna Ridge sued not 20 % 1.5 million $ € May 2024 the first two hundred n't never [1] . , 🙂 "
    "<b> ** 1990s 19th century un0 -- `` '' 1,2,3 1e999 99999999999999999999 ² ١٢ İ ß ﬀ 0".split()
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(sentence=TEXTS, quotes=st.lists(TEXTS, max_size=3))
def test_any_text_has_a_score_and_a_reason_exactly_where_it_is_flagged(
    sentence: str, quotes: list[str]
) -> None:
    support = check_support(sentence, quotes, FakeEmbedder())
    assert 0 <= support.score <= 1
    assert support.supported == (support.reason == "") == (support.score >= 0.5)


def hit(text: str, sentences: tuple[str, ...]) -> Hit:
    spans = tuple((text.index(s), text.index(s) + len(s)) for s in sentences)
    start = spans[0][0] if spans else 0
    end = spans[-1][1] if spans else len(text)
    record = DocumentRecord(
        "d", "Harbour", "harbour.md", None, "", "v", 1, len(text), datetime(2024, 5, 3, tzinfo=UTC)
    )
    passage = Passage("p", "d", start, end, None, None, text[start:end], spans)
    return Hit(passage, record, 0.9, 0.8, 1.0, (0.5,) * len(spans), 0.7)


def test_the_best_span_is_the_sentence_that_says_it(minilm: Embedder) -> None:
    text = "# Harbour\n\n" + " ".join(HARBOUR) + " The pier was painted green."
    found = hit(text, HARBOUR)
    start, end = best_span("Timber exports rose by 1,500,000 tonnes.", found, text, minilm)
    assert text[start:end] == HARBOUR[2]


def test_the_best_span_is_longer_only_where_that_helps(minilm: Embedder) -> None:
    text = "The port has 20 cranes. It employs 300 people. The roof leaks."
    found = hit(text, ("The port has 20 cranes.", "It employs 300 people.", "The roof leaks."))
    start, end = best_span("The port has 20 cranes and 300 people.", found, text, minilm)
    assert text[start:end] == "The port has 20 cranes. It employs 300 people."
    start, end = best_span("The roof leaks. [1]", found, text, minilm)
    assert text[start:end] == "The roof leaks."


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
