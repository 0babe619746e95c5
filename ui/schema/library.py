"""The JSON of documents, and of what changes them."""

from datetime import date, datetime
from typing import Self

from pydantic import field_serializer

import ingest
import rag
from rag.library import Collection as FoundCollection
from ui.schema.base import Model
from ui.service.library_jobs import Removal as DoneRemoval


class DocumentRecord(Model):
    """A document as `dossier documents --json` lists it."""

    document_id: str
    """Stable across changes of its content and moves of its file."""
    title: str
    """The first heading or line."""
    source: str
    """Where it was read from; for a file, its absolute path."""
    published: date | None
    """The date that it gives for itself."""
    sha256: str
    """Digest of the source's bytes, in hexadecimal."""
    passages: int
    """How many passages it has."""
    characters: int
    """Length of its text."""
    indexed_at: datetime
    """When this version was indexed, in UTC, to the second."""

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
    """Of a section; null for a page."""
    number: int | None = None
    """Of a page, from 1; null for a section."""
    ocr: float | None = None
    """Of a page that was read by OCR, the mean confidence of its letters, in [0, 1]; else null."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""


class Document(Model):
    """What `dossier show --json` prints."""

    document_id: str
    """Stable across changes of its content and moves of its file."""
    title: str
    """The first heading or line."""
    source: str
    """Where it was read from; for a file, its absolute path."""
    published: date | None
    """The date that it gives for itself."""
    sha256: str
    """Digest of the source's bytes, in hexadecimal."""
    text: str
    """What all offsets count in."""
    sections: list[Span]
    """In reading order."""
    pages: list[Span]
    """In reading order; empty where the format has no pages."""

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
            pages=[
                Span(number=p.number, start=p.start, end=p.end, ocr=p.ocr) for p in document.pages
            ],
        )


class Duplicate(Model):
    """A source with the same content as another one, which is indexed."""

    source: str
    """The file that is not indexed."""
    of: str
    """The file with the same content that is."""


class Failure(Model):
    """A source that could not be read."""

    source: str
    """The file."""
    reason: str
    """What is wrong and what to do about it."""


class SyncReport(Model):
    """What `dossier sync --json` prints: what was done, by source."""

    added: list[str]
    """Files indexed for the first time."""
    changed: list[str]
    """Files whose content has changed."""
    moved: list[str]
    """Files that were indexed under another path."""
    removed: list[str]
    """Files whose document was removed."""
    unchanged: list[str]
    """Files that needed nothing."""
    duplicate: list[Duplicate]
    """Files that are not indexed because another has the same content."""
    failed: list[Failure]
    """Files that could not be read; the next sync tries them again."""
    remaining: list[str]
    """Files that were not processed because the sync was stopped."""

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
    """In the order of the ids given."""
    failed: list[Failure]
    """Uploaded files whose document is removed, but which could not be deleted."""

    @classmethod
    def of(cls, removal: DoneRemoval) -> Self:
        """As `ui.service.library_jobs.Removal` has it."""
        return cls(
            removed=[DocumentRecord.of(record) for record in removal.records],
            failed=[Failure(source=source, reason=why) for source, why in removal.failed.items()],
        )


class Collection(Model):
    """A library as `dossier collections --json` lists it."""

    name: str
    """As DOSSIER_COLLECTION chooses it."""
    documents: int
    """How many it holds."""
    embedding_model: str
    """The model that made its vectors: its name, and a digest of its files."""
    is_chosen: bool
    """Whether it is the one that DOSSIER_COLLECTION chooses now."""

    @classmethod
    def of(cls, found: FoundCollection) -> Self:
        """As `rag.library.Collection` has it."""
        return cls(
            name=found.name,
            documents=found.documents,
            embedding_model=found.embedding_model,
            is_chosen=found.is_chosen,
        )


class EmbeddingReport(Model):
    """What `dossier embed` did."""

    documents: int
    """How many were embedded; 0 where the library had that model already."""
    remaining: int
    """How many were not reached before it was stopped."""

    @classmethod
    def of(cls, report: ingest.EmbeddingReport) -> Self:
        """As `ingest.EmbeddingReport` has it."""
        return cls(documents=report.documents, remaining=report.remaining)
