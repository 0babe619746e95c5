"""True pairs from reference answers, and false ones with one thing changed."""

import pytest

from evals.support.pairs import KINDS, TRUE, Pair, build_pairs
from rag.testing.embedder import FakeEmbedder
from tests.evals.support.samples import HARBOUR, ORCHARD, QUESTIONS


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
