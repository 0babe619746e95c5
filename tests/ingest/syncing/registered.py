"""Files and register entries as plain values, for tests of what a sync decides."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.index_format import INDEX_FORMAT
from ingest.syncing.files import Found, find
from rag.library.register import Entry, Stamp
from rag.types import DocumentRecord


def entry(path: Path, text: str, *, key: str = "d1", stamp: Stamp | None = None) -> Entry:
    """What the register says of a file with that text; by default with the file's stamp."""
    record = DocumentRecord(
        id=key,
        title="Rain",
        source=str(path),
        published=date(2026, 3, 4),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        version=f"{key}-0",
        passages=1,
        characters=len(text),
        indexed_at=datetime(2026, 3, 5, tzinfo=UTC),
    )
    return Entry(record, stamp or Stamp.of(path.stat()), INDEX_FORMAT)


def by_id(*entries: Entry) -> dict[str, Entry]:
    return {entry.record.id: entry for entry in entries}


def found_in(folder: Path) -> Found:
    return find([folder])
