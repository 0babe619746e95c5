"""Files that are handed over one by one: kept in a folder of the data folder, and synced.

The folder holds what the library has from it and nothing else: a file that could not be read, or
whose content the library already has, is not kept.
"""

import filecmp
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from ingest import readers
from ingest.report import Progress, SyncReport
from ingest.syncing.apply import remove, sync
from ingest.syncing.files import absolute, check_size, is_known, lies_under
from rag.errors import UnreadableError
from rag.library import Stamp
from rag.models.embedder import Embedder
from rag.private_files import private_folder
from rag.settings import Settings

_LONGEST_NAME = 180
"""Bytes of a stored file's name; systems allow 255, and a number may have to be added."""

_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where handed over files have been put.

    Attributes:
        new: paths of the files that were copied.
        known: paths of files that were there before, with the same name and content.
        refused: reason by name.
    """

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def uploads_folder(settings: Settings) -> Path:
    """Where files are kept that were handed over; it may not exist yet."""
    return Path(absolute([settings.uploads_dir])[0])


def is_upload(source: str, settings: Settings) -> bool:
    """Whether a document's source is a file that was handed over."""
    return lies_under(source, [str(uploads_folder(settings))])


def add_files(
    files: Sequence[Path],
    *,
    settings: Settings,
    embedder: Embedder,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> SyncReport:
    """Copy files into the uploads folder and bring them into the library.

    A file keeps its name, as far as it is safe; where another content has that name, a number is
    added. Nothing that is there is ever overwritten.

    Args:
        files: are left where they are.
        settings: say where the library lies.
        embedder: of the library's model.
        progress: called after each step.
        should_stop: as for `sync`; files that were not come to are not kept.

    Returns:
        What became of each file, by the name it has in the folder, or had when it was refused.

    Raises:
        LibraryBusyError: another sync is running; nothing is kept.
        LibraryError: the library cannot be written to; nothing is kept.
    """
    folder = uploads_folder(settings)
    stored = _Stored()
    done: set[str] = set()
    try:
        for file in files:
            _store(file, folder, stored, settings)
        report = SyncReport()
        if stored.new or stored.known:
            report = sync(
                [folder],
                settings=settings,
                embedder=embedder,
                wait=False,
                progress=progress,
                should_stop=should_stop,
            )
            done = {*report.added, *report.changed, *report.moved, *report.unchanged}
    finally:
        for path in stored.new:
            if path not in done:
                Path(path).unlink(missing_ok=True)
    return _of_these(report, stored)


def remove_documents(
    document_ids: Sequence[str], *, settings: Settings, embedder: Embedder
) -> SyncReport:
    """Remove documents from the library, and their files where those were handed over.

    Other files stay, and the next sync of their folder adds them again.

    Raises:
        UsageError: there is no document of one of the ids; then none is removed.
        LibraryBusyError: a sync is running.
        LibraryError: the library cannot be written to.
    """
    records = remove(document_ids, settings=settings, embedder=embedder, wait=False)
    failed = {}
    for record in records:
        if is_upload(record.source, settings):
            try:
                Path(record.source).unlink(missing_ok=True)
            except OSError as error:
                failed[record.source] = (
                    f"its document is removed, but the file cannot be deleted ({error.strerror}); "
                    "delete it, or the next upload adds it again"
                )
    removed = sorted(record.source for record in records)
    return SyncReport(removed=tuple(removed), failed=failed)


def _store(file: Path, folder: Path, stored: _Stored, settings: Settings) -> None:
    """Copy one file into the folder, or note why not."""
    name = _safe(file.name)
    try:
        if not is_known(name):
            kinds = ", ".join(readers.suffixes())
            raise UnreadableError(f"files of this type are not read; they must end in {kinds}")
        found = file.stat()
        check_size(Stamp.of(found), settings)
        private_folder(folder)
        _copy(file, name, folder, stored)
    except UnreadableError as error:
        stored.refused[name] = str(error)
    except OSError as error:
        stored.refused[name] = f"it cannot be stored ({error.strerror})"


def _copy(file: Path, name: str, folder: Path, stored: _Stored) -> None:
    for candidate in _names(name):
        path = folder / candidate
        try:
            with path.open("xb") as target:
                stored.new.append(str(path))
                with file.open("rb") as source:
                    shutil.copyfileobj(source, target)
        except FileExistsError:
            if path.is_file() and filecmp.cmp(path, file, shallow=False):
                if str(path) not in stored.new:
                    stored.known.append(str(path))
                return
        else:
            return


def _names(name: str) -> Iterator[str]:
    """The name, then the name with a number."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 (a name, not a path)
    return chain([name], (f"{stem} ({number}){suffix}" for number in count(2)))


def _safe(name: str) -> str:
    """The name without what a system or a sync would stumble over.

    A leading dot hides a file from a sync.
    """
    printable = "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())
    stem, suffix = os.path.splitext(_UNSAFE.sub("_", printable))  # noqa: PTH122 (a name)
    room = max(_LONGEST_NAME - len(suffix.encode()), 1)
    cut = stem.strip(" .").encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return (cut.strip(" .") or "file") + suffix


def _of_these(report: SyncReport, stored: _Stored) -> SyncReport:
    """What the report says of the files that were handed over, by their names."""
    these = {*stored.new, *stored.known}

    def named(sources: Sequence[str]) -> tuple[str, ...]:
        return tuple(Path(source).name for source in sources if source in these)

    def by_name(values: Mapping[str, str]) -> dict[str, str]:
        return {Path(source).name: value for source, value in values.items() if source in these}

    return SyncReport(
        added=named(report.added),
        changed=named(report.changed),
        moved=named(report.moved),
        unchanged=named(report.unchanged),
        duplicate=by_name(report.duplicate),
        failed={**stored.refused, **by_name(report.failed)},
        remaining=named(report.remaining),
    )
