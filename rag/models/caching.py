"""An embedding model that embeds no text twice."""

from collections.abc import Callable, Sequence

import numpy as np

from rag.models.embedder import Embedder, Vector, Vectors

_Rows = dict[str, Vector]


class CachingEmbedder:
    """Wraps another embedder and keeps the vector of each text it has embedded.

    Checking an answer compares each of its sentences with the same few passages.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._queries: _Rows = {}
        self._passages: _Rows = {}

    @property
    def fingerprint(self) -> str:
        """That of the wrapped embedder."""
        return self._embedder.fingerprint

    @property
    def max_tokens(self) -> int:
        """That of the wrapped embedder."""
        return self._embedder.max_tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row per question, in the given order."""
        return _embed(texts, self._embedder.embed_queries, self._queries)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage, in the given order."""
        return _embed(texts, self._embedder.embed_passages, self._passages)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """As the wrapped embedder counts them."""
        return self._embedder.count_tokens(texts)


def _embed(texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors], rows: _Rows) -> Vectors:
    new = [text for text in dict.fromkeys(texts) if text not in rows]
    if new:
        rows.update(zip(new, embed(new), strict=True))
    return np.stack([rows[text] for text in texts]) if texts else embed(texts)
