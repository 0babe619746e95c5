"""`dossier documents`, `dossier show`, `dossier edit` and `dossier remove`."""

import sys
from typing import Annotated

import typer

from ui.commands.options import DataDir, Json, NoWait, settings_of
from ui.safe_text import plain


def documents(
    undated: Annotated[
        bool, typer.Option("--undated", help="Only documents without a date.")
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List the documents in the library, the latest first."""
    import rag
    from ui import schema, terminal

    with rag.open(settings_of(data_dir)) as dossier:
        records = [r for r in dossier.documents() if not (undated and r.published)]
    if as_json:
        terminal.print_json([schema.DocumentRecord.of(record) for record in records])
    else:
        terminal.print_documents(records)


def show(
    document: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Print the whole text as indexed.")] = False,
    structure: Annotated[
        bool,
        typer.Option("--structure", help="Print what the text is made of: blocks, tables, turns…"),
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show one document: where it comes from and its sections, its structure or its text."""
    import rag
    from ui import schema, terminal
    from ui.structure_listing import structure_lines

    with rag.open(settings_of(data_dir)) as dossier:
        record, found = dossier.record(document), dossier.document(document)
    if as_json:
        shown = schema.Structure.of(found) if structure else schema.Document.of(found, record)
        terminal.print_json(shown)
    elif structure:
        terminal.print_lines(structure_lines(found))
    elif text:
        sys.stdout.write(plain(found.text) if sys.stdout.isatty() else found.text)
    else:
        terminal.print_document(found, record)


def edit(
    document: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    title: Annotated[str | None, typer.Option(help="The title to set.", show_default=False)] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The date to set, or none.", show_default=False),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="Return to what was read from the file.")
    ] = False,
    no_wait: NoWait = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Set a document's title or date by hand, which no sync changes again.

    Example: dossier edit 3f2a9c --date 2026-03-04
    """
    import ingest
    from ui import schema, terminal
    from ui.service.documents import read_date

    record = ingest.edit(
        document,
        title=title,
        published=read_date(date) if date is not None else None,
        clear=clear,
        settings=settings_of(data_dir),
        wait=not no_wait,
    )
    if as_json:
        terminal.print_json(schema.DocumentRecord.of(record))
    else:
        terminal.print_record(record)


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
