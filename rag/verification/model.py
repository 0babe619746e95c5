"""How far the signals against a sentence let it count as supported.

A logistic model, fitted by `python -m evals.support --fit` on the sentences of reference answers
and on the same with one thing changed. The bias is set so that of the true ones 7 % score below
one half, which is where a sentence is flagged.
"""

import math
from collections.abc import Sequence

FEATURES = (
    "cosine short of the usual",
    "words that the evidence lacks",
    "figures that the evidence lacks",
    "figure in the place of another",
    "names that the evidence lacks",
    "name of the evidence in the place of another",
    "name that it lacks in the place of another",
    "what one says and the other denies",
    "parties the other way round",
)
"""All are 0 where nothing speaks against the sentence."""

WEIGHTS = (-3.078, -1.002, -2.0, -4.804, -0.5, -3.949, -2.622, -4.474, -2.969)
BIAS = 3.047
USUAL = (0.058, 0.095, 0.028, 0.01, 0.092, 0.031, 0.024, 0.008, 0.007)
"""Means of the features over true sentences: what a sentence has beyond them speaks against it."""

LEAST = 0.5
"""The least score of a sentence that counts as supported."""


def chance(values: Sequence[float]) -> float:
    """The score, in (0, 1), of a sentence with these values of `FEATURES`."""
    total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True)) + BIAS
    return 1 / (1 + math.exp(-total))


def against(values: Sequence[float]) -> tuple[float, ...]:
    """How much each feature lowers the score of a sentence below that of a usual true one."""
    return tuple(
        weight * (usual - value)
        for weight, usual, value in zip(WEIGHTS, USUAL, values, strict=True)
    )
