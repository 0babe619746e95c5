"""Readers, one module a format. A new format takes a module and a line in `_SUFFIXES`.

A reader module has a function `read`, from a file's bytes to its content. All readers run in a
child process, plain text included: each has a pattern or a parser that a bad file can hang or
crash.
"""

import hashlib
import os
from datetime import date
from importlib import import_module
from pathlib import Path

from ingest.readers.base import SplitContent, SplitDocument
from ingest.readers.dates import date_in_name
from ingest.readers.sandbox.parent import ReaderProcess
from ingest.readers.titles import title_in_name
from rag.errors import UnreadableError
from rag.types import Document, Origin

__all__ = [
    "ReaderProcess",
    "SplitDocument",
    "format_family",
    "is_same_document",
    "read",
    "suffixes",
]

_SUFFIXES = {
    "plain": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
    "office.docx": (".docx",),
    "office.xlsx": (".xlsx",),
    "office.pptx": (".pptx",),
    "office.odt": (".odt",),
    "office.rtf": (".rtf",),
    "office.delimited": (".csv", ".tsv"),
    "eml": (".eml",),
    "epub": (".epub",),
}
"""For each module, the file name endings that it reads, in lower case."""

_READERS = {suffix: module for module, endings in _SUFFIXES.items() for suffix in endings}
_VERBATIM = {"plain", "markdown"}
"""The text of these formats is the file's own."""


def suffixes() -> tuple[str, ...]:
    """The file name endings that can be read, in lower case, with their dot."""
    return tuple(_READERS)


def format_family(name: str) -> str:
    """The name of a family of formats: those that make the same text of the same bytes.

    Plain text and Markdown are one family, named "", as their text is the file's own. Each other
    format is a family by itself.
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 (faster for thousands of names)
    module = _READERS.get(suffix, "")
    return "" if module in _VERBATIM else module


def is_same_document(old: Path, new: Path, title: str) -> bool:
    """Whether the same bytes surely make the same document under two names.

    Args:
        old: the source that the document has.
        new: the source that it would have.
        title: that it has; one that is its old source's name may have been taken from it.
    """
    return (
        old.suffix.lower() == new.suffix.lower()
        and date_in_name(old.name) == date_in_name(new.name)
        and (old.stem == new.stem or title not in {old.stem, title_in_name(old.stem)})
    )


def read(
    path: Path, data: bytes, document_id: str, process: ReaderProcess | None = None
) -> SplitDocument:
    """The document in a file, split into sentences.

    Args:
        path: the document's source; its ending says which format the bytes are in.
        data: the file's bytes.
        document_id: the id that the library gives the document.
        process: the child process to read it in; by default, one is started for this file alone.

    Raises:
        UnreadableError: the bytes are not of that format, hold no text, or exceed a bound on time,
            memory or length.
    """
    content = _content(path.suffix.lower(), data, process)
    published, published_from = _published(path, content)
    document = Document(
        id=document_id,
        title=content.title or title_in_name(path.stem),
        source=str(path),
        published=published,
        text=content.text,
        pages=content.pages,
        sections=content.sections,
        sha256=hashlib.sha256(data).hexdigest(),
        structure=content.structure,
        omissions=content.omissions,
    )
    title_from: Origin = content.title_from if content.title else "file name"
    return SplitDocument(document, content.sentences, title_from, published_from)


def _content(suffix: str, data: bytes, process: ReaderProcess | None) -> SplitContent:
    if suffix not in _READERS:
        raise UnreadableError(
            f"Files that end in {suffix!r} are not read.",
            f"Use a file that ends in {', '.join(_READERS)}.",
        )
    # Imported for the function's name; the format's libraries are imported only in the child.
    reader = import_module(f"{__name__}.{_READERS[suffix]}").read
    if process is not None:
        return process.read(reader, data)
    with ReaderProcess() as alone:
        return alone.read(reader, data)


def _published(path: Path, content: SplitContent) -> tuple[date | None, Origin]:
    """The document's date and where it was found.

    What the file says goes before its name, in which a number may be anything; a change before
    nothing.
    """
    if content.published:
        return content.published, content.published_from
    if named := date_in_name(path.name):
        return named, "file name"
    return content.changed, "label" if content.changed else ""
