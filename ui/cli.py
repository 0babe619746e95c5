"""The command `dossier`: its commands, and how it ends."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from ui.commands import documents, operation, questions, syncing
from ui.safe_text import one_line

app = typer.Typer(
    name="dossier",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    syncing.sync,
    syncing.watch,
    questions.ask,
    questions.search,
    documents.documents,
    documents.show,
    documents.remove,
    questions.feedback,
    operation.doctor,
):
    app.command()(command)
app.command("eval")(questions.evaluate)
app.command()(operation.serve)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"dossier {version('dossier-briefings')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    """Answers questions over a folder of briefings, with the passage behind each sentence."""


def main() -> None:
    """Run the command line; the exit code is 0 when done, 1 when failed, 2 after wrong use."""
    from ui.logs import log_to_stderr

    log_to_stderr()
    with suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:
        _print_error("Stopped.")
        sys.exit(1)
    except Exception as error:
        # Imported here: help does not wait for them.
        from rag.errors import DossierError, UsageError

        if not isinstance(error, DossierError):
            raise
        _print_error(str(error))
        sys.exit(2 if isinstance(error, UsageError) else 1)


def _print_error(message: str) -> None:
    sys.stderr.write(f"dossier: {one_line(message)}\n")


if __name__ == "__main__":
    main()
