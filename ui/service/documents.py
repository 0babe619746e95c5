"""The documents as the library's table shows them: searched and sorted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.syncing.file_states import FileState, file_state
from ingest.syncing.uploads import uploads_folder
from rag import DocumentRecord
from rag.dossier import Dossier
from rag.types import date_number
from ui.messages import formats
from ui.messages import library as library_messages

Column = Literal["title", "date", "source", "passages", "indexed", "state"]
COLUMNS: tuple[Column, ...] = get_args(Column)

ROWS_AT_ONCE = 100
"""Rows shown at first, and added by each press of "Show more": quick to draw, long to read."""

_FALLING: frozenset[Column] = frozenset({"date", "passages", "indexed"})
"""Columns whose greatest value comes first when one begins to sort by them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document in the table.

    Attributes:
        is_upload: whether its file was uploaded in the browser.
    """

    record: DocumentRecord
    state: FileState
    is_upload: bool

    @property
    def source(self) -> str:
        """Where it comes from, as shown: the path, or the name of an uploaded file."""
        return Path(self.record.source).name if self.is_upload else self.record.source

    @property
    def indexed_at(self) -> datetime:
        """When it was indexed, in this machine's time."""
        return self.record.indexed_at.astimezone()


@dataclass(frozen=True, slots=True)
class View:
    """What one browser shows of the table.

    Attributes:
        search: words that each shown document has in its title, source, date or state.
        limit: most rows shown.
    """

    search: str = ""
    column: Column = "date"
    is_falling: bool = True
    limit: int = ROWS_AT_ONCE

    def searched(self, search: str) -> "View":
        """The view with other words searched for."""
        return replace(self, search=search, limit=ROWS_AT_ONCE)

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


def rows_of(dossier: Dossier) -> list[Row]:
    """All documents, each with the state of its file, in no order.

    Raises:
        LibraryError: the library cannot be read.
    """
    uploads = str(uploads_folder(dossier.settings))
    return [
        Row(entry.record, file_state(entry), str(Path(entry.record.source).parent) == uploads)
        for entry in dossier.entries()
    ]


def arranged(rows: Sequence[Row], view: View) -> list[Row]:
    """The rows that the view's search finds, sorted; those beyond its limit too."""
    words = view.search.casefold().split()
    found = [row for row in rows if all(word in _searched(row) for word in words)]
    found.sort(key=lambda row: (row.record.title.casefold(), row.record.id))
    found.sort(key=lambda row: _key(row, view.column), reverse=view.is_falling)
    return found


def folders_of(rows: Iterable[Row]) -> list[str]:
    """Folders that documents come from, without those inside another of them."""
    folders = sorted({str(Path(row.record.source).parent) for row in rows if not row.is_upload})
    outermost: list[str] = []
    for folder in folders:
        if not any(Path(folder).is_relative_to(outer) for outer in outermost):
            outermost.append(folder)
    return outermost


def _searched(row: Row) -> str:
    published = row.record.published
    day = f"{published.isoformat()} {formats.day(published)}" if published else formats.UNDATED
    return f"{row.record.title} {row.source} {day} {library_messages.STATES[row.state]}".casefold()


def _key(row: Row, column: Column) -> Any:
    record = row.record
    match column:
        case "title":
            return record.title.casefold()
        case "date":
            return date_number(record.published)
        case "source":
            return row.source.casefold()
        case "passages":
            return record.passages
        case "indexed":
            return record.indexed_at
        case "state":
            return library_messages.STATES[row.state]
