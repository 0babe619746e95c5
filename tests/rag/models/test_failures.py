"""Why a model failed, without a word of the error's own, and whether to ask it again."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from rag.errors import ModelError
from rag.models.failures import ModelFailed, pause_before_retry, reason_for


class RefusedError(Exception):
    """As the clients of all makers raise it: with a status, and a response with headers."""

    def __init__(self, status: int, retry_after: str | None = None) -> None:
        super().__init__("secret")
        self.status_code = status
        self.response = type("Response", (), {"headers": {"retry-after": retry_after}})


class APITimeoutError(Exception):
    pass


class APIConnectionError(Exception):
    pass


class RemoteProtocolError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RefusedError(401), "it refused the API key (HTTP 401)"),
        (RefusedError(403), "it refused the API key (HTTP 403)"),
        (RefusedError(404), "it is not known there (HTTP 404)"),
        (RefusedError(413), "the request was too long for it (HTTP 413)"),
        (RefusedError(429), "it is asked too often (HTTP 429)"),
        (RefusedError(503), "its server failed (HTTP 503)"),
        (RefusedError(418), "it failed (HTTP 418)"),
        (APITimeoutError("secret"), "it said nothing for 2.5 seconds"),
        (APIConnectionError("secret"), "it cannot be reached"),
        (RemoteProtocolError("secret"), "its reply broke off"),
        (json.JSONDecodeError("secret", "", 0), "its reply could not be read"),
        (KeyError("secret"), "it failed (KeyError)"),
        (ModelError("its prompt has 9 tokens, 8 fit"), "its prompt has 9 tokens, 8 fit"),
    ],
)
def test_the_reason(error: Exception, reason: str) -> None:
    assert reason_for(error, 2.5) == reason


def test_the_reason_is_that_of_the_cause() -> None:
    error = RuntimeError("outer")
    error.__cause__ = RefusedError(403)
    assert reason_for(error, 60) == "it refused the API key (HTTP 403)"


def test_the_message_names_the_model() -> None:
    failure = ModelFailed("qwen3", "it cannot be reached")
    assert str(failure) == "The language model qwen3 did not answer: it cannot be reached."
    assert failure.reason == "it cannot be reached"


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_a_transient_failure_is_tried_again_after_growing_pauses(status: int) -> None:
    assert [pause_before_retry(RefusedError(status), n) for n in (1, 2, 3)] == [0.5, 1.0, 2.0]


@pytest.mark.parametrize(
    "error", [RefusedError(400), RefusedError(401), RefusedError(404), ValueError(), Exception()]
)
def test_what_would_fail_again_is_not_tried_again(error: Exception) -> None:
    assert pause_before_retry(error, 1) is None


def at(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [("2", 2.0), ("0", 0.0), ("-1", 0.0), ("5", 5.0), ("6", None), ("no number", 0.5)],
)
def test_the_server_says_how_long_to_wait(retry_after: str, pause: float | None) -> None:
    assert pause_before_retry(RefusedError(429, retry_after), 1) == pause


def test_the_server_names_a_time() -> None:
    assert pause_before_retry(RefusedError(503, at(-3600)), 1) == 0.0
    assert pause_before_retry(RefusedError(503, at(3600)), 1) is None
    soon = pause_before_retry(RefusedError(503, at(4)), 1)
    assert soon is not None
    assert 1 < soon <= 4
