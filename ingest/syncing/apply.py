"""Carrying out the plan of a sync, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from ingest.passages import INDEX_FORMAT, PassageParser
from ingest.readers import ReaderProcess
from ingest.report import Progress
from ingest.syncing.plan import Plan, Planned
from ingest.syncing.prepare import Prepared, embed, prepare
from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from rag.errors import UnreadableError
from rag.library import Entry, LibraryWriter
from rag.models.embedder import Embedder
from rag.settings import Settings

_PASSAGES_AT_ONCE = 512
_CHARACTERS_AT_ONCE = 2_000_000
"""A batch ends with the document that reaches either number: together they bound memory, and keep
the number of transactions low."""
_ENTRIES_AT_ONCE = 512
"""Entries recorded in one transaction, between which a sync can be stopped."""


class PlanApplier:
    """Carries out a plan.

    Attributes:
        entries: the register by document id, as the steps so far have left it.
        failed: reason by source of the files that could not be read.
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
        self.remaining: set[str] = set()
        self._writer = writer
        self._embedder = StoppableEmbedder(embedder, should_stop)
        self._parser = PassageParser(embedder)
        self._settings = settings
        self._process = process
        self._should_stop = should_stop

    def apply(self, plan: Plan, progress: Callable[[Progress], None]) -> None:
        """Carry out the plan, or the part of it that is done before the sync is stopped."""
        work = [*plan.moved, *plan.touched, *plan.changed, *plan.added]
        self.remaining = {planned.file.path for planned in work}
        passages = 0

        def report_progress() -> None:
            progress(Progress(len(work) - len(self.remaining), len(work), passages))

        self._remove(plan.removed)
        if work:
            report_progress()
        with suppress(SyncStopped):
            for entries in self._known(work):
                self._record(entries)
                report_progress()
            for batch in self._batches([planned for planned in work if planned.known is None]):
                passages += self._write(batch)
                report_progress()
        # Only now: the documents that replace these are in the library.
        written = {s for s, d in plan.duplicate.items() if d.indexed_copy not in self._undone()}
        self._remove(key for key, source in plan.superseded.items() if source in written)

    def _undone(self) -> set[str]:
        return self.remaining | set(self.failed)

    def _remove(self, document_ids: Iterable[str]) -> None:
        leaving = list(document_ids)
        self._writer.remove(leaving)
        for identifier in leaving:
            self.entries.pop(identifier, None)

    def _known(self, work: Sequence[Planned]) -> Iterator[list[Entry]]:
        """The entries of documents whose content is known to be the same, some at a time."""
        known = [planned.known for planned in work if planned.known is not None]
        for start in range(0, len(known), _ENTRIES_AT_ONCE):
            if self._should_stop():
                raise SyncStopped
            yield known[start : start + _ENTRIES_AT_ONCE]

    def _record(self, entries: Sequence[Entry]) -> None:
        """Change what the register says of documents whose passages stay the same."""
        self._writer.update(entries)
        self.entries |= {entry.record.id: entry for entry in entries}
        self.remaining -= {entry.record.source for entry in entries}

    def _batches(self, work: Sequence[Planned]) -> Iterator[list[Prepared]]:
        """Prepared documents, as many at a time as are embedded and written together."""
        batch: list[Prepared] = []
        passages = characters = 0
        for planned in work:
            if self._should_stop():
                return
            try:
                prepared = prepare(planned, self._parser, self._settings, self._process)
            except UnreadableError as error:
                self.failed[planned.file.path] = str(error)
                self.remaining.discard(planned.file.path)
                continue
            batch.append(prepared)
            passages += len(prepared.passages)
            characters += len(prepared.document.text)
            if passages >= _PASSAGES_AT_ONCE or characters >= _CHARACTERS_AT_ONCE:
                yield batch
                batch, passages, characters = [], 0, 0
        if batch:
            yield batch

    def _write(self, batch: Sequence[Prepared]) -> int:
        """Write a batch to the library; the number of passages that were embedded."""
        same = [p.entry for p in batch if self._is_indexed(p)]
        new = [p for p in batch if not self._is_indexed(p)]
        embedded = embed(new, self._embedder)
        if same:
            self._record(same)
        self._writer.put(embedded)
        self.entries |= {prepared.document.id: prepared.entry for prepared in new}
        self.remaining -= {prepared.document.source for prepared in new}
        return sum(len(prepared.passages) for prepared in new)

    def _is_indexed(self, prepared: Prepared) -> bool:
        """Whether the library has this very version, with passages of the current format."""
        entry = self.entries.get(prepared.document.id)
        if entry is None or entry.index_format != INDEX_FORMAT:
            return False
        return entry.record.version == prepared.entry.record.version
