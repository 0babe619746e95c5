"""How near a question's vector is to those of a passage: its own, its sentences', its title's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.library.store.packing import Rows
from rag.models.embedder import Vector

Cosines = npt.NDArray[np.float32]
"""One for each passage."""


_SAME = 0.99
"""Cosine above which two texts have the same words: one byte a dimension leaves 0.999 of it."""


@dataclass(frozen=True, slots=True)
class PassageCosines:
    """Cosines of a question's vector with those of a passage and of its sentences.

    Attributes:
        title_residual_cosine: as in `Hit`.
    """

    passage: float
    sentences: Sequence[float]
    title_residual_cosine: float


@dataclass(frozen=True, slots=True, eq=False)
class StoredVectors:
    """What is kept of a passage: directions, one byte a dimension."""

    title: Rows
    passage: Rows
    sentences: Rows


def passage_cosines(vector: Vector, stored: Sequence[StoredVectors]) -> list[PassageCosines]:
    """The cosines for each passage.

    Args:
        vector: the question's.
    """
    if not stored:
        return []
    passages = _unit(np.stack([each.passage for each in stored]))
    titles = _unit(np.stack([each.title for each in stored]))
    sentences = _unit(np.concatenate([each.sentences for each in stored]))
    near = passages @ vector
    told = (titles * passages).sum(axis=1)
    beyond = _beyond(near, titles @ vector, told)
    counts = np.asarray([len(each.sentences) for each in stored])
    # A document of one sentence has it as its title, beyond which there is nothing; a passage
    # without sentences is a heading.
    beyond = np.where((told > _SAME) & (counts > 0), near, beyond)
    inside = np.split(sentences @ vector, np.cumsum(counts)[:-1])
    return [
        PassageCosines(passage, cosines.tolist(), rest)
        for passage, cosines, rest in zip(near.tolist(), inside, beyond.tolist(), strict=True)
    ]


def _unit(rows: Rows) -> npt.NDArray[np.float32]:
    vectors = rows.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
    return unit


def _beyond(near: Cosines, asked: Cosines, told: Cosines) -> Cosines:
    """The cosines of a question and passages, each without its part along the title's vector.

    It has the form of a partial correlation.

    Args:
        near: cosines of question and passages; `asked` of question and titles; `told` of passages
            and titles.
    """
    rest = np.sqrt(np.maximum((1 - asked**2) * (1 - told**2), 1e-6))
    beyond: Cosines = np.clip((near - asked * told) / rest, -1, 1)
    return beyond
