"""Logistic regression on examples that come from several sets of questions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.models.logistic import LogisticModel

Rows = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FOLDS = 10
_INVERSE_PENALTY = 0.3
"""Inverse strength of the L2 penalty on standardised features; small, as the data are few."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Features with their labels.

    Attributes:
        rows: the features, one row each.
        labels: whether each is true.
        groups: which question each row belongs to, numbered from 0.
        weights: what each row counts.
    """

    rows: Rows
    labels: Flags
    groups: npt.NDArray[np.int64]
    weights: Rows

    def part(self, kept: Flags) -> "Examples":
        """Some of the rows."""
        return Examples(self.rows[kept], self.labels[kept], self.groups[kept], self.weights[kept])


def join(parts: Sequence[Examples], counts: Sequence[float]) -> Examples:
    """The examples of several sets as one.

    Args:
        counts: what each set counts beside the others, however many examples it has.
    """
    kept = [part for part in parts if len(part.labels)]
    shares = [count for part, count in zip(parts, counts, strict=True) if len(part.labels)]
    starts = np.cumsum([0, *(part.groups.max() + 1 for part in kept)])
    total = sum(len(part.labels) for part in kept)
    return Examples(
        np.vstack([part.rows for part in kept]),
        np.concatenate([part.labels for part in kept]),
        np.concatenate([part.groups + start for part, start in zip(kept, starts, strict=False)]),
        np.concatenate([p.weights * share for p, share in zip(kept, shares, strict=True)])
        * (total / sum(shares)),
    )


def fit(examples: Examples, features: Sequence[str]) -> LogisticModel:
    """The model of the features as they are, which were standardised for the fit.

    Args:
        features: the names of the columns.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = examples.rows.mean(axis=0), examples.rows.std(axis=0) + 1e-9
    regression = LogisticRegression(C=_INVERSE_PENALTY, max_iter=1000)
    regression.fit((examples.rows - mean) / spread, examples.labels, examples.weights)
    weights: Rows = regression.coef_[0] / spread
    bias = float(regression.intercept_[0] - weights @ mean)
    return LogisticModel(tuple(features), tuple(weights.tolist()), bias)


def probabilities(model: LogisticModel, rows: Rows) -> Rows:
    """The model's probability of each row."""
    result: Rows = 1 / (1 + np.exp(-(rows @ np.array(model.weights) + model.bias)))
    return result


def left_out(examples: Examples, features: Sequence[str]) -> Rows:
    """The probability of each row by a model that was fitted without its question (ten folds)."""
    folds = np.random.default_rng(0).permutation(examples.groups.max() + 1)[examples.groups]
    result: Rows = np.zeros(len(examples.labels))
    for fold in range(FOLDS):
        inside = folds % FOLDS == fold
        model = fit(examples.part(~inside), features)
        result[inside] = probabilities(model, examples.rows[inside])
    return result
