"""How near a question's vector is to those of a passage: its own, its sentences', its title's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.library.sentence_vectors import unpack
from rag.models.embedder import Vector, Vectors

Cosines = npt.NDArray[np.float32]
"""One for each passage."""


@dataclass(frozen=True, slots=True)
class PassageCosines:
    """Cosines of a question's vector with those of a passage and of its sentences.

    Attributes:
        title_residual_cosine: as in `Hit`.
    """

    passage: float
    sentences: Sequence[float]
    title_residual_cosine: float


def passage_cosines(
    vector: Vector, passages: Vectors, sentences: Sequence[str], titles: Sequence[str]
) -> list[PassageCosines]:
    """The cosines for each passage.

    Args:
        vector: the question's.
        passages: one row a passage, of any length above 0.
        sentences: of each passage, the vectors of its sentences, packed.
        titles: of each passage, the vector of its document's title, packed; "" where an earlier
            version of Dossier wrote the passage, and nothing is taken away then.
    """
    unit = passages / np.maximum(np.linalg.norm(passages, axis=1, keepdims=True), 1e-12)
    rows, counts = unpack(sentences, vector.size)
    title_rows = np.zeros_like(unit)
    title_rows[[bool(title) for title in titles]] = unpack(titles, vector.size)[0]
    near = unit @ vector
    beyond = _beyond(near, title_rows @ vector, (title_rows * unit).sum(axis=1))
    inside = np.split(rows @ vector, np.cumsum(counts)[:-1])
    return [
        PassageCosines(passage, cosines.tolist(), rest)
        for passage, cosines, rest in zip(near.tolist(), inside, beyond.tolist(), strict=True)
    ]


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
