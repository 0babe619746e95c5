"""The vectors of a passage's sentences and of its document's title, small enough to lie beside it.

They are not searched; they tell which of the passages found has the one sentence that matters,
which sentence that is, and what a passage says beyond the title. A vector is kept as its direction,
one byte a dimension: the cosine of a vector and its copy is above 0.999 for the default model.
"""

import base64
from collections.abc import Sequence

import numpy as np

from rag.models.embedder import Vectors

_LARGEST = 127


def pack(vectors: Vectors) -> str:
    """Vectors, one row each, as text; "" for none."""
    if not vectors.size:
        return ""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    return base64.b64encode(np.rint(vectors / scale * _LARGEST).astype(np.int8).tobytes()).decode()


def unpack(packed: Sequence[str], dimension: int) -> tuple[Vectors, list[int]]:
    """The vectors in some texts, one row each, each of length 1, and how many each text has."""
    parts = [base64.b64decode(text) for text in packed]
    rows = np.frombuffer(b"".join(parts), dtype=np.int8).reshape(-1, dimension).astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(lengths, 1e-12), [len(part) // dimension for part in parts]
