"""Stand-ins for tests of programs that use Dossier: deterministic, offline, quick."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from rag.models.embedder import Vectors

_WORD = re.compile(r"\w+")
_DIMENSION = 256


class FakeEmbedder:
    """Vectors by hashed words: texts that share words are near each other, others are not.

    One word is one token; a question has the vector that the same words have as a passage.
    """

    fingerprint = "fake-hashed-words-256"

    def __init__(self, max_tokens: int = 64) -> None:
        self.max_tokens = max_tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row per question."""
        return _hashed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage."""
        return _hashed(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many words each text has."""
        return [len(_WORD.findall(text)) for text in texts]


def _hashed(texts: Sequence[str]) -> Vectors:
    rows = np.zeros((len(texts), _DIMENSION), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[0] = 0.1  # a text without words still has a direction
        for word in _WORD.findall(text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            row[1 + int.from_bytes(digest, "big") % (_DIMENSION - 1)] += 1.0
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
