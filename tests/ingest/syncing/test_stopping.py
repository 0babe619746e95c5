"""An embedder that can be stopped between its texts."""

import numpy as np
import pytest

from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from rag.testing.embedder import FakeEmbedder

TEXTS = [f"Rain number {n} fell." for n in range(1100)]


def test_it_makes_the_vectors_of_the_embedder_below() -> None:
    below = FakeEmbedder(max_tokens=9)
    embedder = StoppableEmbedder(below, lambda: False)
    assert np.array_equal(embedder.embed_passages(TEXTS), below.embed_passages(TEXTS))
    assert np.array_equal(embedder.embed_queries(TEXTS), below.embed_queries(TEXTS))
    assert embedder.embed_passages([]).shape == below.embed_passages([]).shape
    assert embedder.count_tokens(TEXTS) == below.count_tokens(TEXTS)
    assert (embedder.max_tokens, embedder.fingerprint) == (9, below.fingerprint)


@pytest.mark.parametrize(("texts", "questions"), [(1, 1), (32, 1), (33, 2), (100, 4)])
def test_it_asks_before_each_32_texts(texts: int, questions: int) -> None:
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(True)
        return False

    StoppableEmbedder(FakeEmbedder(), should_stop).embed_passages(TEXTS[:texts])
    assert len(asked) == questions


def test_it_tells_which_share_is_embedded_the_longest_texts_first() -> None:
    shares: list[float] = []
    texts = ["rain"] * 32 + ["rain fell in Brno"] * 32
    StoppableEmbedder(FakeEmbedder(), lambda: False, shares.append).embed_passages(texts)
    assert shares == [pytest.approx(17 / 21), 1.0]


def test_it_stops_when_told_to() -> None:
    answers = iter([False, True])
    with pytest.raises(SyncStopped):
        StoppableEmbedder(FakeEmbedder(), lambda: next(answers)).embed_passages(TEXTS)
    assert next(answers, None) is None
