"""Logistic regression on several sets."""

import numpy as np
import pytest

from evals.fit.logistic import Examples, fit, join, left_out, probabilities
from rag.models.logistic import LogisticModel


def examples(count: int = 60, slope: float = 1.0) -> Examples:
    """One feature that tells the labels, and one that does not."""
    told = np.linspace(-1, 1, count)
    rows = np.column_stack([slope * told, np.tile([0.0, 1.0], count // 2)])
    return Examples(rows, told > 0, np.arange(count), np.full(count, 1 / count))


def test_the_feature_that_tells_gets_the_weight() -> None:
    model = fit(join([examples()], [1.0]), ["tells", "does not"])
    assert model.features == ("tells", "does not")
    assert model.weights[0] > 2
    assert abs(model.weights[1]) < 0.5
    assert model.usual == ()
    assert model.probability([1.0, 0.0]) > 0.9
    assert model.probability([-1.0, 0.0]) < 0.1


def test_a_set_counts_what_it_is_said_to() -> None:
    joined = join([examples(60), examples(20)], [3.0, 1.0])
    assert joined.rows.shape == (80, 2)
    assert joined.weights.sum() == pytest.approx(80)
    assert joined.weights[:60].sum() == pytest.approx(60)
    assert joined.groups.max() == 79


def test_the_larger_count_decides_where_sets_disagree() -> None:
    agreeing, opposing = examples(), examples(slope=-1.0)
    assert fit(join([agreeing, opposing], [5.0, 1.0]), ["a", "b"]).weights[0] > 0
    assert fit(join([agreeing, opposing], [1.0, 5.0]), ["a", "b"]).weights[0] < 0


def test_a_set_without_examples_is_left_out() -> None:
    empty = Examples(np.empty((0, 2)), np.empty(0, bool), np.empty(0, int), np.empty(0))
    assert len(join([empty, examples()], [1.0, 1.0]).labels) == 60


def test_left_out_probabilities_tell_the_labels() -> None:
    joined = join([examples()], [1.0])
    scores = left_out(joined, ["a", "b"])
    assert scores.shape == (60,)
    assert scores[joined.labels].mean() > 0.7
    assert scores[~joined.labels].mean() < 0.3


def test_probabilities_are_those_of_the_model() -> None:
    model = LogisticModel(("a", "b"), (1.0, -2.0), 0.5)
    rows = np.array([[0.0, 0.0], [2.0, 0.25]])
    expected = [model.probability(row) for row in rows.tolist()]
    assert probabilities(model, rows).tolist() == pytest.approx(expected)
