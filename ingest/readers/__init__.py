"""Readers, one module a format. A new format takes a module and a line in `_SUFFIXES`.

A reader module has a function `read`, from a file's bytes to its content. All readers run in a
child process, plain text included: each has a pattern or a parser that a bad file can hang or
crash.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path

from ingest.readers.base import Part, SplitContent, SplitDocument
from ingest.readers.dates import date_in_name
from ingest.readers.sandbox.parent import ReaderProcess
from ingest.readers.titles import title_in_name, title_instead
from rag.errors import UnreadableError
from rag.types import Document, Omission, Origin

__all__ = [
    "ReaderProcess",
    "SplitDocument",
    "format_family",
    "is_same_document",
    "read",
    "read_all",
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
    "mail.eml": (".eml",),
    "mail.mbox": (".mbox",),
    "mail.msg": (".msg",),
    "epub": (".epub",),
}
"""For each module, the file name endings that it reads, in lower case."""

_READERS = {suffix: module for module, endings in _SUFFIXES.items() for suffix in endings}
DEEPEST = 5
"""How deep parts are read inside each other: a mail that was forwarded as an attachment again and
again."""
_TOO_DEEP = UnreadableError("It lies too deep in other messages.", "Save it as a file.")
_NAMED = 10
"""How many parts an omission names."""
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
    return _document(path, "", path.name, data, document_id, _content(path.name, data, process))


def read_all(
    path: Path, data: bytes, id_of: Callable[[str], str], process: ReaderProcess
) -> Iterator[SplitDocument]:
    """The documents in a file: its parts, such as attachments, then the file itself if it is one.

    Parts are read as files of their own. One that cannot be read is an omission of the document
    that it is a part of.

    Args:
        id_of: gives the id of a document by its part; "" is the file's own.

    Raises:
        UnreadableError: at first, the bytes are not of the file's format; in the end, parts of a
            file that is no document itself cannot be read.
    """
    yield from _Contained(path, id_of, process).documents("", path.name, data, (None, ""), 0)


@dataclass(frozen=True, slots=True)
class _Contained:
    """Reads what one file contains."""

    path: Path
    id_of: Callable[[str], str]
    process: ReaderProcess

    def documents(
        self, part: str, name: str, data: bytes, outer: tuple[date | None, Origin], depth: int
    ) -> Iterator[SplitDocument]:
        """The documents of a part; `outer` is the date of what it is a part of, and its origin."""
        content = _dated(_content(name, data, self.process), name, outer)
        of_parts = _published(Path(name), content)
        unread: dict[str, UnreadableError] = {}
        for within, found in zip(_distinct(content.parts), content.parts, strict=True):
            bytes_of = data[slice(*found.span)] if found.span else found.data
            inner = f"{part}#{within}" if part else within
            try:
                if depth == DEEPEST:
                    raise _TOO_DEEP
                yield from self.documents(inner, within, bytes_of, of_parts, depth + 1)
            except UnreadableError as error:
                unread[within] = error
        if content.text:
            left = _omitted(unread)
            content = replace(content, omissions=(*content.omissions, *left))
            yield _document(self.path, part, name, data, self.id_of(part), content)
        elif unread:
            first, why = next(iter(unread.items()))
            raise UnreadableError(
                f"{len(unread)} of its {len(content.parts)} messages cannot be read, the first of "
                f"them {first}: {why.message}",
                why.remedy,
            )


def _dated(content: SplitContent, name: str, outer: tuple[date | None, Origin]) -> SplitContent:
    """The content with the date of the mail that it is a part of, where it gives none itself."""
    if outer[0] is None or _published(Path(name), content)[0] is not None:
        return content
    return replace(content, published=outer[0], published_from=outer[1])


def _distinct(parts: Sequence[Part]) -> list[str]:
    """A name for each part; where several have the same, the further ones have a number."""
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    names: list[str] = []
    for part in parts:
        name = part.name
        while name in taken:
            counts[part.name] += 1
            stem, dot, ending = part.name.rpartition(".")
            name = f"{stem} ({counts[part.name] + 1}){dot}{ending}"
        taken.add(name)
        names.append(name)
    return names


def _omitted(unread: Mapping[str, UnreadableError]) -> list[Omission]:
    if not unread:
        return []
    named = ", ".join([*unread][:_NAMED])
    more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
    return [Omission(f"attachments that cannot be read ({named}{more})", len(unread))]


def _document(
    path: Path, part: str, name: str, data: bytes, document_id: str, content: SplitContent
) -> SplitDocument:
    published, published_from = _published(Path(name), content)
    title, title_from = content.title, content.title_from
    if not title:
        title, title_from = title_instead(Path(name).stem, content.text)
    document = Document(
        id=document_id,
        title=title,
        source=f"{path}#{part}" if part else str(path),
        published=published,
        text=content.text,
        pages=content.pages,
        sections=content.sections,
        sha256=hashlib.sha256(data).hexdigest(),
        structure=content.structure,
        omissions=content.omissions,
    )
    return SplitDocument(document, content.sentences, title_from, published_from, part)


def _content(name: str, data: bytes, process: ReaderProcess | None) -> SplitContent:
    suffix = Path(name).suffix.lower()
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
