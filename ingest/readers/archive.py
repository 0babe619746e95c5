"""Files that are zip archives, opened within bounds."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from rag.errors import UnreadableError

_MOST_PARTS = 10_000
"""A document or book of a thousand pictures has some 1,100 parts."""
_MOST_BYTES = 400_000_000
"""What all parts may unpack to: eight times the largest file that is indexed by default."""
_MOST_TIMES = 100
"""How many times its size a file may unpack to; text compresses to about a tenth."""
_SMALL = 20_000_000
"""Bytes that a file may unpack to, whatever its size."""


def open_archive(data: bytes, file: str, remedy: str) -> zipfile.ZipFile:
    """The archive in a file's bytes.

    Args:
        file: what the message calls a file of the format, with its article: "a Word document".
        remedy: for a file that is no archive, or is cut off.

    Raises:
        UnreadableError: it is one of these, or would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError(f"The file is not {file}, or is cut off.", remedy) from error
    # No part unpacks to more than it declares.
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > _SMALL and unpacked > _MOST_TIMES * len(data)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_BYTES or swollen:
        raise UnreadableError(
            f"The file unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts, too much for a "
            "document.",
            "Remove its pictures and save or convert it again.",
        )
    return archive


@contextmanager
def refusing_damage(file: str, remedy: str, *more: type[Exception]) -> Iterator[None]:
    """Refuse a file in which a library finds a missing or damaged part.

    Args:
        file: what the message calls a file of the format, with its article: "a Word document".
        remedy: for a damaged file.
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
        raise UnreadableError(f"The file is not {file}, or is damaged.", remedy) from error
