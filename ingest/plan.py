"""What a sync has to do, decided before anything is touched."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.files import Found, FoundFile, lies_under
from ingest.passages import RECIPE
from rag.errors import UnreadableError
from rag.library.register import Entry
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to index: its place, and the id of the document it is or becomes."""

    file: FoundFile
    document_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a sync.

    Attributes:
        moved: files whose content is in the library under another, vanished source.
        removed: ids of documents whose source has vanished.
        touched: entries of documents with new metadata of the file but the same content.
        unchanged: sources.
        failed: reason by source.
    """

    added: tuple[Planned, ...] = ()
    changed: tuple[Planned, ...] = ()
    moved: tuple[Planned, ...] = ()
    removed: Mapping[str, str] = field(default_factory=dict)
    touched: tuple[Planned, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)


def make_plan(found: Found, entries: Mapping[str, Entry], settings: Settings) -> Plan:
    """Compare the files found with the register.

    A file whose size and modification time are those of its last reading is unchanged; another is
    read and its content compared. Only documents that came from the roots are ever removed.
    """
    by_source = {entry.record.source: entry for entry in entries.values()}
    failed = dict(found.failed)
    unchanged: list[str] = []
    touched: list[Planned] = []
    changed: list[Planned] = []
    new: list[tuple[FoundFile, str]] = []
    for file in found.files.values():
        entry = by_source.get(file.path)
        if entry and entry.stamp == file.stamp and entry.recipe == RECIPE:
            unchanged.append(file.path)
            continue
        try:
            digest = hash_file(file, settings)
        except UnreadableError as error:
            failed[file.path] = str(error)
            continue
        if entry is None:
            new.append((file, digest))
        elif entry.record.sha256 == digest and entry.recipe == RECIPE:
            touched.append(Planned(file, entry.record.id))
        else:
            changed.append(Planned(file, entry.record.id))
    vanished = {
        entry.record.id: entry
        for source, entry in by_source.items()
        if lies_under(source, found.roots)
        and source not in found.files
        and not lies_under(source, tuple(found.failed))
    }
    moved, added = _tell_moved(new, vanished, set(entries))
    return Plan(
        added=tuple(added),
        changed=tuple(changed),
        moved=tuple(moved),
        removed={key: entry.record.source for key, entry in vanished.items()},
        touched=tuple(touched),
        unchanged=tuple(unchanged),
        failed=failed,
    )


def hash_file(file: FoundFile, settings: Settings) -> str:
    """SHA-256 of a file's content, in hexadecimal.

    Raises:
        UnreadableError: the file is too large or cannot be read.
    """
    check_size(file, settings)
    try:
        with Path(file.path).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from error


def check_size(file: FoundFile, settings: Settings) -> None:
    """Refuse a file above the limit.

    Raises:
        UnreadableError: the file is too large.
    """
    size = file.stamp.size / 1e6
    if size > settings.max_file_mb:
        raise UnreadableError(
            f"it has {size:.0f} MB, more than the {settings.max_file_mb} that "
            "DOSSIER_MAX_FILE_MB allows; split it or raise the setting"
        )


def _tell_moved(
    new: list[tuple[FoundFile, str]], vanished: dict[str, Entry], taken: set[str]
) -> tuple[list[Planned], list[Planned]]:
    """Pair new files with vanished documents of the same content; those leave `vanished`."""
    by_content: dict[str, list[str]] = defaultdict(list)
    for identifier, entry in sorted(vanished.items(), key=lambda item: item[1].record.source):
        by_content[entry.record.sha256].append(identifier)
    moved: list[Planned] = []
    added: list[Planned] = []
    for file, digest in new:
        if by_content[digest]:
            identifier = by_content[digest].pop(0)
            del vanished[identifier]
            moved.append(Planned(file, identifier))
        else:
            identifier = _new_id(file.path, taken)
            taken.add(identifier)
            added.append(Planned(file, identifier))
    return moved, added


def _new_id(source: str, taken: set[str]) -> str:
    """An id made from the source, which is free unless its document has moved elsewhere."""
    attempt = 0
    while True:
        digest = hashlib.sha256(f"{source}\n{attempt}".encode(errors="surrogateescape"))
        identifier = digest.hexdigest()[:16]
        if identifier not in taken:
            return identifier
        attempt += 1
