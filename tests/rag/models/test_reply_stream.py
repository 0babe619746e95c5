"""When a model is asked again, and for how long it is waited for."""

import gc
import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from llama_index.core.llms import MockLLM
from pydantic import SecretStr

import rag
from rag.models.failures import ModelFailed
from rag.models.llm import LanguageModel, language_model
from rag.models.prompt import Prompt
from rag.models.reply_stream import ReplyStream, reply_within
from rag.testing.llm import ScriptedLLM
from tests.rag.models.model_server import (
    PATIENCE,
    ModelServer,
    Protocol,
    Reply,
    Silence,
    model_server,
)

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
    assert pauses(RefusedError(429, "3600")) == []


@pytest.mark.parametrize(
    "error", [RefusedError(401), RefusedError(404), ValueError(), RuntimeError()]
)
def test_what_would_fail_again_is_not_tried_again(error: Exception) -> None:
    assert pauses(error) == []


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


@pytest.fixture
def without_collector() -> Iterator[None]:
    """No garbage collection: what holds on to itself in a cycle is not freed by chance."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def served(server: ModelServer) -> LanguageModel:
    """The model behind that server, as the settings make it."""
    is_openai = server.protocol == "openai"
    settings = rag.Settings(
        llm_model="qwen3" if is_openai else "anthropic:claude-sonnet-4-5",
        llm_base_url=server.url,
        llm_api_key=SecretStr("sk-secret"),
        llm_answer_tokens=16,
    )
    model = language_model(settings)
    assert model is not None
    return model


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
@pytest.mark.usefixtures("without_collector")
def test_closing_ends_the_request(protocol: Protocol) -> None:
    more = threading.Event()
    with model_server(Reply(["It rained.", more]), protocol=protocol) as server:
        stream = iter(ReplyStream(served(server), PROMPT))
        assert next(stream) == "It rained."
        assert not server.left.is_set()
        stream.close()
        assert server.left.wait(PATIENCE)


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
@pytest.mark.usefixtures("without_collector")
def test_cutting_a_reply_ends_the_request(protocol: Protocol) -> None:
    with model_server(Reply(itertools.repeat("words ")), protocol=protocol) as server:
        stream = ReplyStream(served(server), PROMPT)
        assert len("".join(stream)) == 256
        assert server.left.wait(PATIENCE)


@pytest.mark.usefixtures("without_collector")
def test_a_client_that_a_program_brings_is_closed_too() -> None:
    from llama_index.llms.openai import OpenAI

    more = threading.Event()
    with model_server(Reply(["It rained.", more])) as server:
        llm = OpenAI(model="gpt-4o", api_base=server.url, api_key="x", max_retries=0)
        stream = iter(ReplyStream(LanguageModel("m", llm, 1000, 60, 512), PROMPT))
        assert next(stream) == "It rained."
        stream.close()
        assert server.left.wait(PATIENCE)


@pytest.mark.usefixtures("without_collector")
def test_a_whole_reply_leaves_the_connection_to_the_next() -> None:
    with model_server(Reply(["It rained."])) as server:
        model = served(server)
        for _ in range(2):
            assert "".join(ReplyStream(model, PROMPT)) == "It rained."
        assert len(server.requests) == 2


def test_thoughts_are_left_out() -> None:
    reply = "<think>The dam, or the harbour?</think>It rained."
    model = LanguageModel("m", ScriptedLLM(replies=[reply]), 1000, 60, 512)
    assert "".join(ReplyStream(model, PROMPT)) == "It rained."


@pytest.mark.parametrize("reply", ["<thin", "<b>It</b> rained.", "It <think>rained</think>."])
def test_what_only_looks_like_thoughts_is_kept(reply: str) -> None:
    model = LanguageModel("m", ScriptedLLM(replies=[reply]), 1000, 60, 512)
    assert "".join(ReplyStream(model, PROMPT)) == reply


def test_a_silent_model_is_given_up() -> None:
    with model_server(Silence()) as server, pytest.raises(ModelFailed) as failed:
        reply_within(served(server), PROMPT, 0.1)
    assert failed.value.reason == "it said nothing for 0.1 seconds"
