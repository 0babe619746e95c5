"""What speaks against a sentence, as numbers with reasons."""

import pytest

from rag.verification.model import FEATURES
from rag.verification.parsing import parse
from rag.verification.signals import Signal, signals

NONE = dict.fromkeys(FEATURES, 0.0)


def measured(claim: str, *evidence: str, cosine: float = 0.9) -> dict[str, Signal]:
    found = signals(parse([claim]), parse(evidence), cosine)
    return dict(zip(FEATURES, found, strict=True))


def values(claim: str, *evidence: str) -> dict[str, float]:
    return {
        name: signal.value for name, signal in measured(claim, *evidence).items() if signal.value
    }


def test_nothing_speaks_against_a_repeated_sentence() -> None:
    text = "On 3 May 2024 Anna Ridge did not sue 20 people in Ober."
    assert {name: s.value for name, s in measured(text, text).items()} == NONE


@pytest.mark.parametrize(("cosine", "expected"), [(0.95, 0.0), (0.85, 0.0), (0.5, 0.35)])
def test_a_cosine_below_the_usual_counts(cosine: float, expected: float) -> None:
    signal = measured("It rained.", "It rained.", cosine=cosine)["cosine short of the usual"]
    assert signal.value == pytest.approx(expected)
    assert signal.reason == "no passage says this"


def test_the_share_of_words_that_the_evidence_lacks() -> None:
    signal = measured("The old port sank quickly.", "The port sank.")
    assert signal["words that the evidence lacks"] == Signal(0.5, "no passage says this")


def test_other_names_of_a_country_are_not_lacking() -> None:
    assert values("Russian troops left the US.", "Russia's troops left America.") == {}
    assert values("Saudi troops left.", "The troops of Saudi Arabia left.") == {}


def test_a_number_that_the_evidence_lacks() -> None:
    found = measured("The port has 30 cranes.", "The port has 20 cranes.")
    reason = "the passage says 20, the sentence says 30"
    assert found["figures that the evidence lacks"] == Signal(1, reason)
    assert found["figure in the place of another"] == Signal(1, reason)


def test_a_number_for_which_the_evidence_has_no_other() -> None:
    found = measured("The port has 30 cranes.", "The port has cranes.")
    assert found["figures that the evidence lacks"] == Signal(1, "the passage does not say 30")
    assert found["figure in the place of another"].value == 0


def test_a_small_number_in_words_may_have_been_counted() -> None:
    found = measured("The port has three cranes.", "The port has cranes.")
    assert found["figures that the evidence lacks"].value == 0.5


def test_missing_numbers_count_up_to_two() -> None:
    found = measured("It has 30, 40, 50 and 60 cranes.", "It has cranes.")
    assert found["figures that the evidence lacks"] == Signal(2, "the passage does not say 30")


def test_a_number_of_the_evidence_in_another_place() -> None:
    found = measured(
        "The port has 300 cranes.", "The port has 20 cranes.", "The fishery employs 300 people."
    )
    assert found["figures that the evidence lacks"].value == 0
    assert found["figure in the place of another"] == Signal(
        1, "the passage says 20, the sentence says 300"
    )


def test_a_date_is_checked_by_day_and_by_year() -> None:
    found = measured("It rained on 4 May 2025.", "It rained on 4 May 2024.")
    assert found["figures that the evidence lacks"] == Signal(
        1, "the passage says 4 May 2024, the sentence says 4 May 2025"
    )


def test_a_number_of_one_kind_is_set_against_its_kind() -> None:
    found = measured("It grew by 7 percent.", "In 3 years it grew by 5 percent.")
    assert found["figures that the evidence lacks"].reason == (
        "the passage says 5 percent, the sentence says 7 percent"
    )


def test_a_name_that_the_evidence_lacks() -> None:
    found = measured("They met Anna Ridge in Oslo.", "They met Anna Ridge in Vienna.")
    assert found["names that the evidence lacks"] == Signal(1, "the passage does not name Oslo")
    signal = found["name that it lacks in the place of another"]
    assert signal.reason == "the passage says Vienna, the sentence says Oslo"
    assert signal.value > 0.5


def test_a_word_that_only_opens_the_sentence_may_be_no_name() -> None:
    assert values("Ridge met them.", "She met them.")["names that the evidence lacks"] == 0.5


def test_a_name_of_the_evidence_in_the_place_of_another() -> None:
    found = measured(
        "The mayor Anna Ridge opened the port.",
        "The mayor Carl Stone opened the port. The singer Anna Ridge sang.",
    )
    assert found["names that the evidence lacks"].value == 0
    signal = found["name of the evidence in the place of another"]
    assert signal.reason == "the passage says Carl Stone, the sentence says Anna Ridge"
    assert signal.value > 0.5


def test_a_pronoun_may_stand_for_a_name() -> None:
    name = "name of the evidence in the place of another"
    spoken = values("Anna Ridge opened the port.", "Anna Ridge came. She opened the port.")
    other = values("Anna Ridge opened the port.", "Anna Ridge came. Carl Stone opened the port.")
    assert spoken.get(name, 0.0) < 0.2 < other[name]


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("Prices fell.", "Prices rose.", "the passage says “rose”, the sentence says “fell”"),
        ("Prices did not rise.", "Prices rose.", "the sentence says “not”, the passage does not"),
    ],
)
def test_a_contradiction(claim: str, evidence: str, reason: str) -> None:
    assert measured(claim, evidence)["what one says and the other denies"] == Signal(1, reason)


def test_parties_the_other_way_round() -> None:
    found = measured("Stone sued Ridge.", "Ridge sued Stone.")
    assert found["parties the other way round"] == Signal(
        1, "the passage has “sued” the other way round"
    )


def test_there_is_a_signal_for_each_feature_without_evidence_too() -> None:
    assert len(signals(parse(["It rained."]), parse([""]), 0.0)) == len(FEATURES)
