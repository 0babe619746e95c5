"""An embedder that embeds no text twice."""

from collections.abc import Sequence

import numpy as np
import pytest

from rag.models.caching import CachingEmbedder
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder


class Recorder(FakeEmbedder):
    def __init__(self) -> None:
        super().__init__(max_tokens=7)
        self.asked: list[list[str]] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return super().embed(texts)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_each_text_is_embedded_once(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    embedder.embed(["rain", "snow", "rain"])
    embedder.embed(["hail", "snow"])
    embedder.embed(["rain"])
    assert recorder.asked == [["rain", "snow"], ["hail"]]


def test_the_rows_are_those_of_the_other_in_the_order_asked(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    embedder.embed(["snow"])
    texts = ["rain", "snow", "rain", "hail"]
    assert np.array_equal(embedder.embed(texts), FakeEmbedder().embed(texts))


def test_no_texts(recorder: Recorder) -> None:
    assert CachingEmbedder(recorder).embed([]).shape == (0, 256)


def test_all_else_is_the_other_s(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    assert embedder.fingerprint == "fake-hashed-words-256"
    assert embedder.max_tokens == 7
    assert embedder.count_tokens(["rain fell", ""]) == [2, 0]
