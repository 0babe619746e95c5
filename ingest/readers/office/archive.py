"""Office files that are zip archives of XML, opened within bounds."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rag.errors import UnreadableError

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 10_000
"""A document of a thousand pictures has some 1,100 parts."""
_MOST_BYTES = 400_000_000
"""What all parts may unpack to: eight times the largest file that is indexed by default."""
_MOST_TIMES = 100
"""How many times its size a file may unpack to; text compresses to about a tenth."""
_SMALL = 20_000_000
"""Bytes that a file may unpack to, whatever its size."""


@dataclass(frozen=True, slots=True)
class Program:
    """What messages call a program's files.

    Attributes:
        name: of the program.
        file: a file of it with its article, e.g. "a Word document".
        ending: of a file that can be read.
    """

    name: str
    file: str
    ending: str


def open_archive(data: bytes, program: Program) -> zipfile.ZipFile:
    """The archive in a file's bytes.

    Raises:
        UnreadableError: they are no archive, are cut off or encrypted, or would unpack to too much.
    """
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnreadableError(
            f"The file is encrypted, or in {program.name}'s old format.",
            f"Save it as {program.ending} without a password.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError(
            f"The file is not {program.file}, or is cut off.", f"Save it again as {program.ending}."
        ) from error
    # No part unpacks to more than it declares.
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > _SMALL and unpacked > _MOST_TIMES * len(data)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_BYTES or swollen:
        raise UnreadableError(
            f"The file unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts, too much for a "
            "document.",
            "Remove its pictures and save it again.",
        )
    return archive


@contextmanager
def refusing_damage(program: Program, *more: type[Exception]) -> Iterator[None]:
    """Refuse a file in which a library finds a missing or damaged part.

    Args:
        more: what the library raises of its own.

    Raises:
        UnreadableError: one of these errors, or one that the libraries let through, was raised.
    """
    from lxml.etree import LxmlError

    # What the libraries raise for a missing or damaged part is not documented.
    failures = (
        *more, LxmlError, zipfile.BadZipFile, zipfile.LargeZipFile, LookupError, ValueError,
        AttributeError, TypeError, ArithmeticError, AssertionError, NotImplementedError,
        RuntimeError, OSError, EOFError, zlib.error,
    )  # fmt: skip
    try:
        yield
    except failures as error:
        raise UnreadableError(
            f"The file is not {program.file}, or is damaged.",
            f"Open it in {program.name} and save it again.",
        ) from error


def parse_xml(data: bytes) -> Any:
    """The root element; entities are not replaced, so none can swell.

    Raises:
        lxml.etree.LxmlError: the bytes are not XML, or elements are nested more than 256 deep.
    """
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def part(archive: zipfile.ZipFile, name: str) -> Any | None:
    """The root element of a part of the archive, or None where it has none of that name."""
    return parse_xml(archive.read(name)) if name in archive.NameToInfo else None


def local_name(element: Any) -> str:
    """An element's or attribute's name without its namespace; "" for a comment."""
    tag = element if isinstance(element, str) else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """The value of the attribute of that name in any namespace."""
    return next((str(v) for key, v in element.attrib.items() if local_name(key) == name), default)


def whole(words: str | None, default: int) -> int:
    """The whole number in an attribute; the default where it holds something else."""
    if not words or len(words) > 10 or not words.isascii() or not words.isdigit():
        return default
    return int(words)
