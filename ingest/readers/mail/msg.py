"""Messages saved by Outlook (.msg), read as the message in MIME that they are made of."""

import base64
import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ingest.readers.base import Content
from ingest.readers.blocks import clean
from ingest.readers.mail import eml
from rag.errors import UnreadableError

if TYPE_CHECKING:
    from oxmsg import Message

_SHOWN = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
_EMBEDDED = "__substg1.0_3701000D"
"""The storage of a message that is attached to another ([MS-OXMSG] 2.2.2)."""
_DEEPEST = 10
# olefile and python-oxmsg do not document what they raise for a damaged file.
_FAILURES = (
    OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError,
    LookupError, OverflowError, RecursionError, struct.error,
)  # fmt: skip


def read(data: bytes) -> Content:
    """Read a message that Outlook saved, as `eml.read` does.

    Raises:
        UnreadableError: the file is not such a message, is damaged, or says nothing.
    """
    from oxmsg import Message

    try:
        message = Message.load(data)
        as_mime = b"".join(_message(message, 0))
    except _FAILURES as error:
        raise UnreadableError(
            "The file is not an Outlook message, or is damaged.",
            "Open it in Outlook and save it again.",
        ) from error
    return eml.read(as_mime)


def _message(message: "Message", depth: int) -> Iterator[bytes]:
    for name, words in _headers(message):
        yield f"{name}: {clean(words.replace(chr(10), ' '))}\r\n".encode("utf-8", "replace")
    boundary = f"part-at-{depth}"
    yield f"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n".encode()
    for part in (_bodies(message), *_attachments(message, depth)):
        yield f"--{boundary}\r\n".encode()
        yield part
    yield f"--{boundary}--\r\n".encode()


def _headers(message: "Message") -> Iterator[tuple[str, str]]:
    """The headers with which it was sent; of a message that was not, what Outlook says of it."""
    from oxmsg.domain import constants

    known = {name.lower(): str(words) for name, words in message.message_headers.items()}
    sent = _attempt(lambda: message.sent_date)
    text = message.properties.str_prop_value
    told = {
        "from": (_attempt(lambda: message.sender) or "").replace('"', "")
        or _attempt(lambda: text(constants.PID_SENDER_NAME)),
        "to": _attempt(lambda: text(constants.PID_DISPLAY_TO)),
        "cc": _attempt(lambda: text(constants.PID_DISPLAY_CC)),
        "date": sent.strftime("%a, %d %b %Y %H:%M:%S +0000") if sent else None,
        "subject": message.subject,
    }
    for name in _SHOWN:
        words = known.get(name.lower()) or told.get(name.lower())
        if words:
            yield name, words.replace("\0", "")


def _bodies(message: "Message") -> bytes:
    from oxmsg.domain import constants

    page = _attempt(lambda: message.properties.binary_prop_value(constants.PID_HTML))
    charset = _attempt(lambda: message.properties.body_encoding)
    if not page:
        words = _attempt(lambda: message.html_body)
        page, charset = (words or "").encode("utf-8", "replace"), "utf-8"
    plain = (_attempt(lambda: message.body) or "").replace("\0", "")
    parts = [
        _part("text/plain; charset=utf-8", plain.encode("utf-8", "replace")) if plain else b"",
        _part(f"text/html; charset={charset or 'utf-8'}", page) if page else b"",
    ]
    inner = b"".join(b"--bodies\r\n" + part for part in parts if part)
    head = b"Content-Type: multipart/alternative; boundary=bodies\r\n\r\n"
    return head + inner + b"--bodies--\r\n"


def _attachments(message: "Message", depth: int) -> Iterator[bytes]:
    for attachment in message.attachments:
        storages: Iterable[Any] = attachment._storage.storages  # type: ignore[attr-defined]
        embedded = next((s for s in storages if s.name == _EMBEDDED), None)
        name = _attempt(lambda a=attachment: a.file_name) or ""
        if embedded is None:
            data = _attempt(lambda a=attachment: a.file_bytes) or b""
            kind = _attempt(lambda a=attachment: a.mime_type) or "application/octet-stream"
            yield _part(
                clean(kind).replace(";", ""), data, name or "attachment.bin", _is_inline(attachment)
            )
        elif depth < _DEEPEST:
            within = _embedded(embedded)
            subject = _attempt(lambda m=within: m.subject) or name or "message"
            data = b"".join(_message(within, depth + 1))
            yield _part("application/octet-stream", data, f"{subject}.eml")


def _embedded(storage: Any) -> "Message":
    """A message inside another; its properties begin eight bytes earlier ([MS-OXMSG] 2.4.1.2)."""
    from oxmsg import Message
    from oxmsg.properties import Properties

    class Embedded(Message):
        @property
        def properties(self) -> Properties:
            return Properties(storage, properties_header_offset=24)

    return Embedded(storage)


def _is_inline(attachment: Any) -> bool:
    from oxmsg.domain import constants

    return bool(
        _attempt(lambda: attachment.properties.str_prop_value(constants.PID_ATTACH_CONTENT_ID))
    )


def _part(kind: str, data: bytes, name: str = "", is_inline: bool = False) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
    if name:
        way = "inline" if is_inline else "attachment"
        head += (
            f"Content-Disposition: {way}; filename*=utf-8''{quote(name.replace(chr(0), ''))}\r\n"
        )
    lines = base64.encodebytes(data)
    return head.encode("ascii", "replace") + b"\r\n" + lines + b"\r\n"


def _attempt(step: Any) -> Any:
    try:
        return step()
    except _FAILURES:
        return None
