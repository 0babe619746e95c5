"""Negation, and words that say the opposite of each other."""

import pytest

from rag.verification.negation import clashes, negated
from rag.verification.parsing import parse


def words(text: str) -> dict[str, str]:
    parsed = parse([text])
    return {parsed.words[index].text: cue for index, cue in negated(parsed).items()}


def reasons(claim: str, evidence: str) -> list[str]:
    return [clash.reason for clash in clashes(parse([claim]), parse([evidence]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They did not sign the treaty.", {"sign": "not", "treaty": "not"}),
        ("They didn't sign.", {"sign": "didn't"}),
        ("They never signed.", {"signed": "never"}),
        ("They failed to sign.", {"sign": "failed"}),
        ("The plan failed.", {}),
        ("They signed not only treaties.", {}),
        ("They signed No. 10.", {}),
        ("No doubt they signed.", {}),
        ("They signed without reading.", {"reading": "without"}),
        ("They did not sign, but the others paid.", {"sign": "not"}),
        ("They did not. The others paid.", {}),
        ("They did not sign the long treaty.", {"sign": "not", "long": "not"}),
        ("They did not fail to sign.", {"fail": "not"}),
    ],
)
def test_words_in_the_scope_of_a_negation(text: str, expected: dict[str, str]) -> None:
    assert words(text) == expected


def test_a_denial_of_what_the_passage_says() -> None:
    assert reasons("They did not sign the treaty.", "They signed the treaty.") == [
        "the sentence says “not”, the passage does not",
        "the sentence says “not”, the passage does not",
    ]


def test_an_assertion_of_what_the_passage_denies() -> None:
    assert set(reasons("They signed the treaty.", "They did not sign the treaty.")) == {
        "the passage says the opposite: “not”"
    }


def test_both_may_deny() -> None:
    assert reasons("They didn't sign the treaty.", "They did not sign the treaty.") == []


def test_a_word_that_the_passage_denies_and_asserts_does_not_clash() -> None:
    evidence = "Ober signed the treaty. Lorn did not sign the treaty."
    assert reasons("Lorn did not sign the treaty.", evidence) == []
    assert reasons("Ober signed the treaty.", evidence) == []


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("Prices fell.", "Prices rose.", "the passage says “rose”, the sentence says “fell”"),
        (
            "They rejected the plan.",
            "They accepted the plan.",
            "the passage says “accepted”, the sentence says “rejected”",
        ),
        (
            "The largest ship sank.",
            "The smallest ship sank.",
            "the passage says “smallest”, the sentence says “largest”",
        ),
        (
            "The decision was unlawful.",
            "The decision was lawful.",
            "the passage says “lawful”, the sentence says “unlawful”",
        ),
        (
            "They agreed.",
            "They disagreed.",
            "the passage says “disagreed”, the sentence says “agreed”",
        ),
    ],
)
def test_opposites_clash(claim: str, evidence: str, reason: str) -> None:
    assert reason in reasons(claim, evidence)


def test_a_text_with_both_opposites_does_not_clash() -> None:
    assert reasons("Prices fell.", "Prices rose, then fell.") == []
    assert reasons("Prices rose, then fell.", "Prices rose.") == []


@pytest.mark.parametrize(
    ("claim", "evidence"), [("They import it.", "The port has it."), ("A fable.", "Unable.")]
)
def test_short_words_are_not_compared_by_prefix(claim: str, evidence: str) -> None:
    assert reasons(claim, evidence) == []


def test_the_surest_clash_comes_first() -> None:
    claim = "The port of Ober bought cranes. Prices fell there."
    evidence = "The port of Ober sold cranes. In Lorn wages rose."
    found = clashes(parse([claim]), parse([evidence]))
    assert [clash.weight for clash in found] == sorted((c.weight for c in found), reverse=True)
    assert found[0].reason == "the passage says “sold”, the sentence says “bought”"
    assert found[0].weight == 1
    assert found[-1].weight == 0
