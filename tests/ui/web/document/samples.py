"""Documents made for tests of their pages."""

from datetime import UTC, date, datetime

from rag import Document, DocumentRecord, Page, Passage, Section
from rag.structure import UNDIVIDED, Structure


def make_document(
    text: str = "One. Two.",
    *,
    title: str = "A report",
    sections: tuple[Section, ...] = (),
    pages: tuple[Page, ...] = (),
    structure: Structure = UNDIVIDED,
    source: str = "/b/a.md",
) -> Document:
    return Document(
        "d1",
        title,
        source,
        date(2025, 3, 8),
        text,
        pages,
        sections,
        "ab" * 32,
        structure=structure,
    )


def make_record(title: str = "A report", document_id: str = "d1") -> DocumentRecord:
    indexed = datetime(2026, 5, 8, 12, tzinfo=UTC)
    return DocumentRecord(
        document_id, title, "/b/a.md", date(2025, 3, 8), "ab" * 32, "v", 2, 9, indexed
    )


def make_passage(
    text: str, start: int, end: int, section: str | None = None, page: int | None = None
) -> Passage:
    return Passage("p", "d1", start, end, section, page, text[start:end], ())
