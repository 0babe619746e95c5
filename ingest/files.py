"""Which files a sync looks at."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers import suffixes
from rag.errors import UsageError
from rag.library.register import Stamp


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that can be read by its name, with what its metadata say; its path is absolute."""

    path: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under the roots: files by path, and the reason for each that cannot be looked at.

    Attributes:
        roots: absolute paths of the folders and files looked at.
    """

    roots: tuple[str, ...]
    files: dict[str, FoundFile]
    failed: dict[str, str]


def find(paths: Sequence[str | os.PathLike[str]]) -> Found:
    """Look through folders, at any depth, and at single files.

    Hidden files and folders and links to folders are passed over.

    Raises:
        UsageError: a path does not exist, or is a file that no reader knows.
    """
    if not paths:
        raise UsageError("No folder was given; name one or more folders or files to sync.")
    roots = tuple(dict.fromkeys(_absolute(path) for path in paths))
    files: dict[str, FoundFile] = {}
    failed: dict[str, str] = {}
    for root in roots:
        if Path(root).is_dir():
            for entry in _walk(root, failed):
                _add(entry.path, entry.stat, files, failed)
        elif not Path(root).exists():
            raise UsageError(f"There is no file or folder {root!r}; check the path.")
        elif not _is_known(root):
            raise UsageError(f"{root!r} is not read; a file must end in {', '.join(suffixes())}.")
        else:
            _add(root, Path(root).stat, files, failed)
    return Found(roots, files, failed)


def lies_under(source: str, roots: Sequence[str]) -> bool:
    """Whether a source is one of the roots or lies in one of them."""
    return any(source == root or source.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _absolute(path: str | os.PathLike[str]) -> str:
    return os.path.realpath(Path(path).expanduser())


def _is_known(name: str) -> bool:
    return name.lower().endswith(suffixes())


def _walk(folder: str, failed: dict[str, str]) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        failed[folder] = f"the folder cannot be read ({error.strerror})"
        return
    for entry in listed:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, failed)
        elif _is_known(entry.name) and not (entry.is_symlink() and Path(entry.path).is_dir()):
            yield entry


def _add(
    path: str,
    stat: Callable[[], os.stat_result],
    files: dict[str, FoundFile],
    failed: dict[str, str],
) -> None:
    try:
        found = stat()
    except OSError as error:
        failed[path] = f"it cannot be read ({error.strerror})"
        return
    files[path] = FoundFile(path, Stamp(found.st_size, found.st_mtime_ns))
