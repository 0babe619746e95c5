"""Why a language model gave no reply, and whether it is worth asking again.

The reasons are made here, never taken from the error: a server's message may repeat the key.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from rag.errors import ModelError

_FIRST_PAUSE_S = 0.5
"""Seconds before the second attempt; each further pause is twice as long."""

_MAX_PAUSE_S = 5.0
"""Seconds; a server that asks for more is not waited for: the user gets the extractive answer."""

_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses of failures that may be over soon; 529 is Anthropic's "overloaded"."""

_REASONS = {
    400: "it refused the request",
    401: "it refused the API key",
    402: "its account has no credit left",
    403: "it refused the API key",
    404: "it is not known there",
    408: "it took too long",
    413: "the request was too long for it",
    429: "it is asked too often",
}
"""By HTTP status."""

BROKEN_OFF = "its reply broke off"
EMPTY = "its reply was empty"
UNREADABLE = "its reply could not be read"


class ModelFailed(ModelError):  # noqa: N818 (a name for what happened)
    """A language model gave no whole reply.

    Attributes:
        reason: why, as a phrase about "it", the model.
    """

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"The language model {model} did not answer: {reason}.")
        self.reason = reason


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
        meaning = _REASONS.get(status, "its server failed" if status >= 500 else "it failed")
        return f"{meaning} (HTTP {status})"
    if "Timeout" in names:
        return no_reply_within(seconds)
    if "Protocol" in names or "ReadError" in names or "IncompleteRead" in names:
        return BROKEN_OFF
    if "Connect" in names:
        return "it cannot be reached"
    if any(isinstance(e, ValueError) for e in chain):
        return UNREADABLE
    return f"it failed ({type(error).__name__})"


def no_reply_within(seconds: float) -> str:
    """The reason for a reply that did not come within that many seconds."""
    return f"it said nothing for {seconds:g} seconds"


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def pause_before_retry(error: Exception, attempt: int) -> float | None:
    """How long to wait before asking again.

    Args:
        attempt: how often the model was asked, from 1.

    Returns:
        Seconds, or None where asking again would not help or the wait would be too long.
    """
    if _status(error) not in _TRANSIENT:
        return None
    asked = _retry_after(getattr(getattr(error, "response", None), "headers", None) or {})
    pause = _FIRST_PAUSE_S * 2.0 ** (attempt - 1) if asked is None else asked
    return pause if pause <= _MAX_PAUSE_S else None


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
