"""The score of a sentence by what speaks against it."""

import pytest

from rag.verification.model import FEATURES, SUPPORTED_FROM, support_model


def score(**values: float) -> float:
    """The score of a sentence with values by the feature's number, as `f2=1`."""
    row = [values.get(f"f{number}", 0.0) for number in range(len(FEATURES))]
    return support_model().probability(row)


def test_a_sentence_that_nothing_speaks_against_is_supported() -> None:
    assert score() > 0.95 > SUPPORTED_FROM


@pytest.mark.parametrize("number", range(len(FEATURES)))
def test_every_feature_lowers_the_score(number: int) -> None:
    assert score(**{f"f{number}": 0.5}) < score()


@pytest.mark.parametrize(("number", "value"), [(2, 2), (3, 1), (5, 1), (7, 1)])
def test_one_plain_error_is_enough(number: int, value: float) -> None:
    assert score(**{f"f{number}": value}) < SUPPORTED_FROM


def test_the_model_is_read_once() -> None:
    assert support_model() is support_model()


def test_losses_are_greatest_for_what_is_most_unusual() -> None:
    losses = support_model().losses([0, 0, 0, 1, 0, 0, 0, 0, 0])
    assert max(range(len(FEATURES)), key=lambda number: losses[number]) == 3
    assert losses[0] < 0  # nearer than true sentences usually are
