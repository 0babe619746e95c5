"""The documents as the library's table shows them: searched, sorted, and a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import ingest
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
        only_undated: whether documents with a date are left out.
    """

    search: str = ""
    column: Column = "date"
    is_falling: bool = True
    limit: int = ROWS_AT_ONCE
    only_undated: bool = False

    def searched(self, search: str) -> "View":
        """The view with other words searched for."""
        return replace(self, search=search, limit=ROWS_AT_ONCE)

    def undated(self, *, only: bool) -> "View":
        """The view with or without the documents that have a date."""
        return replace(self, only_undated=only, limit=ROWS_AT_ONCE)

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
        if view.only_undated:
            positions = [n for n in positions if listing.entries[n].record.published is None]
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


def set_by_hand(dossier: Dossier, document_id: str, title: str, published: str) -> None:
    """Set a document's title and date to what was typed; what is the same as before stays.

    Args:
        published: as `read_date` takes it, or nothing for no date.

    Raises:
        UsageError: there is no such document, or the title or date is none.
        LibraryBusyError: a sync is running.
        LibraryError: the library cannot be written to.
    """
    record = dossier.record(document_id)
    day = read_date(published or "none")
    is_same_day = day == (record.published or "none")
    is_same_title = title.split() == record.title.split()
    if not (is_same_day and is_same_title):
        ingest.edit(
            document_id,
            title=None if is_same_title else title,
            published=None if is_same_day else day,
            wait=False,
            settings=dossier.settings,
            embedder=dossier.embedder,
        )


def clear_by_hand(dossier: Dossier, document_id: str) -> None:
    """Return to the title and date that a document's file gives.

    Raises:
        UsageError: there is no such document.
        LibraryBusyError: a sync is running.
        LibraryError: the library cannot be written to.
    """
    ingest.edit(
        document_id,
        clear=True,
        wait=False,
        settings=dossier.settings,
        embedder=dossier.embedder,
    )
