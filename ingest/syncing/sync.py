"""Making the library equal to folders of files: plan what changed, then apply the plan."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ingest import readers
from ingest.index_format import INDEX_FORMAT
from ingest.readers import ReaderProcess
from ingest.report import Progress, SyncReport
from ingest.syncing.apply import PlanApplier
from ingest.syncing.files import Found, find
from ingest.syncing.plan import Plan, make_plan
from ingest.syncing.reporting import report_of, report_unchanged
from ingest.syncing.snapshot import SyncSnapshot, library_key, snapshot_after
from ingest.syncing.suggestions import keep_suggestions
from rag.errors import UnreadableError, UsageError
from rag.library import Entry, Library, LibraryWriter, one_writer
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class _Job:
    """What one sync was asked to do, and the files it found."""

    found: Found
    settings: Settings
    embedder: Embedder
    allow_empty: bool
    progress: Callable[[Progress], None]
    should_stop: Callable[[], bool]

    def plan(self, entries: Mapping[str, Entry], snapshot: SyncSnapshot) -> Plan:
        """The steps of the sync.

        Raises:
            UsageError: no file was found, as in a folder that is not mounted.
        """
        plan = make_plan(self.found, entries, snapshot.duplicates, self.settings)
        nothing = not self.found.files and not self.found.failed
        if nothing and not (self.allow_empty and plan.removed):
            raise _nothing_found(self.found.roots, len(plan.removed))
        return plan

    def tell_left_over(self, done: int, total: int) -> None:
        """Tell how much of what was replaced is still to be deleted."""
        self.progress(Progress(0, 0, 0, left_over=total - done))

    def library_key(self) -> str | None:
        """Names the state of the library, for the next sync to compare."""
        return library_key(self.settings, self.embedder.fingerprint, INDEX_FORMAT)


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

    Files that are new or changed are indexed; documents whose file is no longer in the folders are
    removed; documents from elsewhere stay. Of files with the same content, one is indexed. A file
    that cannot be read is reported, keeps the version it had, and is tried again next time.

    Args:
        paths: folders, searched at any depth, or single files.
        settings: by default those of the environment and `.env`.
        embedder: used in place of the model that the settings name.
        dry_run: only report what would be done.
        wait: whether to wait while another sync is running.
        allow_empty: whether a folder without readable files may remove all of its documents from
            the library.
        follow_links: whether links in the folders to files outside them are indexed; otherwise they
            are reported as failed.
        progress: called after each step.
        should_stop: asked before each document and while embedding; once it returns True, the
            report lists what was done so far and what remains.

    Raises:
        UsageError: a path does not exist, or holds nothing to read.
        LibraryBusyError: another sync is running, and `wait` is False.
        LibraryError: the library cannot be written to.
        ModelError: the embedding model cannot be loaded.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    found = find(paths, follow_links=follow_links)
    job = _Job(found, settings, embedder, allow_empty, progress, should_stop)
    if dry_run:
        return _dry_run(job)
    if not found.files and not found.failed and not settings.data_dir.exists():
        raise _nothing_found(found.roots, 0)  # rather than make a library for it
    with one_writer(settings, wait=wait):
        snapshot = SyncSnapshot.load(settings)
        if found.files and snapshot.is_current(found, job.library_key()):
            return report_unchanged(found, snapshot)
        return _apply(job, snapshot)


def _dry_run(job: _Job) -> SyncReport:
    library = Library(job.settings, job.embedder.fingerprint)
    entries = library.read(lambda view: view.entries()) or {}
    return report_of(job.plan(entries, SyncSnapshot.load(job.settings)), {}, set())


def _apply(job: _Job, snapshot: SyncSnapshot) -> SyncReport:
    """Plan and apply, with the library locked."""
    settings = job.settings
    with ReaderProcess(settings.reader_seconds, settings.reader_memory_mb) as process:
        if not snapshot.has_all(job.found):
            with suppress(UnreadableError):  # which is reported for each file that needs it
                process.start()  # so that it starts up while the library is opened
        fingerprint = job.embedder.fingerprint
        writer = LibraryWriter(settings, fingerprint, should_stop=job.should_stop)
        known = writer.entries()
        plan = job.plan(known, snapshot)
        applier = PlanApplier(writer, known, job.embedder, settings, process, job.should_stop)
        applier.apply(plan, job.progress)
    writer.finish(job.tell_left_over)
    keep_suggestions(known, applier.entries, settings, job.embedder, job.should_stop)
    # After all else: to open the library may change its files.
    after = snapshot_after(job.library_key(), applier.entries, snapshot, job.found, plan.duplicate)
    after.save(settings)
    return report_of(plan, applier.failed, applier.remaining, applier.omissions)


def _nothing_found(roots: Sequence[str], indexed: int) -> UsageError:
    folders = ", ".join(repr(root) for root in roots)
    if indexed:
        return UsageError(
            f"There is nothing to read in {folders}, from which the library has {indexed} "
            "documents.",
            "To remove them, sync again with --allow-empty.",
        )
    return UsageError(
        f"There is nothing to read in {folders}.",
        f"Put files there that end in {', '.join(readers.suffixes())}.",
    )
