"""What the register says of files, each with all of its documents, and the ids of these."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest import readers
from rag.library import Entry, Stamp

_UNKNOWN = Stamp(0, 0)
"""As of a document that is marked for indexing: no file with a text has that size."""
_ID_LENGTH = 16


@dataclass(frozen=True)
class KnownFile:
    """A file that the library has documents of.

    Attributes:
        path: absolute.
        entries: of its documents; one, except of a mail with attachments, or a mailbox.
    """

    path: str
    entries: tuple[Entry, ...]

    @cached_property
    def _is_whole(self) -> bool:
        """Whether all of its documents are there, and of the same version of the file."""
        last = max(entry.documents for entry in self.entries)
        states = {(e.stamp, e.index_format, _sha256(e)) for e in self.entries}
        return len(self.entries) == last and len(states) == 1

    @property
    def stamp(self) -> Stamp:
        """Its size and time when it was read; of no file where that was not finished."""
        return self.entries[0].stamp if self._is_whole else _UNKNOWN

    @property
    def index_format(self) -> str:
        """The format that its documents are indexed in; "" where it has to be read again."""
        return self.entries[0].index_format if self._is_whole else ""

    @property
    def content(self) -> tuple[str, str]:
        """SHA-256 in hexadecimal, and format family."""
        return _sha256(self.entries[0]), readers.format_family(self.path)

    @property
    def own(self) -> Entry | None:
        """The entry of the document that is the file itself; a mailbox has none."""
        return next((entry for entry in self.entries if not entry.record.part), None)

    @property
    def ids(self) -> dict[str, str]:
        """The ids of its documents by part."""
        return {entry.record.part: entry.record.id for entry in self.entries}


def known_files(entries: Iterable[Entry]) -> dict[str, KnownFile]:
    """The files of the entries, by path."""
    of_file: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        of_file[entry.record.file].append(entry)
    return {path: KnownFile(path, tuple(some)) for path, some in of_file.items()}


def _sha256(entry: Entry) -> str:
    return entry.file_sha256 or entry.record.sha256


def new_id(file: str, part: str, is_taken: Callable[[str], bool]) -> str:
    """An id made from what a document is read from.

    Args:
        file: the path of its file.
        part: names it among the documents of the file; "" for the file itself.
        is_taken: whether a document has an id, as one may that moved away.
    """
    source = f"{file}\n{part}" if part else file
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{source}\n{attempt}".encode())
        identifier = digest.hexdigest()[:_ID_LENGTH]
        if not is_taken(identifier):
            return identifier
        attempt += 1
