"""Making the library equal to folders of files: plan what changed, then apply it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest import readers
from ingest.files import Found, find
from ingest.lock import one_writer
from ingest.passages import RECIPE, PassageParser
from ingest.plan import Plan, Planned, check_size, make_plan
from rag.embedding import Embedder, SentenceTransformerEmbedder
from rag.errors import UnreadableError, UsageError
from rag.library import IndexedDocument, Library, LibraryWriter
from rag.library.register import Entry, version_name
from rag.settings import Settings, load_settings
from rag.types import Document, DocumentRecord, Passage, SyncReport

_PASSAGES_AT_ONCE = 512
"""Passages that are embedded and written together: what bounds the memory a sync needs."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync has come."""

    documents_done: int
    documents: int
    passages_done: int


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
    progress: Callable[[Progress], None] = lambda _: None,
) -> SyncReport:
    """Make the library equal to the files under the given folders.

    Files that are new or changed are indexed; documents whose file has left the folders are
    removed; documents from elsewhere stay. A file that cannot be read is reported, keeps the
    version it had, and is tried again next time.

    Args:
        paths: folders, looked through at any depth, or single files.
        settings: by default those of the environment and `.env`.
        embedder: in place of the model that the settings name.
        dry_run: only report what would be done.
        wait: whether to wait where another sync is running.
        allow_empty: whether a folder with nothing to read may empty the library of its documents.
        progress: called after each step.

    Raises:
        UsageError: a path does not exist, or holds nothing to read.
        LibraryBusyError: another sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
        ModelError: the embedding model cannot be loaded.
    """
    settings = settings or load_settings()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    found = find(paths)
    if dry_run:
        library = Library(settings, embedder.fingerprint)
        entries = library.read(lambda view: view.entries()) or {}
        return _report(_checked_plan(found, entries, settings, allow_empty), {})
    if not found.files and not settings.data_dir.exists():
        raise UsageError(_nothing_found(found.roots, 0))
    with one_writer(settings, wait=wait):
        writer = LibraryWriter(settings, embedder.fingerprint)
        plan = _checked_plan(found, writer.entries(), settings, allow_empty)
        failed = _apply(plan, writer, embedder, settings, progress)
        writer.finish()
    return _report(plan, failed)


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
    settings = settings or load_settings()
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
    found: Found, entries: Mapping[str, Entry], settings: Settings, allow_empty: bool
) -> Plan:
    """The plan; refused where nothing was found, which a folder that is not mounted looks like."""
    plan = make_plan(found, entries, settings)
    if not found.files and not found.failed and not (allow_empty and plan.removed):
        raise UsageError(_nothing_found(found.roots, len(plan.removed)))
    return plan


def _apply(
    plan: Plan,
    writer: LibraryWriter,
    embedder: Embedder,
    settings: Settings,
    progress: Callable[[Progress], None],
) -> dict[str, str]:
    """Carry out the plan; the reason by source of what could not be read on the way."""
    failed: dict[str, str] = {}
    parser = PassageParser(embedder)
    work = [*plan.moved, *plan.touched, *plan.changed, *plan.added]
    known = writer.entries()
    done = passages = 0
    writer.remove(plan.removed)
    for batch in _batches(work, parser, settings, failed):
        kept = [p for p in batch if _same_version(p, known)]
        fresh = [p for p in batch if not _same_version(p, known)]
        writer.update([prepared.entry for prepared in kept])
        writer.put(_embedded(fresh, embedder))
        done += len(batch)
        passages += sum(len(prepared.passages) for prepared in fresh)
        progress(Progress(done, len(work), passages))
    return failed


def _batches(
    work: Sequence[Planned], parser: PassageParser, settings: Settings, failed: dict[str, str]
) -> Iterator[list[_Prepared]]:
    """Prepared documents, as many at a time as have about `_PASSAGES_AT_ONCE` passages."""
    batch: list[_Prepared] = []
    for planned in work:
        try:
            batch.append(_prepare(planned, parser, settings))
        except UnreadableError as error:
            failed[planned.file.path] = str(error)
        if sum(len(prepared.passages) for prepared in batch) >= _PASSAGES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _prepare(planned: Planned, parser: PassageParser, settings: Settings) -> _Prepared:
    check_size(planned.file, settings)
    path = Path(planned.file.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from error
    document = readers.read(path, data, planned.document_id)
    version = version_name(document, RECIPE)
    passages = tuple(parser.passages(document, version))
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
    entry = Entry(record, planned.file.stamp, RECIPE, document.pages, document.sections)
    return _Prepared(document, entry, passages)


def _same_version(prepared: _Prepared, known: dict[str, Entry]) -> bool:
    entry = known.get(prepared.document.id)
    return entry is not None and entry.record.version == prepared.entry.record.version


def _embedded(batch: Sequence[_Prepared], embedder: Embedder) -> list[IndexedDocument]:
    vectors = embedder.embed([p.text for prepared in batch for p in prepared.passages])
    indexed: list[IndexedDocument] = []
    start = 0
    for prepared in batch:
        end = start + len(prepared.passages)
        indexed.append(
            IndexedDocument(
                prepared.entry, prepared.document.text, prepared.passages, vectors[start:end]
            )
        )
        start = end
    return indexed


def _report(plan: Plan, failed: dict[str, str]) -> SyncReport:
    def sources(planned: Sequence[Planned]) -> tuple[str, ...]:
        return tuple(sorted(p.file.path for p in planned if p.file.path not in failed))

    return SyncReport(
        added=sources(plan.added),
        changed=sources(plan.changed),
        moved=sources(plan.moved),
        removed=tuple(sorted(plan.removed.values())),
        unchanged=tuple(sorted([*plan.unchanged, *sources(plan.touched)])),
        failed=dict(sorted({**plan.failed, **failed}.items())),
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
