"""From a message to what is searched for: its parts, the turns before it, the dates it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rag.search.dates import DateScope, asks_for_dates, date_scope
from rag.search.parts import parts_of
from rag.search.query import Query, query_for
from rag.search.smalltalk import SmallTalk, is_vague, recognise
from rag.types import DocumentRecord, Filters, Turn

Rewrite = Callable[[str, Sequence[Turn]], str | None]
"""Puts a follow-up question in words that need no conversation, or gives None."""


@dataclass(frozen=True, slots=True)
class Vague:
    """A question that names nothing to search for; the reader is asked what is meant."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is searched for.

    Attributes:
        question: as it is to be understood, on one line.
        queries: one for each part of the question, in order; at least one.
        has_history: whether the question was asked after others.
        filters: those given, narrowed by the dates that the question names.
        scope: what the question says of dates.
    """

    question: str
    queries: tuple[Query, ...]
    has_history: bool = False
    filters: Filters = field(default_factory=Filters)
    scope: DateScope = field(default_factory=DateScope)

    @property
    def subject(self) -> str:
        """What the answer must be about, in words that can be understood alone."""
        return self.queries[0].subject if len(self.queries) == 1 else self.question

    @property
    def text(self) -> str:
        """The search text as it is shown, e.g. "latest death toll [latest first]"."""
        words = " | ".join(query.text for query in self.queries)
        return f"{words} [{self.scope.text}]" if self.scope.text else words


def plan_for(
    message: str,
    history: Sequence[Turn],
    filters: Filters,
    records: Callable[[], Sequence[DocumentRecord]],
    rewrite: Rewrite | None = None,
    today: date | None = None,
) -> Plan | Vague | SmallTalk:
    """What to do about a message at the end of a conversation.

    Args:
        message: on one line.
        history: the turns before it, oldest first.
        filters: which documents to search.
        records: gives those of the library; called only where the question names dates.
        rewrite: tried where there is a conversation; by default, rules alone decide what of the
            earlier turns is searched for too (`rag/search/query.py`).
        today: the day from which "last week" is counted; by default that of the latest document.
    """
    small_talk = recognise(message)
    if small_talk is not None:
        return small_talk
    if not history:
        return Vague() if is_vague(message) else _plan(message, (), filters, records, today)
    alone = rewrite(message, history) if rewrite else None
    if alone:
        return _plan(alone, (), filters, records, today)
    return _plan(message, history, filters, records, today)


def _plan(
    question: str,
    history: Sequence[Turn],
    filters: Filters,
    records: Callable[[], Sequence[DocumentRecord]],
    today: date | None,
) -> Plan:
    scope = DateScope()
    if asks_for_dates(question):
        scope = date_scope(question, records(), today)
    parts = parts_of(question)
    queries = []
    for n, part in enumerate(parts):
        before = [Turn("user", earlier) for earlier in parts[:n]]
        queries.append(query_for(part, [*history, *before]))
    has_history = any(turn.role == "user" for turn in history)
    return Plan(question, tuple(queries), has_history, scope.narrowed(filters), scope)
