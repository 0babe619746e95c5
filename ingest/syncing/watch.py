"""Watching folders: a sync after each change in them, once no file is being written any more."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ingest.report import Progress, SyncReport
from ingest.syncing.files import absolute, is_known, lies_under
from ingest.syncing.sync import sync
from rag.errors import DossierError, UsageError
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings

_POLL_MS = 50
"""How often watchfiles collects the events of the system, in milliseconds; its default."""
_Stamps = dict[str, tuple[int, int] | None]


def watch(
    paths: Sequence[str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    embedder: Embedder | None = None,
    stop: threading.Event | None = None,
    settle_seconds: float = 1.0,
    follow_links: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Iterator[SyncReport | DossierError]:
    """Sync the folders now, and again after each change in them, until told to stop.

    A change is followed by a sync once the files that changed have kept their size and modification
    time for `settle_seconds`, so that a file is not read while it is being copied.

    Args:
        paths: folders, searched at any depth, or single files.
        settings: by default those of the environment and `.env`.
        embedder: used in place of the model that the settings name.
        stop: ends the watching when set; a running sync stops before its next document.
        settle_seconds: how long the files must stay the same.
        follow_links: as for `sync`; changes of files outside the folders are found at the next sync
            only.
        progress: called after each step of a sync.

    Yields:
        The report of the first sync, and of each later one that found a change; or the error that
        a sync failed with. After an error, the watching goes on and tries again at the next change.

    Raises:
        UsageError: a path does not exist, or holds nothing to read, at the first sync; or the
            system cannot watch it.
        LibraryError: the library cannot be written to, at the first sync.
        ModelError: the embedding model cannot be loaded.
    """
    settings = settings or Settings.from_environment()
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    stop = stop or threading.Event()

    def run() -> SyncReport:
        return sync(
            paths,
            settings=settings,
            embedder=embedder,
            follow_links=follow_links,
            progress=progress,
            should_stop=stop.is_set,
        )

    last: str | None = None
    yield run()
    for _ in _settled(absolute(paths), settings.data_dir, stop, settle_seconds):
        try:
            report = run()
        except DossierError as error:
            # Reported once, though a folder that is gone is looked for repeatedly.
            if str(error) != last:
                yield error
            last = str(error)
        else:
            last = None
            if _has_news(report):
                yield report


def _has_news(report: SyncReport) -> bool:
    done = (report.added, report.changed, report.moved, report.removed, report.failed)
    return any((*done, report.remaining))


def _settled(
    roots: Sequence[str], data_dir: Path, stop: threading.Event, settle_seconds: float
) -> Iterator[None]:
    """Yield after each change, once the changed files stay the same, and once at the beginning."""
    # Changes between the first sync and the beginning of the watching have no event.
    moving: _Stamps | None = {}
    while not stop.is_set():
        for changed in _changes(roots, data_dir, stop, settle_seconds):
            if changed:
                moving = _stamps({*(moving or {}), *changed})
            elif moving is not None:
                now = _stamps(moving)
                if now == moving:
                    moving = None
                    yield
                else:
                    moving = now
            if not all(map(os.path.lexists, roots)):
                break
        # A root that was removed is watched again once it is back.
        moving = {}
        yield from _until_there(roots, stop, settle_seconds)


def _until_there(
    roots: Sequence[str], stop: threading.Event, settle_seconds: float
) -> Iterator[None]:
    if not stop.is_set() and not all(map(os.path.lexists, roots)):
        yield
    while not stop.is_set() and not all(map(os.path.lexists, roots)):
        stop.wait(settle_seconds)


def _changes(
    roots: Sequence[str], data_dir: Path, stop: threading.Event, settle_seconds: float
) -> Iterator[set[str]]:
    """The paths that changed; an empty set if nothing has changed for that long."""
    import watchfiles

    # To the system, a file that is replaced is a new file; its folder stays.
    folders = {root if Path(root).is_dir() else str(Path(root).parent) for root in roots}

    def matters(_: watchfiles.Change, path: str) -> bool:
        return _matters(path, roots, data_dir)

    found = watchfiles.watch(
        *folders,
        watch_filter=matters,
        step=_POLL_MS,
        rust_timeout=int(settle_seconds * 1000),
        yield_on_timeout=True,
        stop_event=stop,
        ignore_permission_denied=True,
    )
    try:
        for changes in found:
            yield {path for _, path in changes}
    except FileNotFoundError:
        return  # A root was removed just now.
    except (OSError, RuntimeError) as error:
        raise UsageError(
            f"The system does not allow watching {', '.join(map(repr, roots))} ({error}).",
            "Set WATCHFILES_FORCE_POLLING to true, or let a timer run `dossier sync`.",
        ) from error


def _matters(path: str, roots: Sequence[str], data_dir: Path) -> bool:
    """Whether a change at that path may concern a file that a sync looks at."""
    root = next((root for root in roots if lies_under(path, [root])), None)
    if root is None or lies_under(path, [os.path.realpath(data_dir)]):
        return False
    hidden = any(part.startswith(".") for part in Path(path).relative_to(root).parts)
    # Whether a path that was moved away was a folder cannot be determined.
    return not hidden and (is_known(path) or not Path(path).is_file())


def _stamps(paths: set[str] | _Stamps) -> _Stamps:
    stamps: _Stamps = {}
    for path in paths:
        try:
            found = os.stat(path)  # noqa: PTH116 (as strings, which the events are)
        except OSError:
            stamps[path] = None
        else:
            stamps[path] = (found.st_size, found.st_mtime_ns)
    return stamps
