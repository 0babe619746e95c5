"""The programs whose files are zip archives, and what is said of a file that cannot be read."""

import zipfile
from contextlib import AbstractContextManager
from dataclasses import dataclass

from ingest.readers import archive
from rag.errors import UnreadableError

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
    """The archive in the bytes of a program's file.

    Raises:
        UnreadableError: they are no archive, are cut off or encrypted, or would unpack to too much.
    """
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnreadableError(
            f"The file is encrypted, or in {program.name}'s old format.",
            f"Save it as {program.ending} without a password.",
        )
    return archive.open_archive(data, program.file, f"Save it again as {program.ending}.")


def refusing_damage(program: Program, *more: type[Exception]) -> AbstractContextManager[None]:
    """Refuse a program's file in which a library finds a missing or damaged part.

    Args:
        more: what the library raises of its own.

    Raises:
        UnreadableError: see `archive.refusing_damage`.
    """
    remedy = f"Open it in {program.name} and save it again."
    return archive.refusing_damage(program.file, remedy, *more)
