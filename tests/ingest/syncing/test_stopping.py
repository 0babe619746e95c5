"""An embedder that can be stopped between its texts."""

import numpy as np
import pytest

from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from rag.testing.embedder import FakeEmbedder

TEXTS = [f"Rain number {n} fell." for n in range(1100)]


def test_it_makes_the_vectors_of_the_embedder_below() -> None:
    below = FakeEmbedder(max_tokens=9)
    embedder = StoppableEmbedder(below, lambda: False)
    assert np.array_equal(embedder.embed(TEXTS), below.embed(TEXTS))
    assert embedder.embed([]).shape == below.embed([]).shape
    assert embedder.count_tokens(TEXTS) == below.count_tokens(TEXTS)
    assert (embedder.max_tokens, embedder.fingerprint) == (9, below.fingerprint)


@pytest.mark.parametrize(("texts", "questions"), [(1, 1), (512, 1), (513, 2), (1100, 3)])
def test_it_asks_before_each_512_texts(texts: int, questions: int) -> None:
    asked: list[bool] = []

    def should_stop() -> bool:
        asked.append(True)
        return False

    StoppableEmbedder(FakeEmbedder(), should_stop).embed(TEXTS[:texts])
    assert len(asked) == questions


def test_it_stops_when_told_to() -> None:
    answers = iter([False, True])
    with pytest.raises(SyncStopped):
        StoppableEmbedder(FakeEmbedder(), lambda: next(answers)).embed(TEXTS)
    assert next(answers, None) is None
