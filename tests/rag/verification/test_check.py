"""The support check on sentences and passages of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.embedder import Embedder
from rag.testing.embedder import FakeEmbedder
from rag.verification import check_support
from tests.rag.verification.samples import HARBOUR, SUMMIT, TEXTS

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
    quotes: tuple[str, ...], sentence: str
) -> None:
    support = check_support(sentence, quotes, FakeEmbedder())
    assert support.supported
    assert (support.reason, support.score >= 0.5) == ("", True)


@pytest.mark.parametrize(("quotes", "sentence", "reason"), FALSE, ids=[s for _, s, _ in FALSE])
def test_what_the_quotes_do_not_say_is_flagged_with_the_reason(
    quotes: tuple[str, ...], sentence: str, reason: str
) -> None:
    support = check_support(sentence, quotes, FakeEmbedder())
    assert not support.supported
    assert support.reason == reason
    assert 0 <= support.score < 0.5


def test_the_parties_of_a_verb_may_not_change_places() -> None:
    quotes = ["Anna Ridge sued Carl Stone over the unpaid rent."]
    support = check_support(
        "Carl Stone sued Anna Ridge over the unpaid rent.", quotes, FakeEmbedder()
    )
    assert not support.supported
    assert "other way round" in support.reason or "Ridge" in support.reason


def test_several_quotes_support_a_sentence_together() -> None:
    sentence = "The port has 20 cranes and the fishery 4 boats."
    quotes = ["The port has 20 cranes.", "The fishery has 4 boats."]
    assert check_support(sentence, quotes, FakeEmbedder()).supported
    assert not check_support(sentence, quotes[:1], FakeEmbedder()).supported


def test_a_figure_in_the_place_of_another_is_flagged() -> None:
    quotes = ["The port has 20 cranes.", "The fishery employs 300 people."]
    support = check_support("The port has 300 cranes.", quotes, FakeEmbedder())
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


@settings(max_examples=150, deadline=None)
@given(sentence=TEXTS, quotes=st.lists(TEXTS, max_size=3))
def test_any_text_has_a_score_and_a_reason_exactly_where_it_is_flagged(
    sentence: str, quotes: list[str]
) -> None:
    support = check_support(sentence, quotes, FakeEmbedder())
    assert 0 <= support.score <= 1
    assert support.supported == (support.reason == "") == (support.score >= 0.5)


def test_the_real_model_judges_alike(minilm: Embedder) -> None:
    for quotes, sentence in TRUE:
        assert check_support(sentence, quotes, minilm).reason == ""
    for quotes, sentence, reason in FALSE:
        assert check_support(sentence, quotes, minilm).reason == reason


@pytest.mark.parametrize(
    ("evidence", "claim", "reason"),
    [
        ("It fell to -5 degrees.", "It fell to 5 degrees.",
         "the passage says -5, the sentence says 5"),
        ("It fell to 5 degrees.", "It fell to −5 degrees.",
         "the passage says 5, the sentence says -5"),
        ("Growth was −3.5 % in May.", "Growth was 3.5 % in May.",
         "the passage says -3.5 %, the sentence says 3.5 %"),
        ("It fell to minus 5 degrees.", "It fell to 5 degrees.",
         "the passage says minus 5, the sentence says 5"),
        ("The rate rose by 3 percentage points.", "The rate rose by 3 percent.",
         "the passage says 3 percentage points, the sentence says 3 percent"),
        ("Some 1.5 million people fled.", "Some 15 million people fled.",
         "the passage says 1.5 million, the sentence says 15 million"),
    ],
)  # fmt: skip
def test_a_sign_a_unit_and_a_decimal_comma_are_part_of_a_number(
    evidence: str, claim: str, reason: str
) -> None:
    assert check_support(claim, [evidence], FakeEmbedder()).reason == reason


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("It fell to -5 degrees.", "It fell to minus 5 degrees."),
        ("It fell to –5 degrees.", "It fell to −5 degrees."),
        ("Inflation was <5% while growth was >3%.", "Inflation was below 5%, growth above 3%."),
        ("Some 1,5 million people fled.", "Some 1.5 million people fled."),
        ("Some 1,500 people fled.", "Some 1500 people fled."),
        ("Two thirds of the people fled.", "67 per cent of the people fled."),
        ("A grant of $2.5m was paid.", "A grant of $2.5 million was paid."),
        ("Pages 3-5 are missing.", "Pages 3 to 5 are missing."),
        ("COVID-19 closed the port.", "The port was closed by COVID-19."),
        ("The port closed on 2026-05-04.", "The port closed on 4 May 2026."),
    ],
)
def test_the_same_number_in_another_form_is_supported(evidence: str, claim: str) -> None:
    assert check_support(claim, [evidence], FakeEmbedder()).reason == ""


def test_the_score_of_a_repeated_sentence_is_that_of_no_signal() -> None:
    support = check_support("It rained.", ["It rained."], FakeEmbedder())
    assert support.score == pytest.approx(0.9547, abs=0.0001)


def test_of_very_long_evidence_the_sentences_nearest_in_words_are_read() -> None:
    rest = "".join(f" The baker sold {n} loaves." for n in range(100, 200))
    support = check_support("Anna Ridge sued.", [f"{rest} Anna Ridge sued."], FakeEmbedder())
    assert support.reason == ""
