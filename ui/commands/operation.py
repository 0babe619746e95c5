"""`dossier doctor` and `dossier serve`."""

from typing import Annotated

import typer

from ui.commands.options import Json, NoWait


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired.")] = False,
    no_wait: NoWait = False,
    as_json: Json = False,
) -> None:
    """Check the library and the models, and say how to repair what is wrong."""
    from rag import Settings
    from rag.library import examine_library, repair_library
    from rag.models.embedder import SentenceTransformerEmbedder
    from ui import schema, terminal
    from ui.service.checkup import with_language_model

    settings = Settings.from_environment()
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    if repair:
        checkup = repair_library(settings, embedder, wait=not no_wait)
    else:
        checkup = examine_library(settings, embedder)
    checkup = with_language_model(checkup, settings)
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
) -> None:
    """Serve the chat in the browser, until Ctrl-C.

    The address that it prints lets the browser that opens it change the library; others only read.
    """
    from rag import Settings
    from ui.web.serve import serve as serve_chat

    given = {"host": host, "port": port}
    settings = Settings.from_environment(
        **{name: value for name, value in given.items() if value is not None}
    )
    serve_chat(settings, open_browser=open_browser)
