"""E-mail messages saved as files. Attachments are not read."""

from collections.abc import Callable
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from typing import TypeVar

from ingest.readers.base import Content, first_line
from ingest.readers.blocks import clean
from ingest.readers.encoding import decode
from ingest.readers.html import body as html
from rag.errors import UnreadableError
from rag.types import Section

_T = TypeVar("_T")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
# What the standard library's header parser raises where a header is malformed.
_MALFORMED = (
    MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    ArithmeticError,
)


def read(data: bytes) -> Content:
    """Read a message: its sender, recipients, date and subject, then its text, plain or else HTML.

    Raises:
        UnreadableError: the bytes are not a message, or it has no text.
    """
    message = _parse(data)
    shown = [(name, _header(message, name)) for name in _SHOWN]
    head = "".join(f"{name}: {words}\n" for name, words in shown if words)
    if not head:
        raise UnreadableError(
            "The file has none of the headers of an e-mail.", "Save the message again."
        )
    body, sections = _body(message)
    if not any(c.isalnum() for c in body):
        raise UnreadableError(
            "The message has no text.", "Save it again, or save its attachments as files."
        )
    offset = len(head) + 1
    moved = [Section(s.title, s.start + offset, s.end + offset) for s in sections if s.title]
    first = Section("", 0, moved[0].start if moved else offset + len(body))
    return Content(
        text=f"{head}\n{body}",
        title=_header(message, "Subject") or first_line(body),
        published=_date(message),
        sections=(first, *moved),
    )


def _parse(data: bytes) -> EmailMessage:
    from email import message_from_bytes, policy

    parsed = _attempt(lambda: message_from_bytes(data, policy=policy.default))
    if parsed is None:
        raise UnreadableError("The structure of the message is damaged.", "Save the message again.")
    return parsed


def _attempt(step: Callable[[], _T]) -> _T | None:
    try:
        return step()
    except (*_MALFORMED, RecursionError):
        return None


def _header(message: EmailMessage, name: str) -> str:
    value = _attempt(lambda: str(message[name] or ""))
    if value is None:
        raw = (words for key, words in message.raw_items() if key.lower() == name.lower())
        value = str(next(raw, ""))
    return clean(value.replace("\n", " "))


def _date(message: EmailMessage) -> date | None:
    header = _attempt(lambda: message["Date"])
    sent = getattr(header, "datetime", None)
    return sent.date() if sent else None


def _body(message: EmailMessage) -> tuple[str, tuple[Section, ...]]:
    part = _attempt(lambda: message.get_body(("plain", "html")))
    if part is None:
        return "", ()
    if part.get_content_type() == "text/html":
        try:
            content = html.read(_text(part).encode("utf-8", "replace"))
        except UnreadableError:
            return "", ()
        return content.text, content.sections
    lines = (clean(line) if not line.isspace() else "" for line in _text(part).splitlines())
    return "\n".join(lines).strip(), ()


def _text(part: MIMEPart) -> str:
    content = _attempt(part.get_content)
    if isinstance(content, str):
        return content
    payload = _attempt(lambda: part.get_payload(decode=True))
    return decode(payload) if isinstance(payload, bytes) else ""
