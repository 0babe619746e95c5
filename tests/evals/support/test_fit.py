"""The fit of the support check's model."""

import numpy as np

from evals.fit.logistic import Examples, probabilities
from evals.support.fit import fit, left_out
from rag.verification.model import FEATURES


def data(questions: int = 40) -> Examples:
    """True rows without anything against them, false ones with a clash, each third unseen."""
    rows = np.zeros((2 * questions, len(FEATURES)))
    clash = FEATURES.index("what one says and the other denies")
    rows[1::2, clash] = [0.0 if number % 3 == 0 else 0.8 for number in range(questions)]
    labels = np.tile([True, False], questions)
    return Examples(rows, labels, np.repeat(np.arange(questions), 2), np.ones(2 * questions))


def test_the_fit_weighs_what_tells_and_lets_no_feature_speak_for_a_sentence() -> None:
    fitted = fit([data()])
    weights = dict(zip(FEATURES, fitted.weights, strict=True))
    assert weights["what one says and the other denies"] < -1
    assert max(weights.values()) <= 0
    clean, clashing = probabilities(fitted, data().rows[[0, 3]])
    assert clean >= 0.5 > clashing


def test_left_out_scores_tell_the_kinds_apart_too() -> None:
    examples = data()
    (scores,) = left_out([examples])
    clashing = examples.rows.any(axis=1)
    assert scores[clashing].max() < scores[~clashing].min()


def test_what_no_passage_has_keeps_its_least_weight() -> None:
    weights = dict(zip(FEATURES, fit([data()]).weights, strict=True))
    assert weights["figures that the evidence lacks"] <= -2.0
    assert weights["names that the evidence lacks"] <= -0.5


def test_the_usual_values_are_the_means_over_true_rows() -> None:
    examples = data()
    examples.rows[::2, 0] = np.linspace(0, 1, 40)
    assert fit([examples]).usual == (0.5, *(0.0,) * 8)


def test_a_fourteenth_of_the_true_rows_may_be_flagged() -> None:
    examples = data(100)
    examples.rows[::2, 0] = np.linspace(0, 1, 100)
    examples.rows[1::2, 0] = 1.5
    scores = probabilities(fit([examples]), examples.rows[::2])
    assert 0.06 <= (scores < 0.5).mean() <= 0.08
