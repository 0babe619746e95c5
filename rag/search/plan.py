"""From a question to what is searched for: its parts, the turns before it, the dates it names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.search.dates import DateScope, asks_for_dates, date_scope
from rag.search.parts import parts_of
from rag.search.query import Query, query_for
from rag.types import DocumentRecord, Filters, Hit, Turn


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is searched for.

    Attributes:
        searches: one for each part of the question, in order.
        has_history: whether the question was asked after others.
        filters: those given, narrowed by the dates that the question names.
        scope: what the question says of dates.
    """

    searches: tuple[Query, ...]
    has_history: bool
    filters: Filters
    scope: DateScope

    @property
    def text(self) -> str:
        """The search text as it is shown, e.g. "latest death toll [latest first]"."""
        words = " | ".join(search.text for search in self.searches)
        return f"{words} [{self.scope.text}]" if self.scope.text else words


def plan_for(
    question: str,
    history: Sequence[Turn],
    filters: Filters,
    records: Callable[[], Sequence[DocumentRecord]],
) -> Plan:
    """The plan for a question at the end of a conversation.

    Args:
        records: gives those of the library; called only where the question names dates.
    """
    scope = date_scope(question, records()) if asks_for_dates(question) else DateScope()
    parts = parts_of(question)
    searches = []
    for n, part in enumerate(parts):
        before = [Turn("user", earlier) for earlier in parts[:n]]
        searches.append(query_for(part, [*history, *before]))
    has_history = any(turn.role == "user" for turn in history)
    return Plan(tuple(searches), has_history, scope.narrowed(filters), scope)


def merged(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of several searches, each passage once with its best score, best first."""
    best: dict[str, Hit] = {}
    for hit in (hit for hits in found for hit in hits):
        known = best.get(hit.passage.id)
        if known is None or hit.score > known.score:
            best[hit.passage.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.passage.id)))
