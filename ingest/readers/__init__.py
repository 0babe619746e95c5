"""Readers, one module a format. A new format is one module and one line in `_BOUNDED`.

A reader module has `SUFFIXES`, in lower case, and `read`, from a file's bytes to its content.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ingest.readers import docx, eml, html, markdown, pdf, plain
from ingest.readers.base import Content
from ingest.readers.bounded import ReaderProcess
from ingest.readers.dates import date_in_head, date_in_name
from rag.errors import UnreadableError
from rag.types import Document

__all__ = ["ReaderProcess", "alike", "read", "suffixes"]

_Read = Callable[[bytes], Content]

_DIRECT: dict[str, _Read] = {
    **dict.fromkeys(plain.SUFFIXES, plain.read),
    **dict.fromkeys(markdown.SUFFIXES, markdown.read),
}
"""Formats without a parser to speak of: read in this process."""

_BOUNDED: dict[str, _Read] = {
    **dict.fromkeys(html.SUFFIXES, html.read),
    **dict.fromkeys(pdf.SUFFIXES, pdf.read),
    **dict.fromkeys(docx.SUFFIXES, docx.read),
    **dict.fromkeys(eml.SUFFIXES, eml.read),
}
"""Formats whose parsers a bad file can hang or crash: read in a child process."""


def suffixes() -> tuple[str, ...]:
    """The file name endings that can be read, in lower case, with their dot."""
    return (*_DIRECT, *_BOUNDED)


def alike(name: str) -> str:
    """Names the formats that read the same bytes as the same text as this file's format does.

    The text of plain text and of Markdown is the file's own, so those are alike.
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 (quicker, for thousands of names)
    return _BOUNDED[suffix].__module__ if suffix in _BOUNDED else ""


def read(
    path: Path, data: bytes, document_id: str, process: ReaderProcess | None = None
) -> Document:
    """The document in a file.

    Args:
        path: names the format and the source.
        data: the file's bytes.
        document_id: the id that the library gives it.
        process: the child process that reads formats which need one; by default, one is started
            for this file alone.

    Raises:
        UnreadableError: the bytes are not what the file's name says, or take too long to read.
    """
    content = _content(path.suffix.lower(), data, process)
    if not any(c.isalnum() for c in content.text):
        raise UnreadableError("it holds no text; fill it or remove it")
    return Document(
        id=document_id,
        title=_encodable(content.title or path.stem),
        source=str(path),
        published=_published(path, content),
        text=content.text,
        pages=content.pages,
        sections=content.sections,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _content(suffix: str, data: bytes, process: ReaderProcess | None) -> Content:
    if suffix in _DIRECT:
        return _DIRECT[suffix](data)
    if suffix not in _BOUNDED:
        raise UnreadableError(f"files that end in {suffix!r} are not read")
    if process is not None:
        return process.read(_BOUNDED[suffix], data)
    with ReaderProcess() as alone:
        return alone.read(_BOUNDED[suffix], data)


def _published(path: Path, content: Content) -> date | None:
    return content.published or date_in_name(path.name) or date_in_head(content.text)


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a letter, which no UTF-8 can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
