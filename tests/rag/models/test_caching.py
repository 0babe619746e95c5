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

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked.append([f"query: {text}" for text in texts])
        return -super().embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return super().embed_passages(texts)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_each_text_is_embedded_once(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    embedder.embed_passages(["rain", "snow", "rain"])
    embedder.embed_passages(["hail", "snow"])
    embedder.embed_passages(["rain"])
    assert recorder.asked == [["rain", "snow"], ["hail"]]


def test_the_rows_are_those_of_the_other_in_the_order_asked(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    embedder.embed_passages(["snow"])
    texts = ["rain", "snow", "rain", "hail"]
    assert np.array_equal(embedder.embed_passages(texts), FakeEmbedder().embed_passages(texts))


def test_no_texts(recorder: Recorder) -> None:
    assert CachingEmbedder(recorder).embed_passages([]).shape == (0, 256)
    assert CachingEmbedder(recorder).embed_queries([]).shape == (0, 256)


def test_a_question_and_a_passage_of_the_same_words_have_rows_of_their_own(
    recorder: Recorder,
) -> None:
    embedder = CachingEmbedder(recorder)
    (passage,) = embedder.embed_passages(["rain"])
    for _ in range(2):
        (query,) = embedder.embed_queries(["rain"])
        assert np.array_equal(query, -passage)
    assert recorder.asked == [["rain"], ["query: rain"]]


def test_all_else_is_the_other_s(recorder: Recorder) -> None:
    embedder = CachingEmbedder(recorder)
    assert embedder.fingerprint == "fake-hashed-words-256"
    assert embedder.max_tokens == 7
    assert embedder.count_tokens(["rain fell", ""]) == [2, 0]
