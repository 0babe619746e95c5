"""The fakes that ship: deterministic, and different for different texts."""

import numpy as np
import pytest
from llama_index.core.llms import ChatMessage

from rag.testing.embedder import FakeEmbedder
from rag.testing.llm import ScriptedLLM


def test_vectors_are_of_length_1_and_the_same_each_time() -> None:
    texts = ["Rain fell in Brno.", "", "rain"]
    rows = FakeEmbedder().embed_passages(texts)
    assert rows.shape == (3, 256)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0)
    assert np.array_equal(rows, FakeEmbedder().embed_passages(texts))
    assert np.array_equal(rows, FakeEmbedder().embed_queries(texts))
    assert FakeEmbedder().embed_passages([]).shape == (0, 256)


def test_texts_that_share_words_are_near_each_other() -> None:
    rain, more_rain, snow = FakeEmbedder().embed_passages(
        ["Rain fell in Brno.", "In Brno, rain fell all day.", "Snow covers the mountains."]
    )
    assert rain @ more_rain > 2 * (rain @ snow)


def test_one_word_is_one_token() -> None:
    embedder = FakeEmbedder(max_tokens=8)
    assert embedder.count_tokens(["Rain fell, in Brno.", ""]) == [4, 0]
    assert embedder.max_tokens == 8


def test_a_scripted_model_says_what_it_is_told_to() -> None:
    llm = ScriptedLLM(replies=["It rained in Brno. [1]", "No."])
    message = ChatMessage(role="user", content="Where did it rain?")
    pieces = [response.delta for response in llm.stream_chat([message])]
    assert pieces == ["It rain", "ed in B", "rno. [1", "]"]
    assert llm.complete("And snow?").text == "No."
    assert "Where did it rain?" in llm.prompts[0]
    assert llm.prompts[1] == "And snow?"
    with pytest.raises(IndexError):
        llm.complete("And hail?")
