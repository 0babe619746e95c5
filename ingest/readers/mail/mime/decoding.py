"""The text of a part of a message: in which encoding it is, and whether its lines flow."""

import re
from email.message import MIMEPart

from ingest.readers.charsets import browser_encoding
from ingest.readers.mail.body.plain_text import unflowed
from ingest.readers.mail.mime.headers import attempt

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD = 4_000
"""Bytes of a page in which it declares its encoding."""


def text_of(part: MIMEPart) -> str:
    """The words of a text part, with the lines that a program wrapped joined where it says so."""
    payload = attempt(lambda: part.get_payload(decode=True))
    data = payload if isinstance(payload, bytes) else b""
    declared = _parameter(part, "charset")
    is_page = part.get_content_type() == "text/html"
    if is_page and not declared and (meta := _META.search(data[:_HEAD])):
        declared = meta.group(1).decode("ascii", "replace")
    text = decoded(data, declared)
    if not is_page and _parameter(part, "format").lower() == "flowed":
        text = unflowed(text, joins_words=_parameter(part, "delsp").lower() == "yes")
    return text


def decoded(data: bytes, declared: str) -> str:
    """Bytes as text: in UTF-8 where they are, else in what is declared, else in Windows-1252.

    Bytes beyond ASCII are valid UTF-8 by chance only in the shortest of texts, so UTF-8 goes
    before a declared encoding that is not true.
    """
    if not data.isascii():
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    encoding = browser_encoding(declared) if declared else None
    for name in filter(None, (encoding, "cp1252")):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _parameter(part: MIMEPart, name: str) -> str:
    value = attempt(lambda: part.get_param(name))
    return value.strip() if isinstance(value, str) else ""
