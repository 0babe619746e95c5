"""Making the library equal to folders of files: plan what changed, then apply it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from pathlib import Path

from ingest import readers
from ingest.passages import INDEX_FORMAT, PassageParser
from ingest.readers import ReaderProcess
from ingest.report import Progress, SyncReport
from ingest.syncing.files import Found, find, read_file
from ingest.syncing.plan import Plan, Planned, make_plan
from ingest.syncing.snapshot import SyncSnapshot, library_key, snapshot_after
from ingest.syncing.stopping import StoppableEmbedder, SyncStopped
from rag.errors import UnreadableError, UsageError
from rag.library import Entry, IndexedDocument, Library, LibraryWriter, one_writer, version_name
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings
from rag.types import Document, DocumentRecord, Passage

_PASSAGES_AT_ONCE = 512
_CHARACTERS_AT_ONCE = 2_000_000
"""What is embedded and written together is a few documents more than either: it bounds memory."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document that is read and cut, but not embedded yet."""

    document: Document
    entry: Entry
    passages: tuple[Passage, ...]


def sync(
    paths: Sequence[str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    dry_run: bool = False,
    wait: bool = True,
    allow_empty: bool = False,
    follow_links: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> SyncReport:
    """Make the library equal to the files under the given folders.

    Files that are new or changed are indexed; documents whose file has left the folders are
    removed; documents from elsewhere stay. Of files with the same content one is indexed. A file
    that cannot be read is reported, keeps the version it had, and is tried again next time.

    Args:
        paths: folders, looked through at any depth, or single files.
        settings: by default those of the environment and `.env`.
        embedder: in place of the model that the settings name.
        dry_run: only report what would be done.
        wait: whether to wait where another sync is running.
        allow_empty: whether a folder with nothing to read may empty the library of its documents.
        follow_links: whether links in the folders to files outside them are indexed; else they are
            reported as failed.
        progress: called after each step.
        should_stop: asked before each document and while embedding; once it says yes, the report
            tells what was done until then and what remains.

    Raises:
        UsageError: a path does not exist, or holds nothing to read.
        LibraryBusyError: another sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
        ModelError: the embedding model cannot be loaded.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    found = find(paths, follow_links=follow_links)
    seen = SyncSnapshot.load(settings)
    if dry_run:
        library = Library(settings, embedder.fingerprint)
        entries = library.read(lambda view: view.entries()) or {}
        return _report(_checked_plan(found, entries, seen, settings, allow_empty), {}, set())
    if not found.files and not found.failed and not settings.data_dir.exists():
        raise UsageError(_nothing_found(found.roots, 0))
    with one_writer(settings, wait=wait):
        seen = SyncSnapshot.load(settings)
        if found.files and seen.same(
            found, library_key(settings, embedder.fingerprint, INDEX_FORMAT)
        ):
            return _unchanged(found, seen)
        with ReaderProcess(settings.reader_seconds, settings.reader_memory_mb) as process:
            with suppress(UnreadableError):  # which a file is told where there is one to read
                process.start()  # while the library is opened
            writer = LibraryWriter(settings, embedder.fingerprint)
            known = writer.entries()
            plan = _checked_plan(found, known, seen, settings, allow_empty)
            applying = _Applying(writer, known, embedder, settings, process, should_stop)
            applying.apply(plan, progress)
        writer.finish()
        key = library_key(settings, embedder.fingerprint, INDEX_FORMAT)
        snapshot_after(key, applying.entries, seen, found, plan.duplicate).save(settings)
    return _report(plan, applying.failed, applying.remaining)


def remove(
    document_ids: Sequence[str],
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    wait: bool = True,
) -> list[DocumentRecord]:
    """Remove documents from the library; their files stay, and a later sync adds them again.

    Returns:
        The records of the removed documents.

    Raises:
        UsageError: there is no document of one of the ids; then none is removed.
        LibraryBusyError: a sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    with one_writer(settings, wait=wait):
        writer = LibraryWriter(settings, embedder.fingerprint)
        entries = writer.entries()
        for identifier in document_ids:
            if identifier not in entries:
                raise UsageError(
                    f"There is no document {identifier!r}; `dossier documents` lists the ids."
                )
        writer.remove(document_ids)
        writer.finish()
    return [entries[identifier].record for identifier in dict.fromkeys(document_ids)]


def _checked_plan(
    found: Found,
    entries: Mapping[str, Entry],
    seen: SyncSnapshot,
    settings: Settings,
    allow_empty: bool,
) -> Plan:
    """The plan; refused where nothing was found, which a folder that is not mounted looks like."""
    plan = make_plan(found, entries, seen.copies, settings)
    if not found.files and not found.failed and not (allow_empty and plan.removed):
        raise UsageError(_nothing_found(found.roots, len(plan.removed)))
    return plan


class _Applying:
    """Carries out a plan.

    Attributes:
        entries: the register, by document id, as it has become.
        failed: the reason by source of what could not be read on the way.
        remaining: the sources that were not come to.
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
        """Carry out the plan, or as much of it as there is before it is to stop."""
        work = [*plan.moved, *plan.touched, *plan.changed, *plan.added]
        self.remaining = {planned.file.path for planned in work}
        done = passages = 0
        self._remove(plan.removed)
        if work:
            progress(Progress(0, len(work), 0))
        with suppress(SyncStopped):
            for batch in self._batches(work):
                passages += self._write(batch)
                done += len(batch)
                self.remaining -= {prepared.document.source for prepared in batch}
                progress(Progress(done + len(self.failed), len(work), passages))
        # Only now: what takes the place of these documents is in the library.
        held = {s for s, c in plan.duplicate.items() if c.indexed_copy not in self._undone()}
        self._remove(key for key, source in plan.superseded.items() if source in held)

    def _undone(self) -> set[str]:
        return self.remaining | set(self.failed)

    def _remove(self, document_ids: Iterable[str]) -> None:
        leaving = list(document_ids)
        self._writer.remove(leaving)
        for identifier in leaving:
            self.entries.pop(identifier, None)

    def _write(self, batch: Sequence[_Prepared]) -> int:
        """Bring the batch into the library; the number of passages that were written."""
        kept = [p for p in batch if _same_version(p, self.entries)]
        fresh = [p for p in batch if not _same_version(p, self.entries)]
        embedded = _embedded(fresh, self._embedder)
        self._writer.update([prepared.entry for prepared in kept])
        self._writer.put(embedded)
        self.entries |= {prepared.document.id: prepared.entry for prepared in batch}
        return sum(len(prepared.passages) for prepared in fresh)

    def _batches(self, work: Sequence[Planned]) -> Iterator[list[_Prepared]]:
        """Prepared documents, as many at a time as are embedded and written together."""
        batch: list[_Prepared] = []
        passages = characters = 0
        for planned in work:
            if self._should_stop():
                return
            try:
                prepared = _prepare(planned, self._parser, self._settings, self._process)
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


def _prepare(
    planned: Planned, parser: PassageParser, settings: Settings, process: ReaderProcess
) -> _Prepared:
    data, stamp = read_file(planned.file, settings)
    path = Path(planned.file.path)
    reading = readers.read(path, data, planned.document_id, process)
    document = reading.document
    # The format too: the same bytes have other sections as Markdown than as plain text.
    version = version_name(document, f"{INDEX_FORMAT}{path.suffix.lower()}")
    passages = tuple(parser.passages(reading, version))
    record = DocumentRecord(
        id=document.id,
        title=document.title,
        source=document.source,
        published=document.published,
        sha256=document.sha256,
        version=version,
        passages=len(passages),
        characters=len(document.text),
        indexed_at=datetime.now(UTC),
    )
    entry = Entry(record, stamp, INDEX_FORMAT, document.pages, document.sections)
    return _Prepared(document, entry, passages)


def _same_version(prepared: _Prepared, known: Mapping[str, Entry]) -> bool:
    entry = known.get(prepared.document.id)
    if entry is None or entry.recipe != INDEX_FORMAT:
        return False
    return entry.record.version == prepared.entry.record.version


def _embedded(batch: Sequence[_Prepared], embedder: Embedder) -> list[IndexedDocument]:
    passages = [passage for prepared in batch for passage in prepared.passages]
    texts = [passage.text for passage in passages]
    texts += [sentence for passage in passages for sentence in _sentences(passage)]
    texts += [prepared.document.title for prepared in batch]
    vectors = embedder.embed(texts)
    indexed: list[IndexedDocument] = []
    start, sentence = 0, len(passages)
    titles = vectors[len(texts) - len(batch) :]
    for n, prepared in enumerate(batch):
        end = start + len(prepared.passages)
        ends = list(accumulate((len(p.sentences) for p in prepared.passages), initial=sentence))
        indexed.append(
            IndexedDocument(
                prepared.entry,
                prepared.document.text,
                prepared.passages,
                vectors[start:end],
                tuple(vectors[first:last] for first, last in pairwise(ends)),
                titles[n : n + 1],
            )
        )
        start, sentence = end, ends[-1]
    return indexed


def _sentences(passage: Passage) -> Iterator[str]:
    for start, end in passage.sentences:
        yield passage.text[start - passage.start : end - passage.start]


def _unchanged(found: Found, seen: SyncSnapshot) -> SyncReport:
    copies = {
        source: seen.copies[source].indexed_copy for source in found.files if source in seen.copies
    }
    return SyncReport(
        unchanged=tuple(sorted(source for source in found.files if source not in copies)),
        duplicate=dict(sorted(copies.items())),
    )


def _report(plan: Plan, failed: Mapping[str, str], remaining: Set[str]) -> SyncReport:
    def sources(planned: Sequence[Planned]) -> tuple[str, ...]:
        paths = (p.file.path for p in planned)
        return tuple(sorted(p for p in paths if p not in failed and p not in remaining))

    indexed_copies = {source: copy.indexed_copy for source, copy in plan.duplicate.items()}
    also_failed = {
        s: failed[indexed_copy]
        for s, indexed_copy in indexed_copies.items()
        if indexed_copy in failed
    }
    also_remaining = {s for s, indexed_copy in indexed_copies.items() if indexed_copy in remaining}
    return SyncReport(
        added=sources(plan.added),
        changed=sources(plan.changed),
        moved=sources(plan.moved),
        removed=tuple(sorted(plan.removed.values())),
        unchanged=tuple(sorted([*plan.unchanged, *sources(plan.touched)])),
        duplicate={
            source: indexed_copy
            for source, indexed_copy in sorted(indexed_copies.items())
            if source not in also_failed and source not in also_remaining
        },
        failed=dict(sorted({**plan.failed, **failed, **also_failed}.items())),
        remaining=tuple(sorted(remaining | also_remaining)),
    )


def _nothing_found(roots: Sequence[str], indexed: int) -> str:
    folders = ", ".join(repr(root) for root in roots)
    kinds = ", ".join(readers.suffixes())
    if indexed:
        return (
            f"There is nothing to read in {folders}, from which the library has {indexed} "
            "documents; if they are to be removed, sync again with --allow-empty."
        )
    return f"There is nothing to read in {folders}; put files there that end in {kinds}."
