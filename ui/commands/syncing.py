"""`dossier sync` and `dossier watch`."""

import os
from typing import Annotated

import typer

from ui.commands.options import DataDir, FollowLinks, Json, NoWait, Paths, settings_of
from ui.messages import terminal as messages


def sync(
    paths: Paths,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done.")
    ] = False,
    allow_empty: Annotated[
        bool,
        typer.Option("--allow-empty", help="Accept an empty folder, and remove all its documents."),
    ] = False,
    follow_links: FollowLinks = False,
    no_wait: NoWait = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Make the library match the files in folders.

    Example: dossier sync ~/briefings
    """
    import ingest
    from ingest.syncing.process.priority import give_way
    from ui import schema, terminal
    from ui.interrupt import interruptible

    settings = settings_of(data_dir)
    give_way()
    with terminal.sync_progress() as progress, interruptible(print_stopping) as interrupt:
        report = ingest.sync(
            paths,
            settings=settings,
            dry_run=dry_run,
            wait=not no_wait,
            allow_empty=allow_empty,
            follow_links=follow_links,
            progress=progress,
            should_stop=interrupt,
        )
    if as_json:
        terminal.print_json(schema.SyncReport.of(report))
    else:
        terminal.print_report(report, dry_run=dry_run)
    if report.remaining:
        terminal.print_message(messages.left(len(report.remaining)))
    if report.failed or report.remaining:
        raise typer.Exit(1)


def watch(
    paths: Paths,
    follow_links: FollowLinks = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Sync folders now and after each change in them, until Ctrl-C.

    With --json, each sync prints one JSON value on a line of its own.

    Example: dossier watch ~/briefings
    """
    import threading

    import ingest
    from ingest.syncing.process.priority import give_way
    from rag.errors import DossierError
    from ui import schema, terminal
    from ui.interrupt import interruptible

    settings, stop = settings_of(data_dir), threading.Event()
    give_way()
    with interruptible(stop.set, at_once=False):
        for outcome in ingest.watch(paths, settings=settings, stop=stop, follow_links=follow_links):
            if isinstance(outcome, DossierError):
                terminal.print_error(outcome)
            elif as_json:
                terminal.print_json(schema.SyncReport.of(outcome), indent=None)
            else:
                terminal.print_report(outcome, dry_run=False)


def print_stopping() -> None:
    """Say that a sync is stopping."""
    # By the system call: a signal may come while Python's stderr is in the middle of a line, and
    # another write to it would fail.
    os.write(2, f"dossier: {messages.STOPPING}\n".encode())
