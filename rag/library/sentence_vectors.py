"""The vectors of a passage's sentences, small enough to lie beside the passage.

They are not searched; they tell which of the passages found has the one sentence that matters, and
which sentence that is. A vector is kept as its direction, one byte a dimension: the cosine of a
vector and its copy is above 0.999 for the default model.
"""

import base64

import numpy as np

from rag.embedding import Vectors

_LARGEST = 127


def pack(vectors: Vectors) -> str:
    """Vectors, one row each, as text; "" for none."""
    if not vectors.size:
        return ""
    scale = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    return base64.b64encode(np.rint(vectors / scale * _LARGEST).astype(np.int8).tobytes()).decode()


def unpack(packed: str, dimension: int) -> Vectors:
    """The vectors in a text, one row each, each of length 1."""
    rows = np.frombuffer(base64.b64decode(packed), dtype=np.int8).reshape(-1, dimension)
    lengths = np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True)
    unit: Vectors = rows / np.maximum(lengths, 1e-12)
    return unit
