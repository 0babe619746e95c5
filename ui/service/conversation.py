"""A conversation as a page shows it and a browser saves it.

It has what is shown of an answer, but not the documents' texts: a passage is read from the library
when it is opened. A citation has its document's SHA-256, which tells whether the document is still
the version that was quoted.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from rag import Answer, Citation, Document, DocumentRecord, Hit, Sentence, Turn
from rag.search.history import remembered
from rag.types import LONGEST_QUESTION
from ui.messages import ask as ask_messages
from ui.service.scope import Scope

NEAREST = 3
"""Passages saved of an answer that quotes nothing."""

MOST_EXCHANGES = 200
"""Questions of one conversation: more than a day's work, and as many as a page shows well."""

_LARGEST = 1_000_000
"""Characters of the longest conversation that is read back; 200 answers with three citations and
three near passages each have about as many."""

_ROOM = 100_000
"""Characters that an answer may add."""

Verdict = Literal["", "good", "bad"]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(max_length=200)]
Offset = Annotated[int, Field(ge=0, le=10**9)]
Question = Annotated[str, Field(max_length=LONGEST_QUESTION)]
Seal = Annotated[str, Field(max_length=64)]


@dataclass(frozen=True, slots=True)
class SavedDocument:
    """Which document, and which version of it."""

    id: Id
    title: str
    source: str
    published: date | None
    sha256: str


@dataclass(frozen=True, slots=True)
class SavedCitation:
    """A citation without its document's text; also a passage that was near, whose marker is 0."""

    marker: Offset
    document: SavedDocument
    start: Offset
    end: Offset
    quote: str
    section: str | None
    page: int | None
    speaker: str | None = None
    sent: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of an answer once it is complete.

    Attributes:
        seconds: from the question to the complete answer.
        nearest: where nothing answers, the passages that come nearest, best first.
        in_history: whether `rag.Answer.history` has it; small talk is left out.
    """

    answered: bool
    engine: str
    search_text: str
    seconds: float
    nearest: Annotated[tuple[SavedCitation, ...], Field(max_length=NEAREST)] = ()
    notices: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    in_history: bool = True


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its reply.

    Attributes:
        id: names its answer, in the feedback on it for one.
        scope: what the search was narrowed to, by the reader or by the question's own words.
        text: what is written so far, markers included.
        outcome: None until the answer is complete.
        problem: why the answer is not complete and will not be.
        seal: shows that the answer was given here (`sealing`); "" where it is not complete.
    """

    id: Id
    question: Question
    scope: Scope = field(default_factory=Scope)
    text: str = ""
    sentences: Annotated[tuple[Sentence, ...], Field(max_length=1_000)] = ()
    citations: Annotated[tuple[SavedCitation, ...], Field(max_length=1_000)] = ()
    outcome: Outcome | None = None
    problem: str = ""
    verdict: Verdict = ""
    seal: Seal = ""

    @property
    def is_pending(self) -> bool:
        """Whether its reply is still being written."""
        return self.outcome is None and not self.problem

    @property
    def searched(self) -> str:
        """What was searched for, where that is not the question itself; else ""."""
        words = self.outcome.search_text if self.outcome else ""
        return words if words != " ".join(self.question.split()) else ""

    @property
    def nearest(self) -> tuple[SavedCitation, ...]:
        """Where nothing answers, the passages that come nearest, best first."""
        return self.outcome.nearest if self.outcome else ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions and replies, oldest first.

    Attributes:
        id: "" before the first question.
        name: as the reader gave it; "" for the first question's words.
        changed_at: when a question was last asked, in UTC; None before the first.
    """

    id: Annotated[str, Field(max_length=200)] = ""
    name: Name = ""
    exchanges: Annotated[tuple[Exchange, ...], Field(max_length=MOST_EXCHANGES)] = ()
    changed_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        """Whether a reply is being written."""
        return bool(self.exchanges) and self.exchanges[-1].is_pending

    @property
    def is_full(self) -> bool:
        """Whether a further answer could make it longer than what is read back."""
        return len(self.exchanges) >= MOST_EXCHANGES or len(to_json(self)) > _LARGEST - _ROOM

    @property
    def title(self) -> str:
        """Its name, or its first question."""
        first = self.exchanges[0].question if self.exchanges else ""
        return self.name or " ".join(first.split())[:80]

    def history(self) -> tuple[Turn, ...]:
        """The turns that the next question builds on: the last `rag.Answer.history`."""
        counted = [e for e in self.exchanges if e.outcome and e.outcome.in_history]
        return remembered(
            [
                turn
                for exchange in counted
                for turn in (Turn("user", exchange.question), Turn("assistant", exchange.text))
            ]
        )

    def asked(self, question: str, scope: Scope) -> "Conversation":
        """With a further question, whose reply is pending."""
        exchange = Exchange(new_id(), question, scope)
        return replace(
            self,
            id=self.id or new_id(),
            exchanges=(*self.exchanges, exchange),
            changed_at=datetime.now(UTC),
        )

    def before(self, index: int) -> "Conversation":
        """Without the exchange of that position and all after it."""
        return replace(self, exchanges=self.exchanges[:index])

    def with_last(self, exchange: Exchange) -> "Conversation":
        """With another last exchange."""
        return replace(self, exchanges=(*self.exchanges[:-1], exchange))

    def judged(self, index: int, verdict: Verdict) -> "Conversation":
        """With the reader's verdict on one answer."""
        exchanges = list(self.exchanges)
        exchanges[index] = replace(exchanges[index], verdict=verdict)
        return replace(self, exchanges=tuple(exchanges))


def new_id() -> str:
    """An id that nothing else has."""
    return secrets.token_hex(8)


def to_json(conversation: Conversation) -> str:
    """What the browser saves."""
    return _adapter().dump_json(conversation).decode()


def from_json(text: object) -> Conversation | None:
    """A conversation that a browser saved; None where it is not one.

    What comes from a browser may be anything. A reply that was never completed becomes one that
    was stopped.
    """
    if not isinstance(text, str) or len(text) > _LARGEST:
        return None
    try:
        conversation = _adapter().validate_json(text)
    except ValidationError:
        return None
    if not conversation.id:
        return None
    return replace(
        conversation,
        exchanges=tuple(
            replace(exchange, problem=ask_messages.STOPPED) if exchange.is_pending else exchange
            for exchange in conversation.exchanges
        ),
    )


def saved_citation(citation: Citation) -> SavedCitation:
    """The citation without its document's text."""
    return SavedCitation(
        citation.marker,
        _saved_document(citation.document),
        citation.start,
        citation.end,
        citation.quote,
        citation.section,
        citation.page,
        citation.speaker,
        citation.sent,
    )


def completed(exchange: Exchange, answer: Answer, before: tuple[Turn, ...]) -> Exchange:
    """The exchange with its complete answer.

    Args:
        before: the history that the question was asked with.
    """
    filters = answer.filters
    titles = dict(exchange.scope.documents)
    outcome = Outcome(
        answered=answer.answered,
        engine=answer.engine,
        search_text=answer.search_text,
        seconds=(answer.timings.search_ms + answer.timings.answer_ms) / 1000,
        nearest=() if answer.answered else tuple(_near(hit) for hit in answer.hits[:NEAREST]),
        notices=answer.notices,
        in_history=answer.history != before,
    )
    return replace(
        exchange,
        scope=Scope(
            filters.since,
            filters.until,
            tuple((key, titles.get(key, key)) for key in filters.documents),
        ),
        text=answer.text,
        sentences=answer.sentences,
        citations=tuple(saved_citation(citation) for citation in answer.citations),
        outcome=outcome,
    )


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)


def _near(hit: Hit) -> SavedCitation:
    passage = hit.passage
    return SavedCitation(
        0,
        _saved_document(hit.document),
        passage.start,
        passage.end,
        passage.text,
        passage.section,
        passage.page,
    )


def _saved_document(document: Document | DocumentRecord) -> SavedDocument:
    return SavedDocument(
        document.id, document.title, document.source, document.published, document.sha256
    )
