"""All documents of one state of the library, and what they are searched and sorted by.

What has to be made of every document is made once for each state of the library, and only where it
is first needed: a key typed in the search must not cost a look at each document's file.
"""

import os
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.syncing.file_states import FileState, file_state
from rag import DocumentRecord
from rag.library import Entry
from rag.types import date_number
from ui.messages import formats
from ui.messages import library as library_messages

Column = Literal["title", "date", "source", "passages", "indexed", "state"]
COLUMNS: tuple[Column, ...] = get_args(Column)

_STATES_KEPT_SECONDS = 5.0
"""How long a search or a sorting by state goes by what was last seen of the files: it would look
at all of them again at each key typed."""


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


class Listing:
    """The documents of one state of the library. Safe across threads.

    Documents are named by their positions in `entries`.

    Args:
        entries: what the register holds of each document.
        uploads: the folder of uploaded files.
        clock: tells seconds, from any beginning.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        uploads: Path,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.entries = entries
        self._uploads = str(uploads)
        self._clock = clock
        self._orders: dict[tuple[Column, bool], Sequence[int]] = {}
        self._states: tuple[float, Sequence[FileState]] | None = None

    def found(self, search: str, column: Column, *, is_falling: bool) -> list[int]:
        """The documents that have each word of the search in title, source, date or state, sorted.

        Documents that are equal in the column stand by title.
        """
        positions = self._sorted(column, is_falling)
        for word in search.casefold().split():
            positions = self._with(word, positions)
        return list(positions)

    def row(self, position: int) -> Row:
        """A document with the state that its file has now."""
        entry = self.entries[position]
        return Row(entry.record, file_state(entry), self._is_upload(position))

    def chosen(self, ids: Collection[str]) -> list[Row]:
        """The documents of those ids, the latest published first."""
        latest = self._sorted("date", True)
        return [self.row(n) for n in latest if self.entries[n].record.id in ids]

    @cached_property
    def folders(self) -> list[str]:
        """Folders that documents come from, without those inside another of them or of uploads."""
        outermost: list[str] = []
        for folder in sorted(set(self._parents) - {self._uploads}):
            if not any(Path(folder).is_relative_to(outer) for outer in outermost):
                outermost.append(folder)
        return outermost

    def _with(self, word: str, positions: Sequence[int]) -> Sequence[int]:
        texts = self._texts
        named = {state for state, text in library_messages.STATES.items() if word in text}
        if not named:
            return [n for n in positions if word in texts[n]]
        states = self._all_states()
        return [n for n in positions if word in texts[n] or states[n] in named]

    def _sorted(self, column: Column, is_falling: bool) -> Sequence[int]:
        if column == "state":
            states = self._all_states()
            return self._order(lambda n: library_messages.STATES[states[n]], is_falling)
        known = self._orders.get((column, is_falling))
        if known is None:
            known = self._order(self._key(column), is_falling)
            self._orders[column, is_falling] = known
        return known

    def _order(self, key: Callable[[int], Any], is_falling: bool) -> list[int]:
        return sorted(self._by_title, key=key, reverse=is_falling)

    def _key(self, column: Column) -> Callable[[int], Any]:
        records = [entry.record for entry in self.entries]
        match column:
            case "title":
                return lambda n: records[n].title.casefold()
            case "date":
                return lambda n: date_number(records[n].published)
            case "source":
                return lambda n: self._source(n).casefold()
            case "passages":
                return lambda n: records[n].passages
            case _:
                return lambda n: records[n].indexed_at

    @cached_property
    def _by_title(self) -> list[int]:
        keys = [(entry.record.title.casefold(), entry.record.id) for entry in self.entries]
        return sorted(range(len(keys)), key=keys.__getitem__)

    @cached_property
    def _texts(self) -> list[str]:
        """What is searched of each document, except for the state of its file."""
        records = [entry.record for entry in self.entries]
        days = {day: _searched_day(day) for day in {record.published for record in records}}
        sources = map(self._source, range(len(records)))
        return [
            f"{record.title} {source} {days[record.published]}".casefold()
            for record, source in zip(records, sources, strict=True)
        ]

    @cached_property
    def _parents(self) -> list[str]:
        # Of all documents at once, which a Path each would make slow.
        return [os.path.dirname(entry.record.source) for entry in self.entries]  # noqa: PTH120

    def _is_upload(self, position: int) -> bool:
        return self._parents[position] == self._uploads

    def _source(self, position: int) -> str:
        source = self.entries[position].record.source
        return Path(source).name if self._is_upload(position) else source

    def _all_states(self) -> Sequence[FileState]:
        now = self._clock()
        if self._states is None or now - self._states[0] > _STATES_KEPT_SECONDS:
            self._states = now, [file_state(entry) for entry in self.entries]
        return self._states[1]


def _searched_day(published: date | None) -> str:
    return f"{published.isoformat()} {formats.day(published)}" if published else formats.UNDATED
