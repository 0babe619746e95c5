"""Which files a sync looks at, and how it reads them."""

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, TypeVar

from ingest.readers import suffixes
from rag.errors import UnreadableError, UsageError
from rag.library import Stamp
from rag.settings import Settings

_NOT_REGULAR = UnreadableError("This is not a regular file.", "Remove it or rename it.")
_OUTSIDE = UnreadableError(
    "This is a link to a file outside the folder.", "Sync with --follow-links to index it."
)

T = TypeVar("T")

_TEMPORARY_BEGINNING = "~$"
"""Of the lock files of Word, Excel and PowerPoint."""
_TEMPORARY_ENDINGS = (
    "~",  # an editor's copy of the version before
    *(".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp"),
)
_LOCK = (".~lock.", "#")
"""How the lock files of LibreOffice begin and end."""
_OF_THE_SYSTEM = {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"}

_ENDING = re.compile(r"\.[a-z0-9]{1,10}", re.IGNORECASE)
"""What tells a file's format; what else follows a dot belongs to the name, as in "No. 3 final"."""

_NO_LINK_NO_WAIT = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""In case something else has replaced the file since: a link is refused, a pipe not waited for.

A flag that the system lacks is 0.
"""


class FoundFile(NamedTuple):
    """A file of a format that is read, and its metadata.

    A tuple, as there may be many thousands: making one takes a third of the time of a dataclass.

    Attributes:
        path: absolute; the source of its document.
        target: the path that is opened; differs from `path` where that is a link.
        size: in bytes.
        mtime_ns: modification time in nanoseconds since 1970.
    """

    path: str
    target: str
    size: int
    mtime_ns: int

    @property
    def stamp(self) -> Stamp:
        """The size and time by which a change of the file is detected."""
        return Stamp(self.size, self.mtime_ns)


@dataclass(frozen=True, slots=True)
class Found:
    """The files under the roots.

    Attributes:
        roots: absolute paths of the folders and files that were searched.
        files: by path.
        failed: by path, why a file or folder could not be looked at.
        passed_over: how many files of other formats there are, by ending, as `SyncReport` has it.
    """

    roots: tuple[str, ...]
    files: dict[str, FoundFile]
    failed: dict[str, str]
    passed_over: Mapping[str, int] = field(default_factory=dict)


def find(paths: Sequence[str | os.PathLike[str]], *, follow_links: bool = False) -> Found:
    """Search folders, at any depth, and single files.

    Hidden files, hidden folders, links to folders, and the lock and temporary files of other
    programs are skipped.

    Args:
        paths: may be links themselves.
        follow_links: whether a link to a file outside all of the paths is followed; otherwise it is
            among the failed.

    Raises:
        UsageError: there is no path, one does not exist, or one is a file of another format.
    """
    if not paths:
        raise UsageError("No folder was given.", "Name one or more folders or files to sync.")
    roots = absolute(paths)
    files: dict[str, FoundFile] = {}
    failed: dict[str, str] = {}
    passed_over: set[str] = set()
    for root in roots:
        if Path(root).is_dir():
            for entry in _walk(root, failed, passed_over):
                linked = entry.is_symlink()
                target = os.path.realpath(entry.path) if linked else entry.path
                if linked and not follow_links and not lies_under(target, roots):
                    failed[_printable(entry.path)] = str(_OUTSIDE)
                else:
                    _add(entry.path, target, entry.stat, files, failed)
        elif not os.path.lexists(root):
            raise UsageError(f"There is no file or folder {root!r}.", "Check the path.")
        elif not is_known(root):
            raise UsageError(
                f"Files such as {root!r} are not read.",
                f"Name a folder, or a file that ends in {', '.join(suffixes())}.",
            )
        else:
            _add(root, root, Path(root).stat, files, failed)
    endings = Counter(map(_ending, passed_over))
    return Found(roots, files, failed, dict(sorted(endings.items())))


def absolute(paths: Sequence[str | os.PathLike[str]]) -> tuple[str, ...]:
    """The paths with links and `~` resolved, each once."""
    return tuple(dict.fromkeys(os.path.realpath(Path(path).expanduser()) for path in paths))


def lies_under(source: str, roots: Sequence[str]) -> bool:
    """Whether a source is one of the roots or lies in one of them."""
    return any(source == root or source.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def is_known(name: str) -> bool:
    """Whether files of that name are read: by their ending, unless they are temporary."""
    return name.lower().endswith(suffixes()) and not is_temporary(name)


def is_temporary(name: str) -> bool:
    """Whether a file of that name is one that a program keeps for itself, such as a lock file."""
    base = os.path.basename(name).lower()  # noqa: PTH119 (of thousands)
    begins, ends = _LOCK
    return (
        base.startswith(_TEMPORARY_BEGINNING)
        or base.endswith(_TEMPORARY_ENDINGS)
        or (base.startswith(begins) and base.endswith(ends))
        or base in _OF_THE_SYSTEM
    )


def _ending(name: str) -> str:
    """The ending of a file's name in lower case, with its dot; "" where it has none."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 (of thousands)
    return ending if _ENDING.fullmatch(ending) else ""


def read_file(file: FoundFile, settings: Settings) -> tuple[bytes, Stamp]:
    """A file's content, and the stamp it had while it was read.

    Raises:
        UnreadableError: the file is too large, cannot be read, or changes while it is read.
    """
    return _while_unchanged(file, settings, lambda opened, size: opened.read(size + 1))


def hash_file(file: FoundFile, settings: Settings) -> tuple[str, Stamp]:
    """SHA-256 of a file's content, in hexadecimal, and the stamp it had while it was read.

    Raises:
        UnreadableError: the file is too large, cannot be read, or changes while it is read.
    """
    return _while_unchanged(
        file, settings, lambda opened, _: hashlib.file_digest(opened, "sha256").hexdigest()
    )


def _while_unchanged(
    file: FoundFile, settings: Settings, read: Callable[[BufferedReader, int], T]
) -> tuple[T, Stamp]:
    """What `read` makes of the open file and its size, and the file's stamp before and after."""
    with _opened(file) as opened:
        for _ in range(2):
            before = Stamp.of(os.fstat(opened.fileno()))
            check_size(before, settings)
            opened.seek(0)
            result = read(opened, before.size)
            if before == Stamp.of(os.fstat(opened.fileno())) and opened.tell() == before.size:
                return result, before
    raise UnreadableError("The file changed while it was read.", "Sync again.")


def check_size(stamp: Stamp, settings: Settings) -> None:
    """Refuse a file above the limit.

    Raises:
        UnreadableError: the file is too large.
    """
    size = stamp.size / 1e6
    if size > settings.max_file_mb:
        raise UnreadableError(
            f"The file has {size:.0f} MB, more than the {settings.max_file_mb} that "
            "DOSSIER_MAX_FILE_MB allows.",
            "Split it or raise the setting.",
        )


@contextmanager
def _opened(file: FoundFile) -> Iterator[BufferedReader]:
    """The file, open for reading.

    Raises:
        UnreadableError: the system refuses to open it or to read from it, or it is not a regular
            file any more.
    """
    try:
        with open(file.target, "rb", opener=_open_file) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise UnreadableError(*_NOT_REGULAR.args)
            yield opened
    except OSError as error:
        raise _denied("file", error) from error


def _denied(kind: str, error: OSError) -> UnreadableError:
    return UnreadableError(
        f"The {kind} cannot be read ({error.strerror}).", "Check that it may be read."
    )


def _open_file(path: str, flags: int) -> int:
    return os.open(path, flags | _NO_LINK_NO_WAIT)


def _walk(root: str, failed: dict[str, str], passed_over: set[str]) -> Iterator["os.DirEntry[str]"]:
    """The files of the formats that are read, folder by folder, at any depth.

    The paths of those of other formats are added to `passed_over`.
    """
    folders, endings = [root], suffixes()
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            failed[_printable(folder)] = str(_denied("folder", error))
            continue
        below = []
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif is_temporary(entry.name) or (entry.is_symlink() and Path(entry.path).is_dir()):
                continue
            elif entry.name.lower().endswith(endings):
                yield entry
            else:
                passed_over.add(entry.path)
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
        failed[_printable(path)] = str(_denied("file", error))
        return
    if not stat.S_ISREG(found.st_mode):
        failed[_printable(path)] = str(_NOT_REGULAR)
    elif not path.isascii() and _printable(path) != path:
        failed[_printable(path)] = "The file's path is not valid Unicode. Rename it."
    else:
        files[path] = FoundFile(path, target, found.st_size, found.st_mtime_ns)


def _printable(path: str) -> str:
    """The path, with an escape for each of its bytes that is not part of a character."""
    return path if path.isascii() else path.encode("utf-8", "backslashreplace").decode()
