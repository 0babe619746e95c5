"""The JSON of answers and searches."""

from datetime import date
from typing import Self

import rag
from ui.schema.base import DIGITS, Model


class Sentence(Model):
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
            support=round(sentence.support, DIGITS),
            reason=sentence.reason,
        )


class Citation(Model):
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


class Hit(Model):
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
            score=round(hit.score, DIGITS),
        )


class Filters(Model):
    """What a search was narrowed to."""

    since: date | None
    until: date | None
    documents: list[str]


class Timings(Model):
    """Milliseconds spent searching, and answering after the search."""

    search_ms: float
    answer_ms: float


class Answer(Model):
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


class SearchResult(Model):
    """What `dossier search --json` prints; the hits are ordered, the best first."""

    question: str
    hits: list[Hit]
