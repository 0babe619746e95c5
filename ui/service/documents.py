"""The documents as the library's table shows them: searched, sorted, and a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingest.syncing.uploads import uploads_folder
from rag import UsageError
from rag.dossier import Dossier
from ui.messages import scope as scope_messages
from ui.service.listing import COLUMNS, Column, Listing, Row

ROWS_AT_ONCE = 100
"""Rows shown at first, and added by each press of "Show more": quick to draw, long to read."""

MOST_ROWS = 500
"""Rows shown at most, some 600 kB of markup: whoever looks further has a search for it."""

_FALLING: frozenset[Column] = frozenset({"date", "passages", "indexed"})
"""Columns whose greatest value comes first when one begins to sort by them."""


def read_date(text: str) -> date | Literal["none"]:
    """The date that a person has typed for a document.

    Raises:
        UsageError: it is neither a date in ISO 8601, e.g. 2026-05-08, nor "none".
    """
    text = text.strip().lower()
    if text == "none":
        return "none"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            scope_messages.not_a_date(text), scope_messages.HOW_TO_WRITE_DATES
        ) from None


@dataclass(frozen=True, slots=True)
class View:
    """What one browser shows of the table.

    Attributes:
        search: words that each shown document has in its title, source, date or state.
        limit: most rows shown, up to `MOST_ROWS`.
    """

    search: str = ""
    column: Column = "date"
    is_falling: bool = True
    limit: int = ROWS_AT_ONCE

    def searched(self, search: str) -> "View":
        """The view with other words searched for."""
        return replace(self, search=search, limit=ROWS_AT_ONCE)

    def continued(self) -> "View":
        """The view with further rows."""
        return replace(self, limit=min(self.limit + ROWS_AT_ONCE, MOST_ROWS))

    def sorted_by(self, column: str) -> "View":
        """The view sorted by that column; the other way round where it already is."""
        known: Column | None = next((name for name in COLUMNS if name == column), None)
        if known is None:
            return self
        if known == self.column:
            return replace(self, is_falling=not self.is_falling)
        return replace(self, column=known, is_falling=known in _FALLING)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which documents have a tick in one browser.

    Attributes:
        number: counts the messages of the browser, which may arrive in another order.
        documents: their ids.
    """

    number: int = 0
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a view shows.

    Attributes:
        rows: the first of the documents found, in order.
        count: how many are found.
        total: how many the library has.
    """

    rows: tuple[Row, ...]
    count: int
    total: int


class LibraryDocuments:
    """The documents of a library as they are now. Safe across threads.

    Args:
        dossier: whose library.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._uploads = uploads_folder(dossier.settings)
        self._listing = Listing((), self._uploads)

    def found(self, view: View) -> Found:
        """What the view shows.

        Raises:
            LibraryError: the library cannot be read.
        """
        listing = self._now()
        positions = listing.found(view.search, view.column, is_falling=view.is_falling)
        rows = tuple(listing.row(position) for position in positions[: min(view.limit, MOST_ROWS)])
        return Found(rows, len(positions), len(listing.entries))

    def chosen(self, ids: Collection[str]) -> list[Row]:
        """The documents of those ids, the latest first; those that are gone are left out.

        Raises:
            LibraryError: the library cannot be read.
        """
        return self._now().chosen(ids)

    def folders(self) -> list[str]:
        """Folders that documents come from, without those inside another of them.

        Raises:
            LibraryError: the library cannot be read.
        """
        return self._now().folders

    def _now(self) -> Listing:
        listing, entries = self._listing, self._dossier.entries()
        # Where nothing changed these are the same objects, which takes no time to find out.
        if entries != listing.entries:
            listing = self._listing = Listing(entries, self._uploads)
        return listing
