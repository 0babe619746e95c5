"""The headers of a message, in the words that a mail program shows."""

from collections.abc import Callable
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, TypeVar

from ingest.readers.blocks import clean

_T = TypeVar("_T")
SHOWN = ("From", "To", "Cc", "Date", "Subject")
# What the standard library's parser raises where a header is malformed.
_MALFORMED = (
    MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
)
LONGEST = 10_000
"""Characters of a header that are looked at, four hundred recipients: the standard library takes
time in proportion to their square."""
_MEANT = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""What is meant by the controls that Latin-1 has where Windows-1252 has dashes and quotes."""


class BoundedPolicy(EmailPolicy):
    """The standard library's policy for messages, for headers of a bounded length."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """The header's value, of as many characters as are looked at."""
        return super().header_fetch_parse(name, value[:LONGEST])


def attempt(step: Callable[[], _T]) -> _T | None:
    """What the step returns; None where the standard library stumbles over a malformed part."""
    try:
        return step()
    except _MALFORMED:
        return None


def header(message: EmailMessage, name: str) -> str:
    """The words of a header on one line; "" where there is none."""
    raw = next((v for key, v in message.raw_items() if key.lower() == name.lower()), "")
    words = _unescaped(str(raw)[:LONGEST])
    # A bare name, which is no address, would be shown with quotation marks.
    form = name if "@" in words or name == "Date" else "Subject"
    parsed = attempt(lambda: str(message.policy.header_factory(form, words)))  # type: ignore[attr-defined]
    shown = words if parsed is None else parsed
    return clean(shown.translate(_MEANT).replace("\n", " "))


def date_of(message: EmailMessage) -> date | None:
    """The day on which the message was sent, where its sender was."""
    found = attempt(lambda: message["Date"])
    sent = getattr(found, "datetime", None)
    return sent.date() if sent else None


def _unescaped(raw: str) -> str:
    """A header with its bytes beyond ASCII, which the parser keeps escaped, as characters."""
    words = raw.replace("\r", "").replace("\n", " ")
    if words.isascii():
        return words
    data = words.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
