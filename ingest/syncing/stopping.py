"""Stopping a sync in the middle of a long document, and telling how far it has come in it."""

from collections.abc import Callable, Sequence

import numpy as np

from rag.models.embedder import Embedder, Vectors

_AT_ONCE = 32
"""Texts embedded between two questions whether to stop: a second's work or two."""


class SyncStopped(Exception):  # noqa: N818 (a signal, not an error)
    """The sync was asked to stop; nothing of the documents at hand has been embedded."""


class StoppableEmbedder:
    """An embedder that asks every few texts whether to stop.

    Args:
        embedder: makes the vectors.
        should_stop: once it returns True, `embed_passages` raises `SyncStopped`.
        on_share: told which share, from 0 to 1, of the texts at hand is embedded.
    """

    def __init__(
        self,
        embedder: Embedder,
        should_stop: Callable[[], bool],
        on_share: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._embedder = embedder
        self._should_stop = should_stop
        self.fingerprint = embedder.fingerprint
        self._on_share = on_share

    @property
    def max_tokens(self) -> int:
        """Most tokens that the embedder reads of one text."""
        return self._embedder.max_tokens

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row per question; a sync has none, so nothing is asked."""
        return self._embedder.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage; the longest are embedded first, so that little goes on padding.

        Raises:
            SyncStopped: `should_stop` returned True.
        """
        longest_first = np.argsort([-len(text) for text in texts], kind="stable")
        left = total = sum(map(len, texts)) or 1
        rows = []
        for start in range(0, max(len(texts), 1), _AT_ONCE):
            some = [texts[n] for n in longest_first[start : start + _AT_ONCE]]
            rows.append(self._some(some))
            left -= sum(map(len, some))
            self._on_share(1 - left / total)
        return np.concatenate(rows)[np.argsort(longest_first)]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has."""
        return self._embedder.count_tokens(texts)

    def _some(self, texts: Sequence[str]) -> Vectors:
        if self._should_stop():
            raise SyncStopped
        return self._embedder.embed_passages(texts)
