"""The JSON of answers and searches."""

from datetime import date
from typing import Self

import rag
from ui.schema.base import DIGITS, Model


class Sentence(Model):
    """A sentence of an answer."""

    text: str
    """Without markers."""
    markers: list[int]
    """Numbers of the citations it rests on, ascending."""
    supported: bool
    """Whether its citations carry it."""
    support: float
    """How well they do, in [0, 1]; 1 for a verbatim sentence."""
    reason: str
    """Why it is not supported, as a phrase; "" where it is."""

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


class Cell(Model):
    """A cell of a table's row."""

    column: str
    """The name of its column; "" where it has none."""
    value: str
    """The cell's words, on one line; "" where it is empty."""


class Citation(Model):
    """A quotation: the characters `start` to `end` of its document's text."""

    marker: int
    """The number in the answer's text, from 1."""
    passage_id: str
    """The passage that holds the quote."""
    document_id: str
    """Stable across changes of its content and moves of its file."""
    title: str
    """Of the document."""
    source: str
    """Where the document was read from; for a file, its absolute path."""
    published: date | None
    """The date that the document gives for itself."""
    page: int | None
    """The page that the passage begins on; null where the format has no pages."""
    section: str | None
    """Title of the section that holds the quote."""
    start: int
    """Offset of the quote's first character in the document's text."""
    end: int
    """Offset after its last character."""
    quote: str
    """The text between the two offsets, verbatim."""
    speaker: str | None
    """Who says it, or wrote the older mail that it is quoted from; null where that is not known."""
    sent: date | None
    """The date of the older mail that a mail quotes it from; else null."""
    row: list[Cell]
    """Of a quote from a table, the cells of its row, in the order of the columns; else empty."""

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
            speaker=citation.speaker,
            sent=citation.sent,
            row=[Cell(column=column, value=value) for column, value in citation.row],
        )


class Hit(Model):
    """A passage with the score that found it."""

    passage_id: str
    """The passage."""
    document_id: str
    """The document that the passage is a part of."""
    title: str
    """Of the document."""
    source: str
    """Where the document was read from; for a file, its absolute path."""
    published: date | None
    """The date that the document gives for itself."""
    page: int | None
    """The page that the passage begins on; null where the format has no pages."""
    section: str | None
    """Title of the section that holds the passage."""
    start: int
    """Offset of the passage's first character in the document's text."""
    end: int
    """Offset after its last character."""
    text: str
    """The passage, verbatim."""
    context: str
    """What it stands under: titles of sections, a list's lead-in, a table's heads, the speaker; one
    a line, the outermost first."""
    score: float
    """In [0, 1]; hits are ordered by it, the highest first."""

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
            context=passage.context,
            score=round(hit.score, DIGITS),
        )


class Filters(Model):
    """What a search was narrowed to."""

    since: date | None
    """Earliest published date, inclusive."""
    until: date | None
    """Latest published date, inclusive."""
    documents: list[str]
    """Ids of the documents searched; empty means all."""


class Timings(Model):
    """Milliseconds spent searching, and answering after the search."""

    search_ms: float
    """Milliseconds until the passages were found."""
    answer_ms: float
    """Milliseconds after that until the answer was complete."""


class Answer(Model):
    """What `dossier ask --json` prints."""

    question: str
    """As asked, on one line."""
    search_text: str
    """As searched; differs from the question in a conversation."""
    text: str
    """All sentences with their markers, or the statement that nothing answers."""
    answered: bool
    """Whether the documents answer the question."""
    confidence: float
    """In [0, 1], that the documents answer the question."""
    engine: str
    """What wrote the sentences: "extractive", or "llm:" and the model's name."""
    sentences: list[Sentence]
    """In reading order; empty when not answered."""
    citations: list[Citation]
    """Ordered by marker; empty when not answered."""
    hits: list[Hit]
    """The passages considered, the best first."""
    missing: list[str]
    """Words of the question that none of the hits contains."""
    filters: Filters
    """What the search was narrowed to, by the caller or by the question's own words."""
    notices: list[str]
    """What the reader has to know beside the text, a sentence each."""
    timings: Timings
    """How long it took."""

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
    """As asked."""
    hits: list[Hit]
    """The best first."""
    notices: list[str]
    """What the reader has to know beside the hits, a sentence each."""
