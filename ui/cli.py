"""The command `dossier`: its commands, and how it ends."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Annotated, Any

import typer

from ui.commands import collections, documents, operation, questions, syncing
from ui.messages import terminal as messages

app = typer.Typer(
    name="dossier",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _with_json_errors(command: Callable[..., None]) -> Callable[..., None]:
    """The command; with `--json` it prints an error as JSON on stdout before it raises it."""

    @wraps(command)
    def run(**arguments: Any) -> None:
        try:
            command(**arguments)
        except Exception as error:
            # Imported here: help does not wait for them.
            from rag.errors import DossierError

            if isinstance(error, DossierError) and arguments.get("as_json"):
                from ui import schema, terminal

                terminal.print_json(schema.Failed(error=schema.Error.of(error)), indent=None)
            raise

    return run


_COMMANDS: dict[str, Callable[..., None]] = {
    "sync": syncing.sync,
    "watch": syncing.watch,
    "ask": questions.ask,
    "search": questions.search,
    "documents": documents.documents,
    "show": documents.show,
    "edit": documents.edit,
    "remove": documents.remove,
    "collections": collections.collections,
    "embed": collections.embed,
    "feedback": questions.feedback,
    "doctor": operation.doctor,
    "eval": questions.evaluate,
    "serve": operation.serve,
}
for name, command in _COMMANDS.items():
    app.command(name)(_with_json_errors(command))


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
        sys.stderr.write(f"dossier: {messages.STOPPED}\n")
        sys.exit(1)
    except Exception as error:
        # Imported here: help does not wait for them.
        from rag.errors import DossierError, UsageError

        if not isinstance(error, DossierError):
            raise
        from ui import terminal

        terminal.print_error(error)
        sys.exit(2 if isinstance(error, UsageError) else 1)


if __name__ == "__main__":
    main()
