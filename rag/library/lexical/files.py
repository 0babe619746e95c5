"""Whether the files of a Tantivy index are whole, by the checksums that Tantivy puts at their ends.

Tantivy checks none of them by itself: it answers from a garbled file, or fails, and reading a part
of a file that was cut off since it was opened ends the process.
"""

import json
import tempfile
import zlib
from pathlib import Path
from typing import Any

from rag.library.register import Stamp

_META = "meta.json"
_KINDS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
"""Endings of the files that each segment has."""

_MAGIC = 1337
"""The last number of each file."""

_NUMBER = 4
"""Bytes of a number at the end of a file: the length of the footer, then the magic number."""

_LONGEST_FOOTER = 10_000
"""Bytes; it has some 100."""

_PIECE = 1 << 20
_CHECKS = 3
"""How often an index that changes while it is checked is checked again."""


class IndexFiles:
    """The files of the index in one folder.

    Each is read once, and again when its size or time of modification changes; Tantivy itself
    never changes a file.

    Attributes:
        folder: holds them and nothing else.
        meta: what the index said of its files when they were last found whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = b""
        self._whole: dict[str, Stamp] = {}

    @property
    def exist(self) -> bool:
        """Whether there is an index at all."""
        return (self.folder / _META).exists()

    def damage(self) -> str:
        """What is wrong, in a few words; "" where nothing is.

        It takes 25 ms at first for 100,000 passages, then less than one. A writer may be at work:
        what it has replaced meanwhile is not missing.
        """
        problem = ""
        for _ in range(_CHECKS):
            try:
                meta = (self.folder / _META).read_bytes()
                problem = self._damage(meta)
                if not problem or meta == (self.folder / _META).read_bytes():
                    return problem
            except OSError as error:
                problem = f"{_META} cannot be read ({error.strerror})"
        return problem

    def _damage(self, meta: bytes) -> str:
        try:
            names = _names(json.loads(meta))
        except (ValueError, KeyError, TypeError, AttributeError):
            return f"{_META} is garbled"
        for name in names:
            try:
                stamp = Stamp.of((self.folder / name).stat())
                if self._whole.get(name) != stamp and not _is_whole(self.folder / name):
                    return f"{name} is not what was written"
            except OSError as error:
                return f"{name} cannot be read ({error.strerror})"
            self._whole[name] = stamp
        self.meta = meta
        return ""


def passages_in(meta: bytes) -> tuple[int, int]:
    """How many passages an index's files hold, and how many of these are deleted."""
    segments = json.loads(meta)["segments"]
    deleted = sum(each["deletes"]["num_deleted_docs"] for each in segments if each["deletes"])
    return sum(each["max_doc"] for each in segments), deleted


class LinkedFolder:
    """A private folder of links to the files of a folder that cannot be written to.

    Tantivy makes a file, its lock, whenever it opens an index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._links = tempfile.TemporaryDirectory(prefix="dossier-")

    @property
    def path(self) -> Path:
        """The folder of links; it is deleted with the last reference to this object."""
        return Path(self._links.name)

    def refresh(self) -> None:
        """Link to the files that are new in the folder.

        Raises:
            OSError: the folder cannot be read.
        """
        for file in self._folder.absolute().iterdir():
            link = self.path / file.name
            if file.suffix != ".lock" and not link.is_symlink():
                link.symlink_to(file)


def _names(meta: Any) -> list[str]:
    names = []
    for segment in meta["segments"]:
        stem = segment["segment_id"].replace("-", "")
        names += [f"{stem}.{kind}" for kind in _KINDS]
        if segment["deletes"]:
            names.append(f"{stem}.{segment['deletes']['opstamp']}.del")
    return names


def _is_whole(path: Path) -> bool:
    """Whether the file's content has the checksum that its footer names."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - 2 * _NUMBER, 0))
        length, magic = (int.from_bytes(file.read(_NUMBER), "little") for _ in range(2))
        rest = size - 2 * _NUMBER - length
        if magic != _MAGIC or length > _LONGEST_FOOTER or rest < 0:
            return False
        file.seek(rest)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        file.seek(0)
        checksum = 0
        while rest and (piece := file.read(min(rest, _PIECE))):
            checksum = zlib.crc32(piece, checksum)
            rest -= len(piece)
        return bool(checksum == expected)
