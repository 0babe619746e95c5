"""A sentence checked against what it cites."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.answering.support.signals import Signal, signals
from rag.answering.support.words import Reading, read
from rag.embedding import Embedder

WEIGHTS = (4.0, 4.0, 2.0, -6.0, -4.0, -4.0, -1.5, -5.0, -4.0)
BIAS = -3.5
TYPICAL = (0.8, 0.9, 0.7, 0.0, 0.0, 0.0, 0.2, 0.0, 0.0)
"""Means of the features over true sentences: what speaks against a sentence falls below them."""
THRESHOLD = 0.5

_UNITS = 48
"""Most sentences of the evidence that are embedded."""


@dataclass(frozen=True, slots=True)
class Support:
    """How well a sentence is supported.

    Attributes:
        score: the chance that the evidence carries it, in [0, 1].
        reason: "" where it is supported, else a phrase for the reader.
    """

    score: float
    reason: str

    @property
    def supported(self) -> bool:
        """Whether it may be shown without a flag."""
        return not self.reason


def check_support(sentence: str, quotes: Sequence[str], embedder: Embedder) -> Support:
    """Check a sentence against all that it cites, taken together.

    Args:
        sentence: of an answer, with or without its markers.
        quotes: the texts cited; without any nothing is supported.

    Raises:
        ModelError: the embedding model cannot be had.
    """
    said, found = read([sentence]), read(quotes)
    if not said.places or not found.places:
        return Support(0.0, "no passage says this")
    values = signals(said, found, _cosine(said, found, embedder))
    return judge(values)


def judge(values: Sequence[Signal]) -> Support:
    """The score of a sentence, and the reason that weighs most where it is too low."""
    terms = [signal.value * weight for signal, weight in zip(values, WEIGHTS, strict=True)]
    score = 1 / (1 + math.exp(-(sum(terms) + BIAS)))
    if score >= THRESHOLD:
        return Support(score, "")
    lost = [
        (weight * (signal.value - typical), signal.reason)
        for signal, weight, typical in zip(values, WEIGHTS, TYPICAL, strict=True)
        if signal.reason
    ]
    return Support(score, min(lost)[1])


def _cosine(said: Reading, found: Reading, embedder: Embedder) -> float:
    """The greatest cosine of the sentence with a sentence of the evidence, or with all of it."""
    units = _sentences(found)
    if len(units) > _UNITS:
        units.sort(key=lambda unit: -len(set(unit.split()) & set(said.text.split())))
        units = units[:_UNITS]
    rows = embedder.embed([said.text, " ".join(units), *units])
    return float(np.max(rows[1:] @ rows[0]))


def _sentences(reading: Reading) -> list[str]:
    starts = [
        word.start
        for index, word in enumerate(reading.words)
        if index == 0 or word.sentence != reading.words[index - 1].sentence
    ]
    ends = [*starts[1:], len(reading.text)]
    return [reading.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
