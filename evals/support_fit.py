"""Fit the logistic model of `rag.verification.model`.

Every feature speaks against a sentence, so no weight may be positive: a fit that turned one round
would use it to make up for another, and the reason shown would be wrong. What no passage cited has
is an error by itself, however often it comes with others: such features have a least weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
import numpy.typing as npt

from rag.verification.model import FEATURES

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FOLDS = 10
_STRENGTH = 0.01
"""Strength of the L2 penalty on standardised features."""
_FLAGGED = 0.07
"""Share of the true sentences that may be flagged; below the promised tenth, as sets differ."""

_LEAST = {"figures that the evidence lacks": 2.0, "names that the evidence lacks": 0.5}
"""Least weights, by feature; of the others 0."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Features, one row each; whether it is true; its question; what it counts (the sum is 2)."""

    rows: Floats
    labels: Flags
    groups: npt.NDArray[np.int64]
    weights: Floats

    def part(self, kept: Flags) -> "Examples":
        """Some of the rows."""
        return Examples(self.rows[kept], self.labels[kept], self.groups[kept], self.weights[kept])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model: the weights of the features as they are, and the bias."""

    weights: Floats
    bias: float

    def chances(self, rows: Floats) -> Floats:
        """The score of each row, in [0, 1]."""
        result: Floats = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return result


def fit(parts: Sequence[Examples]) -> Fitted:
    """Fit on several sets, which count the same.

    The bias is moved so that `_FLAGGED` of the true sentences score below one half, in the set
    where most do.
    """
    from scipy.optimize import minimize

    rows = np.vstack([part.rows for part in parts])
    sign = np.where(np.concatenate([part.labels for part in parts]), 1.0, -1.0)
    counts = np.concatenate([part.weights / part.weights.sum() for part in parts]) / len(parts)
    spread = rows.std(axis=0) + 1e-9
    scaled = rows / spread

    def loss(values: Floats) -> tuple[float, Floats]:
        margins = sign * (values[0] - scaled @ values[1:])
        pull = -counts * sign / (1 + np.exp(margins))
        slopes = np.r_[pull.sum(), -(pull @ scaled) + _STRENGTH * values[1:]]
        penalty = _STRENGTH * float(values[1:] @ values[1:]) / 2
        return float(counts @ np.logaddexp(0, -margins)) + penalty, slopes

    least = np.array([_LEAST.get(feature, 0.0) for feature in FEATURES]) * spread
    found = minimize(
        loss,
        np.r_[0.0, least],
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *((weight, None) for weight in least)],
    )
    weights: Floats = -found.x[1:] / spread
    lowest = min(float(np.quantile(part.rows[part.labels] @ weights, _FLAGGED)) for part in parts)
    return Fitted(weights, -lowest)


def left_out(parts: Sequence[Examples]) -> list[Floats]:
    """For each set, the scores by models that were fitted without the row's question."""
    folds = [
        np.random.default_rng(0).permutation(part.groups.max() + 1)[part.groups] % _FOLDS
        for part in parts
    ]
    scores: list[Floats] = [np.zeros(len(part.labels)) for part in parts]
    for fold in range(_FOLDS):
        fitted = fit([part.part(of != fold) for part, of in zip(parts, folds, strict=True)])
        for part, of, some in zip(parts, folds, scores, strict=True):
            some[of == fold] = fitted.chances(part.rows[of == fold])
    return scores


def print_constants(fitted: Fitted, parts: Sequence[Examples], out: IO[str]) -> None:
    """Print what to check in, and how much each feature moves the score."""
    usual = np.mean([part.rows[part.labels].mean(axis=0) for part in parts], axis=0)
    spread = np.vstack([part.rows for part in parts]).std(axis=0)
    lines = [
        f"WEIGHTS = {_constants(fitted.weights)}",
        f"BIAS = {fitted.bias:.3f}",
        f"USUAL = {_constants(usual)}",
    ]
    for label, weight in zip(FEATURES, fitted.weights * spread, strict=True):
        lines.append(f"    {weight:+.2f} {label}")
    out.write("\n".join(lines) + "\n")


def _constants(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 3) + 0.0 for value in values)
