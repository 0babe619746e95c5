"""What a question is narrowed to: read from what a reader typed and chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from rag import Filters, UsageError
from rag.dossier import Dossier
from ui.messages import scope as scope_messages

MOST_DOCUMENTS = 1_000
"""Documents that a question may be narrowed to: more than anybody chooses by hand."""

_DocumentId = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is narrowed to.

    Attributes:
        since: earliest published date, inclusive; None for no limit.
        until: latest published date, inclusive; None for no limit.
        documents: the only ones searched, each by its id and title; empty means all.
    """

    since: date | None = None
    until: date | None = None
    documents: Annotated[tuple[tuple[_DocumentId, str], ...], Field(max_length=MOST_DOCUMENTS)] = ()

    def filters(self) -> Filters:
        """The same for the search."""
        return Filters(self.since, self.until, tuple(key for key, _ in self.documents))


def read_scope(
    dossier: Dossier, since: str | None, until: str | None, documents: Sequence[str] | None
) -> Scope:
    """The scope of three fields.

    Args:
        since: a date in ISO 8601, e.g. 2026-05-08, or nothing; `until` is the same.
        documents: ids; those that are no longer in the library are ignored.

    Raises:
        UsageError: a date cannot be read, or the scope ends before it begins.
        LibraryError: documents are chosen, and the library cannot be read.
    """
    first, last = _date(since), _date(until)
    if first and last and first > last:
        raise UsageError(scope_messages.reversed_dates(first, last), scope_messages.SWAP_DATES)
    records = {record.id: record for record in dossier.documents()} if documents else {}
    chosen = tuple((key, records[key].title) for key in documents or () if key in records)
    return Scope(first, last, chosen)


def _date(value: str | None) -> date | None:
    value = (value or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(
            scope_messages.not_a_date(value), scope_messages.HOW_TO_WRITE_DATES
        ) from None
