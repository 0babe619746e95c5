"""`dossier doctor` and `dossier serve`."""

from typing import Annotated

import typer

from ui.commands.options import DataDir, Json, NoWait, settings_of


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired.")] = False,
    no_wait: NoWait = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Check the library and the models, and say how to repair what is wrong."""
    from rag.models.embedder import SentenceTransformerEmbedder
    from ui import schema, terminal
    from ui.service import checkup as service

    settings = settings_of(data_dir)
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    if repair:
        checkup = service.repair(settings, embedder, wait=not no_wait)
    else:
        checkup = service.examine(settings, embedder)
    if as_json:
        terminal.print_json(schema.Checkup.of(checkup))
    else:
        terminal.print_checkup(checkup)
    if not checkup.is_well:
        raise typer.Exit(1)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port; the next free one if it is busy.")
    ] = None,
    open_browser: Annotated[
        bool | None,
        typer.Option(
            "--open/--no-open",
            help="Whether to open the page; by default, where a person reads the messages.",
            show_default=False,
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the chat in the browser, until Ctrl-C.

    The browser that opens the printed address may change the library; others may only read.
    """
    from ui.web.serve import serve as serve_chat

    settings = settings_of(data_dir, host=host, port=port)
    serve_chat(settings, open_browser=open_browser)
