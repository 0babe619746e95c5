"""Fit the logistic model of `rag.verification.model`.

Every feature speaks against a sentence, so no weight may be positive: a fit that turned one round
would use it to make up for another, and the reason shown would be wrong. What no passage cited has
is an error by itself, however often it comes with others: such features have a least weight.
"""

from collections.abc import Sequence

import numpy as np

from evals.fit.logistic import FOLDS, Examples, Rows, probabilities
from rag.models.logistic import LogisticModel
from rag.verification.model import FEATURES

_PENALTY = 0.01
"""Strength of the L2 penalty on standardised features: enough to keep weights of features that
rarely differ from 0 from growing without bound."""
_FLAGGED = 0.07
"""Share of the true sentences that may be flagged; below the promised tenth, as sets differ."""

_LEAST = {"figures that the evidence lacks": 2.0, "names that the evidence lacks": 0.5}
"""Least weights, by feature; of the others 0. A number is stated or not, while a name may stand for
one that the evidence has in another form: so it may count less."""


def fit(parts: Sequence[Examples]) -> LogisticModel:
    """Fit on several sets, which count the same.

    The bias is set so that `_FLAGGED` of the true sentences score below one half, in the set
    where most do.
    """
    from scipy.optimize import minimize

    rows = np.vstack([part.rows for part in parts])
    sign = np.where(np.concatenate([part.labels for part in parts]), 1.0, -1.0)
    counts = np.concatenate([part.weights / part.weights.sum() for part in parts]) / len(parts)
    spread = rows.std(axis=0) + 1e-9
    scaled = rows / spread

    def loss(values: Rows) -> tuple[float, Rows]:
        margins = sign * (values[0] - scaled @ values[1:])
        pull = -counts * sign / (1 + np.exp(margins))
        slopes = np.r_[pull.sum(), -(pull @ scaled) + _PENALTY * values[1:]]
        penalty = _PENALTY * float(values[1:] @ values[1:]) / 2
        return float(counts @ np.logaddexp(0, -margins)) + penalty, slopes

    least = np.array([_LEAST.get(feature, 0.0) for feature in FEATURES]) * spread
    found = minimize(
        loss,
        np.r_[0.0, least],
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *((weight, None) for weight in least)],
    )
    weights: Rows = -found.x[1:] / spread
    lowest = min(float(np.quantile(part.rows[part.labels] @ weights, _FLAGGED)) for part in parts)
    usual = np.mean([part.rows[part.labels].mean(axis=0) for part in parts], axis=0)
    return LogisticModel(FEATURES, tuple(weights.tolist()), -lowest, tuple(usual.tolist()))


def left_out(parts: Sequence[Examples]) -> list[Rows]:
    """For each set, the scores by models that were fitted without the row's question."""
    folds = [
        np.random.default_rng(0).permutation(part.groups.max() + 1)[part.groups] % FOLDS
        for part in parts
    ]
    scores: list[Rows] = [np.zeros(len(part.labels)) for part in parts]
    for fold in range(FOLDS):
        fitted = fit([part.part(of != fold) for part, of in zip(parts, folds, strict=True)])
        for part, of, some in zip(parts, folds, scores, strict=True):
            some[of == fold] = probabilities(fitted, part.rows[of == fold])
    return scores
