"""Readers, one module a format. A new format is one module and one line in `_SUFFIXES`.

A reader module has `read`, from a file's bytes to its content. All readers run in a child process:
each has some pattern or parser that a bad file can hang or crash.
"""

import hashlib
import os
from datetime import date
from importlib import import_module
from pathlib import Path

from ingest.readers.base import Content, SplitContent, SplitDocument
from ingest.readers.dates import date_in_head, date_in_name
from ingest.readers.sandbox.parent import ReaderProcess
from rag.errors import UnreadableError
from rag.types import Document

__all__ = ["ReaderProcess", "SplitDocument", "format_family", "read", "suffixes"]

_SUFFIXES = {
    "plain": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "eml": (".eml",),
}
"""File name endings by the module that reads them, in lower case."""

_READERS = {suffix: module for module, endings in _SUFFIXES.items() for suffix in endings}
_VERBATIM = {"plain", "markdown"}
"""The text of these formats is the file's own."""


def suffixes() -> tuple[str, ...]:
    """The file name endings that can be read, in lower case, with their dot."""
    return tuple(_READERS)


def format_family(name: str) -> str:
    """Names the formats that read the same bytes as the same text as this file's format does.

    The text of plain text and of Markdown is the file's own, so those are alike.
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 (quicker, for thousands of names)
    module = _READERS.get(suffix, "")
    return "" if module in _VERBATIM else module


def read(
    path: Path, data: bytes, document_id: str, process: ReaderProcess | None = None
) -> SplitDocument:
    """The document in a file, and where its sentences are.

    Args:
        path: names the format and the source.
        data: the file's bytes.
        document_id: the id that the library gives it.
        process: the child process that reads it; by default, one is started for this file alone.

    Raises:
        UnreadableError: the bytes are not what the file's name says, hold no text, or take too
            long to read.
    """
    content = _content(path.suffix.lower(), data, process)
    document = Document(
        id=document_id,
        title=content.title or path.stem,
        source=str(path),
        published=_published(path, content),
        text=content.text,
        pages=content.pages,
        sections=content.sections,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return SplitDocument(document, content.sentences)


def _content(suffix: str, data: bytes, process: ReaderProcess | None) -> SplitContent:
    if suffix not in _READERS:
        raise UnreadableError(f"files that end in {suffix!r} are not read")
    # Imported for its name alone, and only where there is such a file.
    reader = import_module(f"{__name__}.{_READERS[suffix]}").read
    if process is not None:
        return process.read(reader, data)
    with ReaderProcess() as alone:
        return alone.read(reader, data)


def _published(path: Path, content: Content) -> date | None:
    # All that is looked at here of a text, which may be any, is its first few lines.
    return content.published or date_in_name(path.name) or date_in_head(content.text)
