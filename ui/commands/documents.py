"""`dossier documents`, `dossier show` and `dossier remove`."""

import sys
from typing import Annotated

import typer

from ui.commands.options import Json, NoWait
from ui.safe_text import plain


def documents(as_json: Json = False) -> None:
    """List the documents in the library, the latest first."""
    import rag
    from ui import schema, terminal

    with rag.open() as dossier:
        records = dossier.documents()
    if as_json:
        terminal.print_json([schema.DocumentRecord.of(record) for record in records])
    else:
        terminal.print_documents(records)


def show(
    document: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Print the whole text as indexed.")] = False,
    as_json: Json = False,
) -> None:
    """Show one document: where it comes from and its sections, or its text."""
    import rag
    from ui import schema, terminal

    with rag.open() as dossier:
        found = dossier.document(document)
    if as_json:
        terminal.print_json(schema.Document.of(found))
    elif text:
        shown = plain(found.text) if sys.stdout.isatty() else found.text
        sys.stdout.write(shown)
    else:
        terminal.print_document(found)


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", show_default=False)],
    no_wait: NoWait = False,
    as_json: Json = False,
) -> None:
    """Remove documents from the library. Their files stay; the next sync adds them again."""
    import ingest
    from ui import schema, terminal

    removed = ingest.remove(ids, wait=not no_wait)
    if as_json:
        records = [schema.DocumentRecord.of(record) for record in removed]
        terminal.print_json(schema.Removal(removed=records))
    else:
        terminal.print_removed(removed)
