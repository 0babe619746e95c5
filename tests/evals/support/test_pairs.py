"""True pairs from reference answers, and false ones with one thing changed."""

from dataclasses import replace

import pytest

from evals.questions import Evidence
from evals.support.pairs import KINDS, TRUE, Pair, build_pairs
from rag.testing.embedder import FakeEmbedder
from tests.evals.support.samples import HARBOUR, ORCHARD, QUESTIONS, question


def pairs() -> list[Pair]:
    return build_pairs(QUESTIONS, {}, FakeEmbedder())


def test_each_sentence_of_an_answer_is_a_true_pair_with_all_the_evidence() -> None:
    true = [pair for pair in pairs() if pair.kind == TRUE]
    assert [(pair.sentence, pair.quotes) for pair in true] == [
        *((sentence, HARBOUR) for sentence in HARBOUR),
        *((sentence, ORCHARD) for sentence in ORCHARD),
    ]


def test_a_false_pair_has_one_thing_changed() -> None:
    found = pairs()
    assert {pair.kind for pair in found} <= {TRUE, *KINDS}
    true = {pair.sentence for pair in found if pair.kind == TRUE}
    for pair in found:
        if "passage" in pair.kind and "of the passage" not in pair.kind:
            assert pair.sentence in true
            assert pair.sentence not in pair.quotes
        elif pair.kind != TRUE:
            assert pair.sentence not in true
            assert pair.quotes in (HARBOUR, ORCHARD)


@pytest.mark.parametrize(
    "kind",
    ["number", "date", "name", "negation added", "negation removed", "another passage"],
)
def test_every_kind_of_change_is_made(kind: str) -> None:
    assert [pair for pair in pairs() if pair.kind == kind]


def test_a_negation_is_taken_away_where_there_is_one() -> None:
    changed = {pair.kind: pair.sentence for pair in pairs() if "negation" in pair.kind}
    assert changed["negation removed"] == "The trust was allowed to own more than 25 boats."


def test_the_same_questions_give_the_same_pairs() -> None:
    assert pairs() == pairs()


def test_a_number_is_changed_to_one_that_the_evidence_lacks() -> None:
    changed = [pair for pair in pairs() if pair.kind == "number"]
    for pair in changed:
        known = set(" ".join(pair.quotes).replace(".", " ").split())
        assert len(set(pair.sentence.replace(".", " ").split()) - known) == 1


def test_swapped_parties_keep_the_words_between_them() -> None:
    changed = [pair.sentence for pair in pairs() if pair.kind == "parties swapped"]
    assert changed == [
        "Aldermouth Harbour Trust founded the Anna Ridge in 1912 with 340 members.",
    ]


def changed(sentence: str, *evidence: str) -> dict[str, str]:
    """The changed sentences of one answer, by kind; the other question gives foreign names."""
    asked = question(7, (sentence, *evidence))
    other = question(8, ("Lena Vogt met Juan Soto in Vienna.",))
    own = replace(asked, answers=(sentence,))
    found = build_pairs([own, other], {}, FakeEmbedder())
    return {pair.kind: pair.sentence for pair in found if pair.question == 0}


def test_a_year_is_moved_by_some_years_and_a_decade_by_decades() -> None:
    year = changed("It was built of oak in 1912.")["date"]
    assert year.startswith("It was built of oak in ")
    assert 1 <= abs(int(year[-5:-1]) - 1912) <= 20
    decade = changed("It was built of oak in the 1910s.")["date"]
    assert decade[-6:-2] in {"1890", "1900", "1920", "1930"}


def test_a_month_becomes_another_month() -> None:
    month = changed("It was built of oak in June.")["date"].removesuffix(".").rpartition(" ")[2]
    assert month != "June"
    assert month in {
        *("January", "February", "March", "April", "May", "July", "August"),
        *("September", "October", "November", "December"),
    }


def test_a_number_of_the_passage_takes_the_place_of_another() -> None:
    kinds = changed("The trust owns 340 boats of oak.", "It has 25 members.")
    assert kinds["number of the passage"] == "The trust owns 25 boats of oak."


def test_names_come_from_another_question_or_from_the_passage() -> None:
    kinds = changed("They all met Anna Ridge there.", "The guests saw Carl Stone.")
    assert kinds["name of the passage"] == "They all met Carl Stone there."
    assert kinds["name"] in {
        f"They all met {name} there." for name in ("Lena Vogt", "Juan Soto", "Vienna")
    }


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("The port was built of oak.", "The port was not built of oak."),
        ("They founded the port of Ober.", "They never founded the port of Ober."),
    ],
)
def test_a_negation_is_added_to_the_first_verb(sentence: str, denied: str) -> None:
    assert changed(sentence)["negation added"] == denied


@pytest.mark.parametrize(
    ("sentence", "affirmed"),
    [
        ("The port was not built of oak.", "The port was built of oak."),
        ("The port wasn't built of oak.", "The port was built of oak."),
        ("They never founded the port.", "They founded the port."),
    ],
)
def test_a_negation_is_taken_away(sentence: str, affirmed: str) -> None:
    assert changed(sentence)["negation removed"] == affirmed


def test_a_sentence_that_denies_is_not_denied_again() -> None:
    assert "negation added" not in changed("The port was not built of oak.")


@pytest.mark.parametrize(
    ("sentence", "swapped"),
    [
        ("Anna Ridge beat Carl Stone.", "Carl Stone beat Anna Ridge."),
        ("Ines Tarr quickly wrote to Lena Vogt.", "Lena Vogt quickly wrote to Ines Tarr."),
    ],
)
def test_parties_change_places(sentence: str, swapped: str) -> None:
    assert changed(sentence)["parties swapped"] == swapped


@pytest.mark.parametrize(
    "sentence",
    [
        "The Bank of Lorn beat Ober.",
        "Anna Ridge and Carl Stone met.",
        "Anna Ridge beat Anna Stone.",
        "It rained all day.",
    ],
)
def test_other_sentences_have_no_parties(sentence: str) -> None:
    assert "parties swapped" not in changed(sentence)


def test_the_nearest_passage_is_that_of_the_question_most_alike() -> None:
    asked = [
        question(1, ("The port of Ober has cranes of steel.",)),
        question(2, ("Bread is sold in the bakery.",)),
        question(3, ("The port of Lorn has cranes of steel.",)),
    ]
    nearest = [pair for pair in build_pairs(asked, {}, FakeEmbedder()) if "nearest" in pair.kind]
    assert nearest[0].quotes == ("The port of Lorn has cranes of steel.",)


def test_a_document_without_a_quote_is_cited_whole() -> None:
    asked = replace(question(1, HARBOUR), evidence=(Evidence("a.txt", None),))
    (first, *_) = build_pairs([asked], {"a.txt": "All of it."}, FakeEmbedder())
    assert first.quotes == ("All of it.",)


def test_questions_without_answers_or_evidence_make_no_pairs() -> None:
    asked = question(1, HARBOUR)
    without = [
        replace(asked, answers=()),
        replace(asked, evidence=()),
        replace(asked, answerable=False),
    ]
    assert build_pairs(without, {}, FakeEmbedder()) == []


def test_fragments_of_few_words_are_no_sentences() -> None:
    asked = replace(question(1, HARBOUR), answers=("Oak. In 1912.",))
    assert build_pairs([asked], {}, FakeEmbedder()) == []
