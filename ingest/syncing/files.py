"""Which files a sync looks at, and how it reads them."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from ingest.readers import suffixes
from rag.errors import UnreadableError, UsageError
from rag.library import Stamp
from rag.settings import Settings

_NOT_REGULAR = "it is no regular file; remove it or rename it"
_OUTSIDE = "it is a link to a file outside the folder; sync with --follow-links to index it"

_NO_LINK_NO_WAIT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""For what has taken a file's place since it was found: a link is refused, a pipe not waited for.

Systems that lack either flag have it as 0.
"""


class FoundFile(NamedTuple):
    """A file that can be read by its name, with what its metadata say; its path is absolute.

    A tuple, for there are many: it is made in a third of the time of a dataclass.

    Attributes:
        path: its name.
        target: what is opened, without links; another path than its name where that is a link.
    """

    path: str
    target: str
    size: int
    mtime_ns: int

    @property
    def stamp(self) -> Stamp:
        """What tells whether the file has changed since."""
        return Stamp(self.size, self.mtime_ns)


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under the roots: files by path, and the reason for each that cannot be looked at.

    Attributes:
        roots: absolute paths of the folders and files looked at.
    """

    roots: tuple[str, ...]
    files: dict[str, FoundFile]
    failed: dict[str, str]


def find(paths: Sequence[str | os.PathLike[str]], *, follow_links: bool = False) -> Found:
    """Look through folders, at any depth, and at single files.

    Hidden files and folders and links to folders are passed over.

    Args:
        paths: may be links themselves.
        follow_links: whether a link to a file that lies under none of the paths is followed; else
            it is among the failed.

    Raises:
        UsageError: a path does not exist, or is a file that no reader knows.
    """
    if not paths:
        raise UsageError("No folder was given; name one or more folders or files to sync.")
    roots = absolute(paths)
    files: dict[str, FoundFile] = {}
    failed: dict[str, str] = {}
    for root in roots:
        if Path(root).is_dir():
            for entry in _walk(root, failed):
                linked = entry.is_symlink()
                target = os.path.realpath(entry.path) if linked else entry.path
                if linked and not follow_links and not lies_under(target, roots):
                    failed[_printable(entry.path)] = _OUTSIDE
                else:
                    _add(entry.path, target, entry.stat, files, failed)
        elif not os.path.lexists(root):
            raise UsageError(f"There is no file or folder {root!r}; check the path.")
        elif not is_known(root):
            raise UsageError(f"{root!r} is not read; a file must end in {', '.join(suffixes())}.")
        else:
            _add(root, root, Path(root).stat, files, failed)
    return Found(roots, files, failed)


def absolute(paths: Sequence[str | os.PathLike[str]]) -> tuple[str, ...]:
    """The paths without links and `~`, each once."""
    return tuple(dict.fromkeys(os.path.realpath(Path(path).expanduser()) for path in paths))


def lies_under(source: str, roots: Sequence[str]) -> bool:
    """Whether a source is one of the roots or lies in one of them."""
    return any(source == root or source.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def is_known(name: str) -> bool:
    """Whether a file of that name is read."""
    return name.lower().endswith(suffixes())


def read_file(file: FoundFile, settings: Settings) -> tuple[bytes, Stamp]:
    """A file's content, and the stamp it had while it was read.

    Raises:
        UnreadableError: the file is too large, cannot be read, or does not hold still.
    """
    with _opened(file) as opened:
        for _ in range(2):
            before = Stamp.of(os.fstat(opened.fileno()))
            check_size(before, settings)
            opened.seek(0)
            data = opened.read(before.size + 1)
            if before == Stamp.of(os.fstat(opened.fileno())) and len(data) == before.size:
                return data, before
    raise UnreadableError("it changed while it was read; it is tried again at the next sync")


def hash_file(file: FoundFile, settings: Settings) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    Raises:
        UnreadableError: the file is too large or cannot be read.
    """
    check_size(file.stamp, settings)
    with _opened(file) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def check_size(stamp: Stamp, settings: Settings) -> None:
    """Refuse a file above the limit.

    Raises:
        UnreadableError: the file is too large.
    """
    size = stamp.size / 1e6
    if size > settings.max_file_mb:
        raise UnreadableError(
            f"it has {size:.0f} MB, more than the {settings.max_file_mb} that "
            "DOSSIER_MAX_FILE_MB allows; split it or raise the setting"
        )


@contextmanager
def _opened(file: FoundFile) -> Iterator[BufferedReader]:
    """The file, open for reading.

    Raises:
        UnreadableError: the system refuses to open it or to read from it, or something that is no
            file has taken its place.
    """
    try:
        with open(file.target, "rb", opener=_open_file) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise UnreadableError(_NOT_REGULAR)
            yield opened
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from error


def _open_file(path: str, flags: int) -> int:
    return os.open(path, flags | _NO_LINK_NO_WAIT)


def _walk(root: str, failed: dict[str, str]) -> Iterator["os.DirEntry[str]"]:
    """The files that readers know, folder by folder; no depth is too deep."""
    folders, endings = [root], suffixes()
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            failed[_printable(folder)] = f"the folder cannot be read ({error.strerror})"
            continue
        below = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif entry.name.lower().endswith(endings) and not (
                entry.is_symlink() and Path(entry.path).is_dir()
            ):
                yield entry
        folders.extend(reversed(below))


def _add(
    path: str,
    target: str,
    look: Callable[[], os.stat_result],
    files: dict[str, FoundFile],
    failed: dict[str, str],
) -> None:
    try:
        found = look()
    except OSError as error:
        failed[_printable(path)] = f"it cannot be read ({error.strerror})"
        return
    if not stat.S_ISREG(found.st_mode):
        failed[_printable(path)] = _NOT_REGULAR
    elif not path.isascii() and _printable(path) != path:
        failed[_printable(path)] = "its path is not valid Unicode; rename it"
    else:
        files[path] = FoundFile(path, target, found.st_size, found.st_mtime_ns)


def _printable(path: str) -> str:
    """The path, with an escape for each byte of it that is no character."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()
