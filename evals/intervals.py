"""A figure with the interval that it would vary in, had other questions been drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
_SEED = 20240229


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its 95% interval; `low <= high`, NaN where no interval can be had.

    Attributes:
        questions: how many it was measured on.
    """

    value: float
    low: float
    high: float
    questions: int


def bootstrap(
    statistic: Callable[[npt.NDArray[np.float64]], float], rows: npt.NDArray[np.float64]
) -> Figure:
    """The statistic of the rows, with its percentile bootstrap interval (Efron 1979).

    The same rows always give the same interval. Resamples on which the statistic is NaN are left
    out.

    Args:
        statistic: from rows to a figure.
        rows: one a question, any number of columns; at least one row.

    Raises:
        ValueError: there are no rows.
    """
    if not len(rows):
        raise ValueError("a figure needs at least one question")
    generator = np.random.default_rng(_SEED)
    draws = generator.integers(0, len(rows), size=(RESAMPLES, len(rows)))
    values = np.array([statistic(rows[draw]) for draw in draws])
    values = values[~np.isnan(values)]
    low, high = np.percentile(values, [2.5, 97.5]) if values.size else (np.nan, np.nan)
    return Figure(float(statistic(rows)), float(low), float(high), len(rows))
