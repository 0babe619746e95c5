"""`dossier collections` and `dossier embed`."""

import typer

from ui.commands.options import DataDir, Json, NoWait, settings_of
from ui.messages import terminal as messages


def collections(as_json: Json = False, data_dir: DataDir = None) -> None:
    """List the libraries in the data folder, or on the server.

    DOSSIER_COLLECTION chooses one of them.
    """
    from rag.library import collections as found_in
    from ui import schema, terminal

    found = found_in(settings_of(data_dir))
    if as_json:
        terminal.print_json([schema.Collection.of(each) for each in found])
    else:
        terminal.print_collections(found)


def embed(no_wait: NoWait = False, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Embed the library anew with the model in DOSSIER_EMBEDDING_MODEL.

    Its texts are taken from the library. Who asks with the model before is answered until it is
    done; what was done before a stop is not done again.
    """
    import ingest
    from ui import schema, terminal
    from ui.commands.syncing import print_stopping
    from ui.interrupt import interruptible

    settings = settings_of(data_dir)
    with terminal.sync_progress() as progress, interruptible(print_stopping) as interrupt:
        report = ingest.embed(
            settings=settings, wait=not no_wait, progress=progress, should_stop=interrupt
        )
    if as_json:
        terminal.print_json(schema.EmbeddingReport.of(report))
    else:
        terminal.print_message(messages.embedded(report.documents, report.remaining))
    if report.remaining:
        raise typer.Exit(1)
