"""The JSON of documents, and of what changes them."""

from datetime import date, datetime
from typing import Self

from pydantic import field_serializer

import ingest
import rag
from rag.library import Collection as FoundCollection
from rag.types import Omission as FoundOmission
from rag.types import Origin
from ui.schema.base import Model
from ui.service.library_jobs import Removal as DoneRemoval


class DocumentRecord(Model):
    """A document as `dossier documents --json` lists it and `dossier edit --json` prints it."""

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
    title_from: Origin
    """Where the title was found: "by hand" (a person has set it), "metadata", "label", "heading",
    "line", "file name", "mail header"; "" where that is not known."""
    published_from: Origin
    """Where the date was found, in the same words."""

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
            title_from=record.title_from,
            published_from=record.published_from,
        )


class Span(Model):
    """A section or page of a document; `title` or `number` says which."""

    title: str | None = None
    """Of a section; null for a page."""
    number: int | None = None
    """Of a page, from 1; null for a section."""
    level: int | None = None
    """Of a section's heading, from 1, the outermost, 0 where it has none; null for a page."""
    ocr: float | None = None
    """Of a page that was read by OCR, the mean confidence of its letters, in [0, 1]; else null."""
    start: int
    """Offset of its first character in the document's text."""
    end: int
    """Offset after its last character."""


def spans_of(document: rag.Document) -> tuple[list[Span], list[Span]]:
    """The sections and the pages of a document."""
    sections = [
        Span(title=s.title, level=s.level, start=s.start, end=s.end) for s in document.sections
    ]
    return sections, [
        Span(number=p.number, start=p.start, end=p.end, ocr=p.ocr) for p in document.pages
    ]


class Omission(Model):
    """Something in a source that its document's text does not contain."""

    what: str
    """In the plural, e.g. "images"."""
    count: int
    """How many."""

    @classmethod
    def of(cls, omission: FoundOmission) -> Self:
        """As `rag.types.Omission` has it."""
        return cls(what=omission.what, count=omission.count)


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
    title_from: Origin
    """Where the title was found: "by hand" (a person has set it), "metadata", "label", "heading",
    "line", "file name", "mail header"; "" where that is not known."""
    published_from: Origin
    """Where the date was found, in the same words."""
    omissions: list[Omission]
    """What of the source is not in the text."""

    @classmethod
    def of(cls, document: rag.Document, record: rag.DocumentRecord) -> Self:
        """As `rag.Document` has it, and its record in the register."""
        sections, pages = spans_of(document)
        return cls(
            document_id=document.id,
            title=document.title,
            source=document.source,
            published=document.published,
            sha256=document.sha256,
            text=document.text,
            sections=sections,
            pages=pages,
            title_from=record.title_from,
            published_from=record.published_from,
            omissions=list(map(Omission.of, document.omissions)),
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


class Omissions(Model):
    """What a document that was read does not contain of its source."""

    source: str
    """The file."""
    omissions: list[Omission]
    """At least one."""


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
    passed_over: dict[str, int]
    """How many files of formats that are not read there are, by ending, e.g. ".xyz"."""
    omissions: list[Omissions]
    """What the texts of the documents that were read do not contain of their files."""

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
            passed_over=dict(report.passed_over),
            omissions=[
                Omissions(source=source, omissions=list(map(Omission.of, left_out)))
                for source, left_out in report.omissions.items()
            ],
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
