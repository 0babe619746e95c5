"""The parts of a message in MIME: which are its words, which are attached."""

import mimetypes
from dataclasses import dataclass, field
from email.message import EmailMessage, MIMEPart

from ingest.readers.mail.message import Attachment, Body, Mail
from ingest.readers.mail.mime.bodies import chosen
from ingest.readers.mail.mime.decoding import text_of
from ingest.readers.mail.mime.headers import SHOWN, BoundedPolicy, attempt, date_of, header
from rag.errors import UnreadableError

_MOST_PARTS = 1_000
_DEEPEST = 30
"""Multiparts inside each other; a program makes five at most."""
_TEXTS = {"text/plain", "text/html"}
_NOT_CONTENT = {
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-encrypted", "application/ms-tnef", "message/delivery-status",
    "message/disposition-notification", "text/rfc822-headers", "message/global-delivery-status",
}  # fmt: skip
"""Parts that no mail program shows."""
_ENDINGS = {"message/rfc822": ".eml", "message/global": ".eml", "text/plain": ".txt"}


def parsed(data: bytes) -> Mail:
    """The message in the bytes of a file.

    Raises:
        UnreadableError: the bytes are not a message.
    """
    from email import message_from_bytes

    message = attempt(lambda: message_from_bytes(data, policy=BoundedPolicy()))
    if not isinstance(message, EmailMessage):
        raise UnreadableError("The structure of the message is damaged.", "Save the message again.")
    headers = tuple((name, words) for name in SHOWN if (words := header(message, name)))
    if not headers:
        raise UnreadableError(
            "The file has none of the headers of an e-mail.", "Save the message again."
        )
    parts = _Parts()
    bodies = parts.of(message, 0)
    return Mail(
        headers,
        header(message, "Subject"),
        date_of(message),
        tuple(bodies),
        tuple(parts.attachments),
        parts.images,
    )


@dataclass
class _Parts:
    """What was found in the parts so far."""

    attachments: list[Attachment] = field(default_factory=list)
    images: int = 0
    _count: int = 0

    def of(self, part: MIMEPart, depth: int) -> list[Body]:
        """The words in a part; what is attached in it is noted."""
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_PARTS:
            return []
        kind = part.get_content_type()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            children = [(c, self.of(c, depth + 1)) for c in _children(part)]
            if kind == "multipart/alternative":
                return chosen([bodies for _, bodies in children])
            return [body for _, bodies in children for body in bodies]
        if kind in _NOT_CONTENT:
            return []
        if kind in _TEXTS and part.get_content_disposition() != "attachment" and not _name(part):
            return [Body(text_of(part), kind == "text/html")]
        self._attach(part, kind)
        return []

    def _attach(self, part: MIMEPart, kind: str) -> None:
        name = _name(part)
        if part.get_content_maintype() == "image" and (
            part.get_content_disposition() != "attachment" or part["Content-ID"]
        ):
            self.images += 1
            return
        data = _message_bytes(part) if kind.startswith("message/") else _bytes(part)
        if not name and not data:
            return
        self.attachments.append(Attachment(name or _made_name(part, kind), data))


def _children(part: MIMEPart) -> list[MIMEPart]:
    payload = part.get_payload()
    return (
        [p for p in payload if isinstance(p, EmailMessage | MIMEPart)]
        if isinstance(payload, list)
        else []
    )


def _name(part: MIMEPart) -> str:
    name = attempt(part.get_filename)
    if not name:
        return ""
    is_message = part.get_content_maintype() == "message"
    return f"{name}.eml" if is_message and not name.lower().endswith(".eml") else name


def _made_name(part: MIMEPart, kind: str) -> str:
    if kind.startswith("message/"):
        within = _children(part)
        subject = (
            header(within[0], "Subject") if within and isinstance(within[0], EmailMessage) else ""
        )
        return f"{subject or 'message'}.eml"
    ending = _ENDINGS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    return f"attachment{ending}"


def _bytes(part: MIMEPart) -> bytes:
    payload = attempt(lambda: part.get_payload(decode=True))
    return payload if isinstance(payload, bytes) else b""


def _message_bytes(part: MIMEPart) -> bytes:
    """An attached message as a file of its own."""
    within = _children(part)
    data = attempt(within[0].as_bytes) if within else None
    return data if data is not None else _bytes(part)
