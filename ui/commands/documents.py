"""`dossier documents`, `dossier show` and `dossier remove`."""

import sys
from typing import Annotated

import typer

from ui.commands.options import DataDir, Json, NoWait, settings_of
from ui.safe_text import plain


def documents(as_json: Json = False, data_dir: DataDir = None) -> None:
    """List the documents in the library, the latest first."""
    import rag
    from ui import schema, terminal

    with rag.open(settings_of(data_dir)) as dossier:
        records = dossier.documents()
    if as_json:
        terminal.print_json([schema.DocumentRecord.of(record) for record in records])
    else:
        terminal.print_documents(records)


def show(
    document: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Print the whole text as indexed.")] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show one document: where it comes from and its sections, or its text."""
    import rag
    from ui import schema, terminal

    with rag.open(settings_of(data_dir)) as dossier:
        found = dossier.document(document)
    if as_json:
        terminal.print_json(schema.Document.of(found))
    elif text:
        sys.stdout.write(plain(found.text) if sys.stdout.isatty() else found.text)
    else:
        terminal.print_document(found)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", show_default=False)],
    no_wait: NoWait = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Remove documents from the library.

    Their files stay, and the next sync adds them again; the copies of uploaded files are deleted.
    """
    import rag
    from ui import schema, terminal
    from ui.service.library_jobs import remove_now

    with rag.open(settings_of(data_dir)) as dossier:
        removal = remove_now(dossier, ids, wait=not no_wait)
    if as_json:
        terminal.print_json(schema.Removal.of(removal))
    else:
        terminal.print_removal(removal)
    if removal.failed:
        raise typer.Exit(1)
