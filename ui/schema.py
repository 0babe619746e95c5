"""The JSON of every interface, as pydantic models: names, types and shapes are a promise.

Each model is made by its `of` from the value of the same name. `model_json_schema()` gives the JSON
Schema that OpenAPI builds on.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, field_serializer

import ingest
import rag

if TYPE_CHECKING:
    from rag.library import Checkup as LibraryCheckup
    from rag.library import Finding as LibraryFinding

_DIGITS = 4
"""Decimal places of scores."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(_Model):
    """A sentence of an answer."""

    text: str
    markers: list[int]
    supported: bool
    support: float
    reason: str

    @classmethod
    def of(cls, sentence: rag.Sentence) -> Self:
        """As `rag.Sentence` has it."""
        return cls(
            text=sentence.text,
            markers=list(sentence.markers),
            supported=sentence.supported,
            support=round(sentence.support, _DIGITS),
            reason=sentence.reason,
        )


class Citation(_Model):
    """A quotation: the characters `start` to `end` of its document's text."""

    marker: int
    passage_id: str
    document_id: str
    title: str
    source: str
    published: date | None
    page: int | None
    section: str | None
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, citation: rag.Citation) -> Self:
        """As `rag.Citation` has it, without its document's text."""
        document = citation.document
        return cls(
            marker=citation.marker,
            passage_id=citation.passage_id,
            document_id=document.id,
            title=document.title,
            source=document.source,
            published=document.published,
            page=citation.page,
            section=citation.section,
            start=citation.start,
            end=citation.end,
            quote=citation.quote,
        )


class Hit(_Model):
    """A passage with the score that found it."""

    passage_id: str
    document_id: str
    title: str
    source: str
    published: date | None
    page: int | None
    section: str | None
    start: int
    end: int
    text: str
    score: float

    @classmethod
    def of(cls, hit: rag.Hit) -> Self:
        """As `rag.Hit` has it."""
        passage, document = hit.passage, hit.document
        return cls(
            passage_id=passage.id,
            document_id=document.id,
            title=document.title,
            source=document.source,
            published=document.published,
            page=passage.page,
            section=passage.section,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            score=round(hit.score, _DIGITS),
        )


class Filters(_Model):
    """What a search was narrowed to."""

    since: date | None
    until: date | None
    documents: list[str]


class Timings(_Model):
    """Milliseconds spent searching, and answering after the search."""

    search_ms: float
    answer_ms: float


class Answer(_Model):
    """What `dossier ask --json` prints."""

    question: str
    search_text: str
    text: str
    answered: bool
    confidence: float
    engine: str
    sentences: list[Sentence]
    citations: list[Citation]
    hits: list[Hit]
    missing: list[str]
    filters: Filters
    notices: list[str]
    timings: Timings

    @classmethod
    def of(cls, answer: rag.Answer) -> Self:
        """As `rag.Answer` has it."""
        filters, timings = answer.filters, answer.timings
        return cls(
            question=answer.question,
            search_text=answer.search_text,
            text=answer.text,
            answered=answer.answered,
            confidence=answer.confidence,
            engine=answer.engine,
            sentences=[Sentence.of(sentence) for sentence in answer.sentences],
            citations=[Citation.of(citation) for citation in answer.citations],
            hits=[Hit.of(hit) for hit in answer.hits],
            missing=list(answer.missing),
            filters=Filters(
                since=filters.since, until=filters.until, documents=list(filters.documents)
            ),
            notices=list(answer.notices),
            timings=Timings(search_ms=timings.search_ms, answer_ms=timings.answer_ms),
        )


class SearchResult(_Model):
    """What `dossier search --json` prints; the hits are ordered, the best first."""

    question: str
    hits: list[Hit]


class DocumentRecord(_Model):
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


class Span(_Model):
    """A section or page of a document; `title` or `number` says which."""

    title: str | None = None
    number: int | None = None
    start: int
    end: int


class Document(_Model):
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


class Duplicate(_Model):
    """A source with the same content as another one, which is indexed."""

    source: str
    of: str


class Failure(_Model):
    """A source that could not be read."""

    source: str
    reason: str


class SyncReport(_Model):
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


class Removal(_Model):
    """What `dossier remove --json` prints."""

    removed: list[DocumentRecord]


class Finding(_Model):
    """Something that is wrong, and what to do about it."""

    kind: str
    detail: str
    remedy: str
    documents: list[str]
    repairable: bool
    repaired: bool

    @classmethod
    def of(cls, finding: "LibraryFinding") -> Self:
        """As `rag.library.Finding` has it."""
        return cls(
            kind=finding.kind,
            detail=finding.detail,
            remedy=finding.remedy,
            documents=list(finding.documents),
            repairable=finding.repairable,
            repaired=finding.repaired,
        )


class Checkup(_Model):
    """What `dossier doctor --json` prints."""

    well: bool
    facts: dict[str, str]
    settings: dict[str, str]
    findings: list[Finding]

    @classmethod
    def of(cls, checkup: "LibraryCheckup") -> Self:
        """As `rag.library.Checkup` has it."""
        return cls(
            well=checkup.is_well,
            facts=dict(checkup.facts),
            settings=dict(checkup.settings),
            findings=[Finding.of(finding) for finding in checkup.findings],
        )


class Error(_Model):
    """Why something failed, and what can be done about it."""

    message: str
    remedy: str

    @classmethod
    def of(cls, error: rag.DossierError) -> Self:
        """As `rag.DossierError` has it."""
        return cls(message=error.message, remedy=error.remedy)
