"""Readers, one module a format. A new format is one module and one line in `_READERS`."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ingest.readers import markdown, plain
from ingest.readers.base import Content
from ingest.readers.dates import date_in_head, date_in_name
from rag.errors import UnreadableError
from rag.types import Document

_READERS: dict[str, Callable[[bytes], Content]] = {
    **dict.fromkeys(plain.SUFFIXES, plain.read),
    **dict.fromkeys(markdown.SUFFIXES, markdown.read),
}


def suffixes() -> tuple[str, ...]:
    """The file name endings that can be read, in lower case, with their dot."""
    return tuple(_READERS)


def read(path: Path, data: bytes, document_id: str) -> Document:
    """The document in a file.

    Args:
        path: names the format and the source.
        data: the file's bytes.
        document_id: the id that the library gives it.

    Raises:
        UnreadableError: the bytes are not what the file's name says.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(f"files that end in {path.suffix!r} are not read")
    content = reader(data)
    if not any(c.isalnum() for c in content.text):
        raise UnreadableError("it holds no text; fill it or remove it")
    return Document(
        id=document_id,
        title=content.title or path.stem,
        source=str(path),
        published=_published(path, content),
        text=content.text,
        pages=content.pages,
        sections=content.sections,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _published(path: Path, content: Content) -> date | None:
    return content.published or date_in_name(path.name) or date_in_head(content.text)
