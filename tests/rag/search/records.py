"""Records of documents of which the date alone matters."""

from datetime import UTC, date, datetime

from rag.types import DocumentRecord


def record(day: date | None) -> DocumentRecord:
    """The record of a document published on that day."""
    return DocumentRecord(
        id=f"d{day}",
        title="A note",
        source="/notes/a.txt",
        published=day,
        sha256="00",
        version="v",
        passages=1,
        characters=10,
        indexed_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
