"""What a question is narrowed to: read from what a reader typed and chose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Annotated

from pydantic import Field

from rag import DocumentRecord, Filters, UsageError
from rag.dossier import Dossier
from ui.messages import formats
from ui.messages import scope as scope_messages

MOST_DOCUMENTS = 1_000
"""Documents that a question may be narrowed to: more than anybody chooses by hand."""

MOST_CHOICES = 500
"""Documents that are offered at a time, some 50 kB: more than anybody reads in a list."""

_Labels = dict[str, tuple[str, str]]
"""A document's label and the same in lower case, by its id."""

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


class DocumentChoices:
    """The documents that a question can be narrowed to, as they are offered. Safe across threads.

    Of a large library some are offered at a time: the latest, or those that match what is typed.

    Args:
        dossier: whose documents.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._known: tuple[Sequence[DocumentRecord], _Labels] = ((), {})

    def offered(self, typed: str, chosen: Collection[str]) -> list[tuple[str, str]]:
        """Label and id of each document that is offered, the latest first.

        Args:
            typed: what their labels contain, whatever the case.
            chosen: ids of documents that are offered in any case.

        Raises:
            LibraryError: the library cannot be read.
        """
        labels = self._labels()
        typed = typed.strip().lower()
        matching = (key for key, (_, folded) in labels.items() if typed in folded)
        offered = dict.fromkeys(islice(matching, MOST_CHOICES))
        offered |= dict.fromkeys(key for key in chosen if key in labels)
        return [(labels[key][0], key) for key in offered]

    def are_all_offered(self) -> bool:
        """Whether all documents are offered at once, whatever is typed.

        Raises:
            LibraryError: the library cannot be read.
        """
        return len(self._labels()) <= MOST_CHOICES

    def _labels(self) -> _Labels:
        records, labels = self._known
        now = self._dossier.documents()
        # Where nothing changed these are the same objects, which takes no time to find out.
        if now != records:
            written = ((r.id, f"{r.title} ({formats.day(r.published)})") for r in now)
            labels = {key: (label, label.lower()) for key, label in written}
            self._known = now, labels
        return labels


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
