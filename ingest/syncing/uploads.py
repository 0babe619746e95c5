"""Uploaded files: stored in a folder of the data folder, and synced from there.

The folder holds only files that the library has indexed: a file that cannot be read, or whose
content the library already has, is not stored.
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
from typing import TypeVar

from ingest import readers
from ingest.report import Progress, SyncReport
from ingest.syncing.files import absolute, check_size, is_known, lies_under
from ingest.syncing.removal import remove
from rag.errors import UnreadableError
from rag.library import Stamp
from rag.models.embedder import Embedder
from rag.private_files import private_folder
from rag.settings import Settings

T = TypeVar("T")

_LONGEST_NAME = 180
"""Bytes of a stored file's name: systems allow 255, and a number may have to be added."""

_UNSAFE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where uploaded files are stored.

    Attributes:
        new: paths of the files that were copied.
        known: paths of files that were stored before, with the same name and content.
        refused: reason by name.
    """

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def uploads_folder(settings: Settings) -> Path:
    """The folder of uploaded files, which may not exist yet."""
    return Path(absolute([settings.uploads_dir])[0])


def is_upload(source: str, settings: Settings) -> bool:
    """Whether a document's source is an uploaded file."""
    return lies_under(source, [str(uploads_folder(settings))])


def add_files(
    files: Sequence[Path],
    *,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> SyncReport:
    """Copy files into the uploads folder and sync them.

    A file keeps its name as far as that is safe; if a file with other content has the name, a
    number is added. No file in the folder is ever overwritten.

    Args:
        files: are copied, and stay where they are.
        settings: say where the library is.
        embedder: used in place of the model that the settings name.
        progress: called after each step.
        should_stop: as for `sync`; files not reached before the sync was stopped are not stored.

    Returns:
        What became of each file, by its name in the folder, or by its own name if it was refused.

    Raises:
        LibraryBusyError: another sync is running; nothing is stored.
        LibraryError: the library cannot be written to; nothing is stored.
    """
    # Indexing imports llama-index, which takes seconds; the other functions do not need it.
    from ingest.syncing.sync import sync

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
    document_ids: Sequence[str],
    *,
    settings: Settings,
    embedder: Embedder,
    wait: bool = False,
) -> SyncReport:
    """Remove documents from the library, and their files if those were uploaded.

    Other files stay, and the next sync of their folder adds them again. With one document of an
    uploaded file, such as an attachment of a mail, all are removed.

    Args:
        wait: whether to wait while a sync is running.

    Raises:
        UsageError: there is no document of one of the ids; then none is removed.
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
    """
    records = remove(
        document_ids,
        settings=settings,
        embedder=embedder,
        wait=wait,
        whole_file=lambda record: is_upload(record.file, settings),
    )
    failed = {}
    for file in dict.fromkeys(record.file for record in records):
        if is_upload(file, settings):
            try:
                Path(file).unlink(missing_ok=True)
            except OSError as error:
                failed[file] = (
                    f"The document is removed, but its file cannot be deleted ({error.strerror}). "
                    "Delete it, or the next upload adds it again."
                )
    removed = sorted(record.source for record in records)
    return SyncReport(removed=tuple(removed), failed=failed)


def _store(file: Path, folder: Path, stored: _Stored, settings: Settings) -> None:
    """Copy one file into the folder, or record why it is refused."""
    name = _safe(file.name)
    try:
        if not is_known(name):
            kinds = ", ".join(readers.suffixes())
            raise UnreadableError(
                "Files of this type are not read.", f"Use a file that ends in {kinds}."
            )
        found = file.stat()
        check_size(Stamp.of(found), settings)
        private_folder(folder)
        _copy(file, name, folder, stored)
    except UnreadableError as error:
        stored.refused[name] = str(error)
    except OSError as error:
        stored.refused[name] = f"The file cannot be stored ({error.strerror}). Try again."


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
    """The name, then the name with each number from 2."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 (a name, not a path)
    return chain([name], (f"{stem} ({number}){suffix}" for number in count(2)))


def _safe(name: str) -> str:
    """The name without characters that a system may refuse, and without a leading dot.

    A sync skips files whose name begins with a dot.
    """
    printable = "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())
    stem, suffix = os.path.splitext(_UNSAFE.sub("_", printable))  # noqa: PTH122 (a name)
    room = max(_LONGEST_NAME - len(suffix.encode()), 1)
    cut = stem.strip(" .").encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return (cut.strip(" .") or "file") + suffix


def _of_these(report: SyncReport, stored: _Stored) -> SyncReport:
    """The part of the report that concerns the uploaded files, by their names."""
    these = {*stored.new, *stored.known}

    def named(sources: Sequence[str]) -> tuple[str, ...]:
        return tuple(Path(source).name for source in sources if source in these)

    def by_name(values: Mapping[str, T]) -> dict[str, T]:
        return {Path(source).name: value for source, value in values.items() if source in these}

    return SyncReport(
        added=named(report.added),
        changed=named(report.changed),
        moved=named(report.moved),
        unchanged=named(report.unchanged),
        duplicate=by_name(report.duplicate),
        failed={**stored.refused, **by_name(report.failed)},
        remaining=named(report.remaining),
        omissions=by_name(report.omissions),
    )
