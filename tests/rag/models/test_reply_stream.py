"""When a model is asked again, and for how long it is waited for."""

import itertools
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from llama_index.core.llms import MockLLM

from rag.models.llm import LanguageModel
from rag.models.prompt import Prompt
from rag.models.reply_stream import ModelFailed, ReplyStream, reason_for, reply_within
from rag.testing.llm import ScriptedLLM

PROMPT = Prompt("rules", "request")


class RefusedError(Exception):
    def __init__(self, status: int, retry_after: str | None = None) -> None:
        super().__init__("secret")
        self.status_code = status
        self.response = type("Response", (), {"headers": {"retry-after": retry_after}})


def pauses(error: Exception) -> list[float]:
    """What is waited for, in seconds, before the model is given up."""
    waited: list[float] = []

    class Failing(MockLLM):
        def stream_chat(self, *_: Any, **__: Any) -> Any:
            raise error

    model = LanguageModel("m", Failing(max_tokens=9), 1000, 60, 512)
    with pytest.raises(ModelFailed) as failed:
        list(ReplyStream(model, PROMPT, waited.append))
    assert "secret" not in str(failed.value)
    return waited


def test_pauses_grow() -> None:
    assert pauses(RefusedError(500)) == [0.5, 1.0]
    assert pauses(RefusedError(429)) == [0.5, 1.0]


def test_the_server_says_how_long_to_wait() -> None:
    assert pauses(RefusedError(429, "2")) == [2.0, 2.0]
    assert pauses(RefusedError(429, "no number")) == [0.5, 1.0]
    soon = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    assert pauses(RefusedError(503, soon)) == [0.0, 0.0]
    late = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert pauses(RefusedError(503, late)) == []


@pytest.mark.parametrize(
    "error", [RefusedError(401), RefusedError(404), ValueError(), RuntimeError()]
)
def test_what_would_fail_again_is_not_tried_again(error: Exception) -> None:
    assert pauses(error) == []


def test_a_reason_goes_back_to_what_caused_the_error() -> None:
    error = RuntimeError("outer")
    error.__cause__ = RefusedError(403)
    assert reason_for(error, 60) == "it refused the API key (HTTP 403)"
    assert reason_for(KeyError("secret"), 60) == "it failed (KeyError)"


def test_a_model_without_deltas_is_read_as_well() -> None:
    class Cumulative(MockLLM):
        def stream_chat(self, *_: Any, **__: Any) -> Any:
            from llama_index.core.llms import ChatMessage, ChatResponse

            def responses() -> Any:
                for text in ("It", "It rained", "It rained."):
                    yield ChatResponse(message=ChatMessage(role="assistant", content=text))

            return responses()

    model = LanguageModel("m", Cumulative(max_tokens=9), 1000, 60, 512)
    assert list(ReplyStream(model, PROMPT)) == ["It", " rained", "."]


def test_a_reply_is_bounded_in_time() -> None:
    model = LanguageModel("m", ScriptedLLM(replies=["It rained. " * 99]), 1000, 60, 512)
    minutes = itertools.count(step=60.0)
    stream = ReplyStream(model, PROMPT, clock=lambda: next(minutes))
    assert "".join(stream) == ("It rained. " * 99)[:70]
    assert stream.cut == "after 600 seconds (ten times DOSSIER_LLM_SECONDS)"


def test_a_whole_reply_is_not_cut() -> None:
    model = LanguageModel("m", ScriptedLLM(replies=["It rained."]), 1000, 60, 16)
    stream = ReplyStream(model, PROMPT)
    assert ("".join(stream), stream.cut) == ("It rained.", "")


def test_a_piece_that_is_too_long_is_cut() -> None:
    class Talkative(MockLLM):
        def stream_chat(self, *_: Any, **__: Any) -> Any:
            from llama_index.core.llms import ChatMessage, ChatResponse

            message = ChatMessage(role="assistant", content="")
            return (ChatResponse(message=message, delta="x" * 1_000_000) for _ in range(9))

    stream = ReplyStream(LanguageModel("m", Talkative(max_tokens=9), 1000, 60, 16), PROMPT)
    assert "".join(stream) == "x" * 256
    assert stream.cut == "at 256 characters (DOSSIER_LLM_ANSWER_TOKENS)"


def test_a_short_reply_comes_whole() -> None:
    model = LanguageModel("m", ScriptedLLM(replies=[" It rained for a day. \n"]), 1000, 60, 512)
    assert reply_within(model, PROMPT, 20) == "It rained for a day."
