"""Figures of the support check."""

from pathlib import Path

import numpy as np
import pytest

from evals.support.measure import examples, measure, read_pairs
from evals.support.pairs import TRUE, Pair
from rag import UsageError
from rag.testing.embedder import FakeEmbedder
from rag.verification.model import FEATURES
from tests.evals.support.samples import write_set


def test_figures_of_scores_that_are_known() -> None:
    some = [Pair("s", ("q",), TRUE, n) for n in range(4)]
    some += [Pair("s", ("q",), "number", n) for n in range(4)]
    scores = np.array([0.9, 0.8, 0.7, 0.4, 0.1, 0.2, 0.75, 0.3])
    true, every, number = measure(some, scores)
    assert (true.flagged.value, true.auc) == (0.25, None)
    assert number.auc is not None
    assert number.auc.value == 14 / 16
    assert (every.auc, every.flagged.value) == (number.auc, 0.75)


@pytest.mark.process
def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = write_set(tmp_path)
    (tmp_path / "corpus" / "b.txt").unlink()
    with pytest.raises(UsageError, match=r"has no file 'b\.txt'"):
        read_pairs(path, tmp_path / "corpus", FakeEmbedder())


def test_true_and_false_examples_count_the_same_and_so_does_each_kind() -> None:
    some = [Pair("It rained.", ("It rained.",), TRUE, n) for n in range(3)]
    some += [Pair("It rained in Oslo.", ("It rained.",), "name", 0)]
    some += [Pair("It rained twice.", ("It rained.",), "number", n) for n in range(2)]
    made = examples(some, FakeEmbedder())
    assert made.rows.shape == (6, len(FEATURES))
    assert made.labels.tolist() == [True] * 3 + [False] * 3
    assert made.groups.tolist() == [0, 1, 2, 0, 0, 1]
    assert made.weights.tolist() == pytest.approx([1 / 3] * 3 + [1 / 2] + [1 / 4] * 2)
    lacking = made.rows[:, FEATURES.index("names that the evidence lacks")]
    assert lacking.tolist() == [0, 0, 0, 1, 0, 0]
