"""Stopping a sync in the middle of a long document."""

from collections.abc import Callable, Sequence

import numpy as np

from rag.models.embedder import Embedder, Vectors

_AT_ONCE = 512
"""Texts embedded between two questions whether to stop: a few seconds' work."""


class SyncStopped(Exception):  # noqa: N818 (a signal, not an error)
    """The sync was asked to stop; nothing of the batch at hand has been written."""


class StoppableEmbedder:
    """An embedder that asks every few hundred texts whether to stop.

    Args:
        embedder: makes the vectors.
        should_stop: once it returns True, `embed` raises `SyncStopped`.
    """

    def __init__(self, embedder: Embedder, should_stop: Callable[[], bool]) -> None:
        self._embedder = embedder
        self._should_stop = should_stop
        self.fingerprint = embedder.fingerprint

    @property
    def max_tokens(self) -> int:
        """Most tokens that the embedder reads of one text."""
        return self._embedder.max_tokens

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text.

        Raises:
            SyncStopped: `should_stop` returned True.
        """
        starts = range(0, max(len(texts), 1), _AT_ONCE)
        return np.concatenate([self._some(texts[start : start + _AT_ONCE]) for start in starts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has."""
        return self._embedder.count_tokens(texts)

    def _some(self, texts: Sequence[str]) -> Vectors:
        if self._should_stop():
            raise SyncStopped
        return self._embedder.embed(texts)
