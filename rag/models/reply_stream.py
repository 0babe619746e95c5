"""Asking a language model: its reply as it comes, how often to try, and why it failed.

The reasons are made here, never taken from the error: a server's message may repeat the key.
"""

import gc
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError
from rag.models.prompt import Prompt

if TYPE_CHECKING:
    from rag.models.llm import LanguageModel

_ATTEMPTS = 3
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 5.0
"""Seconds; a server that asks for more is not waited for: the user gets the extractive answer."""

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_STATUS = {
    400: "it refused the request",
    401: "it refused the API key",
    402: "its account has no credit left",
    403: "it refused the API key",
    404: "it is not known there",
    408: "it took too long",
    413: "the request was too long for it",
    429: "it is asked too often",
}
_BROKEN_OFF = "its reply broke off"
_EMPTY = "its reply was empty"
_UNREADABLE = "its reply could not be read"
_LONGEST_BRIEF = 2000
_CHARACTERS_PER_TOKEN = 16
"""Four times what prose has: a reply meets this bound only where its server knows no other."""
_TIMES_SILENCE = 10
"""How long a whole reply may take, as a multiple of how long the model may be silent."""
_THINKING = ("<think>", "</think>")

_log = logging.getLogger(__name__)

Sleep = Callable[[float], None]
Clock = Callable[[], float]


class ModelFailed(ModelError):  # noqa: N818 (a name for what happened)
    """A language model gave no whole reply.

    Attributes:
        reason: why, as a phrase about "it", the model.
    """

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"The language model {model} did not answer: {reason}.")
        self.reason = reason


class ReplyStream:
    """The words of one reply, while the model writes them; to be iterated once.

    Closing the iterator ends the request. What a model thinks aloud between `<think>` tags at the
    beginning of its reply is left out. A server that does not stop by itself is left: after 16
    characters for each token of the answer, or after ten times as long as it may be silent.

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
            said = False
            try:
                with closing(_without_thinking(self._deltas())) as words:
                    for text in words:
                        said = said or bool(text.strip())
                        yield text
                if self.cut:
                    gc.collect()  # for the reason given below
                if said:
                    return
                failure, pause = ModelFailed(self._model.name, _EMPTY), None
            except GeneratorExit:
                # OpenAI's and Anthropic's streams hold on to themselves in a cycle; the connection
                # is closed when that is collected, which would else be some time later.
                gc.collect()
                raise
            except Exception as error:  # noqa: BLE001 (whatever a client of any maker raises)
                failure = self._failure(error)
                pause = None if said or attempt == _ATTEMPTS else _pause(error, attempt)
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
        with closing(responses):
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
            raise ModelFailed(self._model.name, _BROKEN_OFF if written else _UNREADABLE)

    def _excess(self, is_long: bool, is_late: bool) -> str:
        """Why the reply is left before its end; "" where it is not."""
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
                    if given_up.is_set() or len(reply) > _LONGEST_BRIEF:
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
        raise ModelFailed(model.name, _no_reply_within(seconds)) from None
    if isinstance(result, Exception):
        raise result
    return result.strip()


def reason_for(error: BaseException, seconds: float) -> str:
    """Why the model failed, as a phrase about it, without a word of the error's own.

    The clients of different makers have errors of different classes for the same thing, some of
    them wrapped in others; so what is looked at is the status they carry and the names of classes.
    """
    if isinstance(error, ModelError):
        return str(error)
    chain = list(_chain(error))
    status = next((s for e in chain if (s := _status(e))), None)
    names = " ".join(type(e).__name__ for e in chain)
    if status is not None:
        meaning = _STATUS.get(status, "its server failed" if status >= 500 else "it failed")
        return f"{meaning} (HTTP {status})"
    if "Timeout" in names:
        return _no_reply_within(seconds)
    if "Protocol" in names or "ReadError" in names or "IncompleteRead" in names:
        return _BROKEN_OFF
    if "Connect" in names:
        return "it cannot be reached"
    if any(isinstance(e, ValueError) for e in chain):
        return _UNREADABLE
    return f"it failed ({type(error).__name__})"


def _no_reply_within(seconds: float) -> str:
    return f"it said nothing for {seconds:g} seconds"


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _pause(error: Exception, attempt: int) -> float | None:
    """Seconds to wait before trying again, or None where that would not help, or last too long."""
    if _status(error) not in _PASSING:
        return None
    asked = _retry_after(getattr(getattr(error, "response", None), "headers", None) or {})
    pause = _FIRST_PAUSE * 2.0 ** (attempt - 1) if asked is None else asked
    return pause if pause <= _LONGEST_PAUSE else None


def _retry_after(headers: Any) -> float | None:
    """The header `Retry-After`, a number of seconds or a date (RFC 9110, 10.2.3), as seconds."""
    value = headers.get("retry-after")
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


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
