"""Asking a language model: its reply as it comes, how often to try, and when to stop."""

import gc
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rag.models.failures import (
    BROKEN_OFF,
    EMPTY,
    UNREADABLE,
    ModelFailed,
    no_reply_within,
    pause_before_retry,
    reason_for,
)
from rag.models.prompt import Prompt

if TYPE_CHECKING:
    from rag.models.llm import LanguageModel

_ATTEMPTS = 3
"""How often a model is asked: a user who waits can have an extractive answer instead."""

_MAX_SHORT_REPLY = 2000
"""Characters of a reply that is wanted whole; it is a line or two."""

_CHARACTERS_PER_TOKEN = 16
"""Four times what prose has: a reply meets this bound only where its server knows no other."""

_TIMES_SILENCE = 10
"""How long a whole reply may take, as a multiple of how long the model may be silent."""

_THINKING = ("<think>", "</think>")
"""What open models put around their reasoning, at the beginning of a reply."""

_log = logging.getLogger(__name__)

Sleep = Callable[[float], None]
Clock = Callable[[], float]


class ReplyStream:
    """The words of one reply, while the model writes them; to be iterated once.

    Closing the iterator ends the request. What a model thinks aloud between `<think>` tags at the
    beginning of its reply is left out. A reply that does not end by itself is cut: after 16
    characters for each token of the answer, or after ten times as long as the model may be silent.

    Args:
        sleep: waits for some seconds between two attempts.
        clock: tells the time, in seconds.

    Attributes:
        cut: why the reply is not whole, to follow "it was cut short", with the setting that would
            let it be longer; "" where it is whole.

    Raises (while iterated):
        ModelFailed: after the last attempt, or once words have come.
    """

    def __init__(
        self,
        model: "LanguageModel",
        prompt: Prompt,
        sleep: Sleep = time.sleep,
        clock: Clock = time.monotonic,
    ) -> None:
        self.cut = ""
        self._model = model
        self._prompt = prompt
        self._sleep = sleep
        self._clock = clock

    def __iter__(self) -> Generator[str, None, None]:
        for attempt in range(1, _ATTEMPTS + 1):
            has_words = False
            try:
                with closing(_without_thinking(self._deltas())) as words:
                    for text in words:
                        has_words = has_words or bool(text.strip())
                        yield text
                if has_words:
                    return
                failure, pause = ModelFailed(self._model.name, EMPTY), None
            except Exception as error:  # noqa: BLE001 (whatever a client of any maker raises)
                failure = self._failure(error)
                pause = (
                    None
                    if has_words or attempt == _ATTEMPTS
                    else pause_before_retry(error, attempt)
                )
            _log.warning("%s (attempt %d)", failure, attempt)
            if pause is None:
                raise failure
            self._sleep(pause)

    def _failure(self, error: Exception) -> ModelFailed:
        if isinstance(error, ModelFailed):
            return error
        _log.debug("%s was raised by the client", type(error).__name__)
        return ModelFailed(self._model.name, reason_for(error, self._model.seconds))

    def _deltas(self) -> Generator[str, None, None]:
        from llama_index.core.llms import ChatMessage, MessageRole

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=self._prompt.rules),
            ChatMessage(role=MessageRole.USER, content=self._prompt.request),
        ]
        written, finish, ends = 0, "", False
        most = _CHARACTERS_PER_TOKEN * self._model.answer_tokens
        until = self._clock() + _TIMES_SILENCE * self._model.seconds
        responses: Any = self._model.llm.stream_chat(messages)
        with _ended(responses):
            for response in responses:
                delta = response.delta
                if delta is None:
                    delta = (response.message.content or "")[written:]
                delta = delta[: most - written]
                written += len(delta)
                ends, reason = _finish(response.raw)
                finish = finish or reason
                if delta:
                    yield delta
                self.cut = self._excess(written >= most, self._clock() >= until)
                if self.cut:
                    return
        if finish == "length":
            self.cut = f"at {self._model.answer_tokens} tokens (DOSSIER_LLM_ANSWER_TOKENS)"
        if ends and not finish:
            raise ModelFailed(self._model.name, BROKEN_OFF if written else UNREADABLE)

    def _excess(self, is_long: bool, is_late: bool) -> str:
        """Why the reply is cut before its end; "" where it is not."""
        if is_long:
            tokens = self._model.answer_tokens
            return f"at {tokens * _CHARACTERS_PER_TOKEN:,} characters (DOSSIER_LLM_ANSWER_TOKENS)"
        if is_late:
            seconds = self._model.seconds * _TIMES_SILENCE
            return f"after {seconds:g} seconds (ten times DOSSIER_LLM_SECONDS)"
        return ""


def reply_within(model: "LanguageModel", prompt: Prompt, seconds: float) -> str:
    """A short reply as a whole.

    A client of any maker may wait for as long as it likes, so it waits in a thread of its own.

    Raises:
        ModelFailed: the model failed, or took longer.
    """
    outcome: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
    given_up = threading.Event()

    def ask() -> None:
        reply = ""
        try:
            stream = ReplyStream(model, prompt, lambda seconds: _wait(given_up, seconds))
            with closing(iter(stream)) as words:
                for text in words:
                    reply += text
                    if given_up.is_set() or len(reply) > _MAX_SHORT_REPLY:
                        break
        except Exception as error:  # noqa: BLE001 (handed to the thread that waits)
            outcome.put(error)
        else:
            outcome.put(reply)

    threading.Thread(target=ask, name="language-model", daemon=True).start()
    try:
        result = outcome.get(timeout=seconds)
    except queue.Empty:
        given_up.set()
        raise ModelFailed(model.name, no_reply_within(seconds)) from None
    if isinstance(result, Exception):
        raise result
    return result.strip()


@contextmanager
def _ended(responses: Any) -> Iterator[None]:
    """End the request that the iterator of responses reads from, at the end of the block.

    Closing the iterator is not enough: the clients of OpenAI and Anthropic hold on to their
    streams in a cycle, so the connection would stay open until the garbage collector comes by.
    """
    try:
        yield
    finally:
        streams = _iterators_behind(responses)  # first: a closed generator holds on to nothing
        for stream in [responses, *streams]:
            close = getattr(stream, "close", None)
            if close is not None:
                with suppress(Exception):  # the reply is over, whatever closing it meets
                    close()


def _iterators_behind(iterator: Any) -> list[Any]:
    """The iterators that an iterator reads from, the nearest first.

    LlamaIndex wraps the client's stream in generators, whose frames alone refer to it.
    """
    found: dict[int, Any] = {id(iterator): iterator}
    waiting = [iterator]
    while waiting:
        for held in gc.get_referents(waiting.pop(0)):
            if isinstance(held, Iterator) and id(held) not in found:
                found[id(held)] = held
                waiting.append(held)
    return list(found.values())[1:]


def _finish(raw: Any) -> tuple[bool, str]:
    """Whether the protocol says how a reply ends, and how this one did, if it has yet."""
    choices = getattr(raw, "choices", None)
    if choices is None:
        return False, ""
    return True, str((choices[0].finish_reason if choices else None) or "")


def _without_thinking(deltas: Generator[str, None, None]) -> Generator[str, None, None]:
    opening, closing_tag = _THINKING
    held, state = "", "start"
    with closing(deltas):
        for delta in deltas:
            if state == "reply":
                yield delta
                continue
            held += delta
            if state == "start":
                begun = held.lstrip()
                if begun.startswith(opening):
                    held, state = begun, "thinking"
                elif not opening.startswith(begun):
                    state = "reply"
                    yield held
            if state == "thinking":
                _, tag, after = held.partition(closing_tag)
                held = held[-len(closing_tag) :]  # in which the tag may have begun
                if tag:
                    state = "reply"
                    yield after
    if state == "start" and held:
        yield held


def _wait(given_up: threading.Event, seconds: float) -> None:
    if given_up.wait(seconds):
        raise TimeoutError
