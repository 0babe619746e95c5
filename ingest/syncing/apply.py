"""Carrying out the plan of a sync, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from ingest.index_format import INDEX_FORMAT
from ingest.passages import PassageParser
from ingest.readers import ReaderProcess
from ingest.report import Progress
from ingest.syncing.plan import Plan, Planned
from ingest.syncing.prepare import Prepared, embed, prepare
from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from ingest.syncing.tally import Tally
from rag.errors import UnreadableError
from rag.library import Entry, IndexedDocument, LibraryWriter
from rag.models.embedder import Embedder
from rag.settings import Settings
from rag.types import Omission

_PASSAGES_EMBEDDED_AT_ONCE = 64
"""Some seconds' work; enough texts for most to be embedded beside others of their length."""
_PASSAGES_AT_ONCE = 512
_CHARACTERS_AT_ONCE = 2_000_000
"""Documents that reach either number are written: together they bound memory, and keep the number
of transactions low."""
_ENTRIES_AT_ONCE = 512
"""Entries recorded in one transaction, between which a sync can be stopped."""


class PlanApplier:
    """Carries out a plan.

    Attributes:
        entries: the register by document id, as the steps so far have left it.
        failed: reason by source of the files that could not be read.
        omissions: by source, what the documents that were read do not contain of it.
        remaining: sources not reached before the sync was stopped.
    """

    def __init__(
        self,
        writer: LibraryWriter,
        known: Mapping[str, Entry],
        embedder: Embedder,
        settings: Settings,
        process: ReaderProcess,
        should_stop: Callable[[], bool],
    ) -> None:
        self.entries = dict(known)
        self.failed: dict[str, str] = {}
        self.omissions: dict[str, tuple[Omission, ...]] = {}
        self.remaining: set[str] = set()
        self._same: list[Entry] = []  # of documents read again whose version is in the library
        self._gone: dict[str, tuple[str, ...]] = {}  # by the id of the last document of their file
        self._writer = writer
        self._embedder = embedder
        self._parser = PassageParser(embedder)
        self._settings = settings
        self._process = process
        self._should_stop = should_stop

    def apply(self, plan: Plan, progress: Callable[[Progress], None]) -> None:
        """Carry out the plan, or the part of it that is done before the sync is stopped."""
        work = [*plan.moved, *plan.touched, *plan.changed, *plan.added]
        self.remaining = {planned.file.path for planned in work}
        tally = Tally(work, progress)
        self._remove(plan.removed)
        tally.begin()
        with suppress(SyncStopped):
            for entries in self._known(work):
                self._record(entries)
                tally.add(_finished(entries))
            self._index([planned for planned in work if not planned.known], tally)
        # Only now: the documents that replace these are in the library.
        written = {s for s, d in plan.duplicate.items() if d.indexed_copy not in self._undone()}
        self._remove({key: source for key, source in plan.superseded.items() if source in written})

    def _undone(self) -> set[str]:
        return self.remaining | set(self.failed)

    def _remove(self, sources: Mapping[str, str]) -> None:
        """Remove documents, given by id with their sources; those not reached remain."""
        removed = self._writer.remove(sources)
        for identifier in removed:
            self.entries.pop(identifier, None)
        self.remaining |= {
            sources[key] for key in sources.keys() - set(removed) & self.entries.keys()
        }

    def _known(self, work: Sequence[Planned]) -> Iterator[list[Entry]]:
        """The entries of documents whose content is known to be the same, some at a time.

        Those of one file are recorded together: half of a mailbox must not stay at its old place.
        """
        some: list[Entry] = []
        for n, planned in enumerate(work, 1):
            some += planned.known
            if len(some) >= _ENTRIES_AT_ONCE or (some and n == len(work)):
                if self._should_stop():
                    raise SyncStopped
                yield some
                some = []

    def _record(self, entries: Sequence[Entry]) -> None:
        """Change what the register says of documents whose passages stay the same."""
        self._writer.update(entries)
        self._note(entries)

    def _note(self, entries: Sequence[Entry]) -> None:
        """Note what is written; the last document of a file takes those away that it lost."""
        self.entries |= {entry.record.id: entry for entry in entries}
        gone = [key for e in entries if e.documents for key in self._gone.pop(e.record.id, ())]
        for identifier in self._writer.remove(gone) if gone else ():
            self.entries.pop(identifier, None)
        self.remaining -= set(_finished(entries))

    def _index(self, work: Sequence[Planned], tally: Tally) -> None:
        """Read, embed and write files; what is embedded when the sync is stopped is written."""
        batch: list[IndexedDocument] = []
        with suppress(SyncStopped):
            for group in self._groups(work, tally):
                batch += self._embed(group, tally)
                if _is_full(batch) or len(self._same) >= _ENTRIES_AT_ONCE:
                    self._write(batch)
                    batch = []
        self._write(batch)

    def _groups(self, work: Sequence[Planned], tally: Tally) -> Iterator[list[Prepared]]:
        """Prepared documents, as many at a time as are embedded together."""
        group: list[Prepared] = []
        for planned in work:
            if self._should_stop():
                return
            source = planned.file.path
            try:
                for prepared in self._prepared(planned):
                    group.append(prepared)
                    if _is_enough(group):
                        yield group
                        group = []
                        if self._should_stop():
                            return
            except UnreadableError as error:
                self.failed[source] = str(error)
                self.remaining.discard(source)
                tally.add([source])
        if group:
            yield group

    def _prepared(self, planned: Planned) -> Iterator[Prepared]:
        found = prepare(planned, self._parser, self._settings, self._process, self.entries)
        for prepared in found:
            if prepared.gone:
                self._gone[prepared.document.id] = prepared.gone
            if prepared.document.omissions:
                self.omissions[prepared.document.source] = prepared.document.omissions
            yield prepared

    def _embed(self, group: Sequence[Prepared], tally: Tally) -> list[IndexedDocument]:
        """The documents of which the library has another version, with their vectors."""
        same = [self._as_before(p.entry) for p in group if self._is_indexed(p)]
        if same:
            tally.add(_finished(same))
        new = [p for p in group if not self._is_indexed(p)]
        files = _finished([p.entry for p in new])
        embedder = StoppableEmbedder(
            self._embedder, self._should_stop, lambda share: tally.tell_part(files, share)
        )
        embedded = embed(new, embedder)
        tally.add(files, sum(len(p.passages) for p in new))
        self._same += same
        return embedded

    def _write(self, batch: Sequence[IndexedDocument]) -> None:
        """Write documents, and record those read with them whose version is there already.

        The last document of a file is written with the others or after them.
        """
        self._writer.put(batch)
        same, self._same = self._same, []
        if same:
            self._writer.update(same)
        self._note([*(document.entry for document in batch), *same])

    def _as_before(self, entry: Entry) -> Entry:
        """The entry of a document whose version entered the library before."""
        indexed_at = self.entries[entry.record.id].record.indexed_at
        return replace(entry, record=replace(entry.record, indexed_at=indexed_at))

    def _is_indexed(self, prepared: Prepared) -> bool:
        """Whether the library has this very version, with passages of the current format."""
        entry = self.entries.get(prepared.document.id)
        if entry is None or entry.index_format != INDEX_FORMAT:
            return False
        return entry.record.version == prepared.entry.record.version


def _finished(entries: Iterable[Entry]) -> list[str]:
    """The files whose last document is among those of the entries."""
    return [entry.record.file for entry in entries if entry.documents]


def _is_enough(group: Sequence[Prepared]) -> bool:
    passages = sum(len(prepared.passages) for prepared in group)
    characters = sum(len(prepared.document.text) for prepared in group)
    return passages >= _PASSAGES_EMBEDDED_AT_ONCE or characters >= _CHARACTERS_AT_ONCE


def _is_full(batch: Sequence[IndexedDocument]) -> bool:
    passages = sum(len(document.passages) for document in batch)
    characters = sum(len(document.document.text) for document in batch)
    return passages >= _PASSAGES_AT_ONCE or characters >= _CHARACTERS_AT_ONCE
