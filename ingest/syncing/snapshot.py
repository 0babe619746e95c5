"""What the last sync found: a file beside the library that saves the next sync work.

It is derived and may be deleted at any time. It lists the duplicates, which are not in the
register, so that they are not read at each sync. It also lists every source with its stamp, and the
state that the library's own files had: if neither has changed, a sync need not open the library.
"""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from ingest.syncing.files import Found, lies_under
from ingest.syncing.known_files import known_files
from rag.library import Entry, Stamp, library_files
from rag.settings import Settings

log = logging.getLogger(__name__)

_NAME = "snapshot-1.json"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose content is indexed from another file.

    Attributes:
        indexed_copy: the source of the document with that content.
        sha256: of the content, in hexadecimal.
        stamp: of this file when it was read.
    """

    indexed_copy: str
    sha256: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class SyncSnapshot:
    """What the last sync found.

    Attributes:
        key: names the library's state, the embedding model and the index format; None if unknown.
        sources: for the source of each document, the file's size and modification time as one
            string, which costs the garbage collector nothing.
        duplicates: by source.
    """

    key: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    duplicates: Mapping[str, Duplicate] = field(default_factory=dict)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """The snapshot on disk; an empty one if that is missing or damaged."""
        try:
            found = json.loads((settings.collection_dir / _NAME).read_bytes())
            duplicates = {
                source: Duplicate(indexed_copy, sha256, Stamp(size, mtime_ns))
                for source, (indexed_copy, sha256, size, mtime_ns) in found["duplicates"].items()
            }
            return cls(found["key"], found["sources"], duplicates)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, settings: Settings) -> None:
        """Write the snapshot, whole or not at all: without it, the next sync only does more."""
        duplicates = {
            source: (d.indexed_copy, d.sha256, d.stamp.size, d.stamp.mtime_ns)
            for source, d in self.duplicates.items()
        }
        text = json.dumps({"key": self.key, "sources": self.sources, "duplicates": duplicates})
        partial = settings.collection_dir / f"{_NAME}.part"
        try:
            partial.write_text(text, encoding="ascii")
            partial.replace(settings.collection_dir / _NAME)
        except OSError as error:
            log.debug("%s cannot be written: %s", partial, error)
            with suppress(OSError):
                partial.unlink()

    def is_current(self, found: Found, key: str | None) -> bool:
        """Whether neither the library nor any file under the roots has changed since."""
        return key is not None and key == self.key and self.has_all(found)

    def has_all(self, found: Found) -> bool:
        """Whether no file under the roots has changed since."""
        if found.failed:
            return False
        sources, duplicates = self.sources, self.duplicates
        for path, file in found.files.items():
            known = sources.get(path)
            if known is not None:
                if known != f"{file.size} {file.mtime_ns}":
                    return False
                continue
            copy = duplicates.get(path)
            if copy is None or copy.stamp != file.stamp or not os.path.lexists(copy.indexed_copy):
                return False
        gone = (sources.keys() | duplicates.keys()) - found.files.keys()
        return not any(lies_under(source, found.roots) for source in gone)


def snapshot_after(
    key: str | None,
    entries: Mapping[str, Entry],
    old: SyncSnapshot,
    found: Found,
    new: Mapping[str, Duplicate],
) -> SyncSnapshot:
    """The snapshot to save after a sync.

    Args:
        key: names the library's state after the sync.
        entries: the register after the sync, by document id.
        old: the snapshot before; of its duplicates, those outside the roots are kept.
        found: the files that the sync found.
        new: the duplicates among them, by source.
    """
    stamps = ((f.path, f.stamp) for f in known_files(entries.values()).values())
    kept = {path: c for path, c in old.duplicates.items() if not lies_under(path, found.roots)}
    return SyncSnapshot(
        key, {path: f"{s.size} {s.mtime_ns}" for path, s in stamps}, {**kept, **new}
    )


def library_key(settings: Settings, *parts: str) -> str | None:
    """A string that differs whenever the library's own files or one of the parts do.

    None if the library is on a server, or if one of its files is missing.
    """
    if settings.chroma_url is not None:
        return None
    try:
        stamps: list[Any] = [
            (s.st_size, s.st_mtime_ns) for s in (file.stat() for file in library_files(settings))
        ]
    except OSError:
        return None
    return json.dumps([settings.collection, *parts, *stamps])
