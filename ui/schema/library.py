"""The JSON of documents, and of what changes them."""

from datetime import date, datetime
from typing import Self

from pydantic import field_serializer

import ingest
import rag
from ui.schema.base import Model
from ui.service.library_jobs import Removal as DoneRemoval


class DocumentRecord(Model):
    """A document as `dossier documents --json` lists it."""

    document_id: str
    title: str
    source: str
    published: date | None
    sha256: str
    passages: int
    characters: int
    indexed_at: datetime

    @field_serializer("indexed_at")
    def _seconds(self, value: datetime) -> str:
        return value.isoformat(timespec="seconds")

    @classmethod
    def of(cls, record: rag.DocumentRecord) -> Self:
        """As `rag.DocumentRecord` has it."""
        return cls(
            document_id=record.id,
            title=record.title,
            source=record.source,
            published=record.published,
            sha256=record.sha256,
            passages=record.passages,
            characters=record.characters,
            indexed_at=record.indexed_at,
        )


class Span(Model):
    """A section or page of a document; `title` or `number` says which."""

    title: str | None = None
    number: int | None = None
    start: int
    end: int


class Document(Model):
    """What `dossier show --json` prints."""

    document_id: str
    title: str
    source: str
    published: date | None
    sha256: str
    text: str
    sections: list[Span]
    pages: list[Span]

    @classmethod
    def of(cls, document: rag.Document) -> Self:
        """As `rag.Document` has it."""
        return cls(
            document_id=document.id,
            title=document.title,
            source=document.source,
            published=document.published,
            sha256=document.sha256,
            text=document.text,
            sections=[Span(title=s.title, start=s.start, end=s.end) for s in document.sections],
            pages=[Span(number=p.number, start=p.start, end=p.end) for p in document.pages],
        )


class Duplicate(Model):
    """A source with the same content as another one, which is indexed."""

    source: str
    of: str


class Failure(Model):
    """A source that could not be read."""

    source: str
    reason: str


class SyncReport(Model):
    """What `dossier sync --json` prints: what was done, by source."""

    added: list[str]
    changed: list[str]
    moved: list[str]
    removed: list[str]
    unchanged: list[str]
    duplicate: list[Duplicate]
    failed: list[Failure]
    remaining: list[str]

    @classmethod
    def of(cls, report: ingest.SyncReport) -> Self:
        """As `ingest.SyncReport` has it."""
        return cls(
            added=list(report.added),
            changed=list(report.changed),
            moved=list(report.moved),
            removed=list(report.removed),
            unchanged=list(report.unchanged),
            duplicate=[Duplicate(source=source, of=of) for source, of in report.duplicate.items()],
            failed=[
                Failure(source=source, reason=reason) for source, reason in report.failed.items()
            ],
            remaining=list(report.remaining),
        )


class Removal(Model):
    """What `dossier remove --json` prints; `failed` has the uploaded files that are still there."""

    removed: list[DocumentRecord]
    failed: list[Failure]

    @classmethod
    def of(cls, removal: DoneRemoval) -> Self:
        """As `ui.service.library_jobs.Removal` has it."""
        return cls(
            removed=[DocumentRecord.of(record) for record in removal.records],
            failed=[Failure(source=source, reason=why) for source, why in removal.failed.items()],
        )
