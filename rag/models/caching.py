"""An embedding model that embeds no text twice."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.models.embedder import Embedder, Vectors


class CachingEmbedder:
    """Wraps another embedder and keeps the vector of each text it has embedded.

    Checking an answer compares each of its sentences with the same few passages.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, npt.NDArray[np.float32]] = {}

    @property
    def fingerprint(self) -> str:
        """That of the wrapped embedder."""
        return self._embedder.fingerprint

    @property
    def max_tokens(self) -> int:
        """That of the wrapped embedder."""
        return self._embedder.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in the given order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if new:
            self._rows.update(zip(new, self._embedder.embed(new), strict=True))
        if not texts:
            return self._embedder.embed(texts)
        return np.stack([self._rows[text] for text in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the wrapped embedder counts them."""
        return self._embedder.count_tokens(texts)
