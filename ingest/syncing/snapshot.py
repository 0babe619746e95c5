"""What the last sync saw: a note beside the library that spares the next one work.

It is derived, and may be deleted at any time. It remembers duplicates, which are in no register,
so that they are not read at each sync; and it names every source with its stamp together with the
state that the library's own files had, so that a sync that finds neither files nor library changed
needs not open the library.
"""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ingest.syncing.files import Found, lies_under
from rag.library import Entry, Stamp
from rag.settings import Settings

log = logging.getLogger(__name__)

_NAME = "snapshot-1.json"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose content another file holds.

    Attributes:
        indexed_copy: the source of the document with that content.
    """

    indexed_copy: str
    sha256: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class SyncSnapshot:
    """What the last sync saw.

    Attributes:
        key: names the library's state, the embedding model and the recipe; None where unknown.
        sources: size and modification time by source of a document, as one string: thousands
            of them cost the garbage collector nothing.
        copies: duplicates by source.
    """

    key: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, Duplicate] = field(default_factory=dict)

    @classmethod
    def load(cls, settings: Settings) -> Self:
        """The note; an empty one where it is missing or damaged."""
        try:
            found = json.loads((settings.data_dir / _NAME).read_bytes())
            copies = {
                source: Duplicate(indexed_copy, sha256, Stamp(size, mtime_ns))
                for source, (indexed_copy, sha256, size, mtime_ns) in found["copies"].items()
            }
            return cls(found["key"], found["sources"], copies)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, settings: Settings) -> None:
        """Write the note, whole or not at all: without it the next sync only does more."""
        copies = {
            source: (copy.indexed_copy, copy.sha256, copy.stamp.size, copy.stamp.mtime_ns)
            for source, copy in self.copies.items()
        }
        text = json.dumps({"key": self.key, "sources": self.sources, "copies": copies})
        partial = settings.data_dir / f"{_NAME}.part"
        try:
            partial.write_text(text, encoding="ascii")
            partial.replace(settings.data_dir / _NAME)
        except OSError as error:
            log.debug("%s cannot be written: %s", partial, error)
            with suppress(OSError):
                partial.unlink()

    def same(self, found: Found, key: str | None) -> bool:
        """Whether neither the library nor any file under the roots has changed since."""
        if key is None or key != self.key or found.failed:
            return False
        sources, copies = self.sources, self.copies
        for path, file in found.files.items():
            known = sources.get(path)
            if known is not None:
                if known != f"{file.size} {file.mtime_ns}":
                    return False
                continue
            copy = copies.get(path)
            if copy is None or copy.stamp != file.stamp or not os.path.lexists(copy.indexed_copy):
                return False
        gone = (sources.keys() | copies.keys()) - found.files.keys()
        return not any(lies_under(source, found.roots) for source in gone)


def snapshot_after(
    key: str | None,
    entries: Mapping[str, Entry],
    old: SyncSnapshot,
    found: Found,
    new: Mapping[str, Duplicate],
) -> SyncSnapshot:
    """What is to be remembered after a sync.

    Args:
        key: the library's state after the sync.
        entries: the register after the sync, by document id.
        old: what was remembered before; of it, what lies outside the roots is kept.
        found: the files there were.
        new: the duplicates among them.
    """
    stamps = ((e.record.source, e.stamp) for e in entries.values())
    kept = {path: c for path, c in old.copies.items() if not lies_under(path, found.roots)}
    return SyncSnapshot(
        key, {path: f"{s.size} {s.mtime_ns}" for path, s in stamps}, {**kept, **new}
    )


def library_key(settings: Settings, *parts: str) -> str | None:
    """Names the state of the library's own files, and what else the parts name.

    None where the library is on a server or lacks a file.
    """
    if settings.chroma_url is not None:
        return None
    files = (settings.data_dir / "chroma" / "chroma.sqlite3", _lexical_mark(settings))
    try:
        stamps: list[Any] = [(s.st_size, s.st_mtime_ns) for s in (file.stat() for file in files)]
    except OSError:
        return None
    return json.dumps([*parts, *stamps])


def _lexical_mark(settings: Settings) -> Path:
    return next((settings.data_dir / "lexical").glob("generation-*"), settings.data_dir / "none")
