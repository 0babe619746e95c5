"""The command `dossier`. Commands import what they need, so that help is instant."""

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.safe_text import one_line, plain

if TYPE_CHECKING:
    from rag import Filters

app = typer.Typer(
    name="dossier",
    help="Answers questions over a folder of briefings, with the verbatim passage behind each "
    "sentence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Question = Annotated[str, typer.Argument(help="What you want to know.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON value and nothing else.")]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or later."),
]
Until = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Only documents published on this day or earlier."),
]
InDocuments = Annotated[
    list[str] | None,
    typer.Option("--document", help="Only this document, by id; may be given several times."),
]
FollowLinks = Annotated[
    bool,
    typer.Option("--follow-links", help="Index also links to files outside the folders."),
]
NoWait = Annotated[bool, typer.Option("--no-wait", help="Fail where another sync is running.")]


@app.command()
def sync(
    paths: Annotated[list[str], typer.Argument(help="Folders or files.", show_default=False)],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done.")
    ] = False,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Remove all documents of an empty folder.")
    ] = False,
    follow_links: FollowLinks = False,
    no_wait: NoWait = False,
    as_json: Json = False,
) -> None:
    """Make the library equal to the files in folders.

    Example: dossier sync ~/briefings
    """
    import ingest
    from ui import terminal
    from ui.interrupt import interruptible
    from ui.schema import report_json

    with terminal.sync_progress() as progress, interruptible(_say_stopping) as interrupt:
        report = ingest.sync(
            paths,
            dry_run=dry_run,
            wait=not no_wait,
            allow_empty=allow_empty,
            follow_links=follow_links,
            progress=progress,
            should_stop=interrupt,
        )
    if as_json:
        terminal.print_json(report_json(report))
    else:
        terminal.print_report(report, dry_run=dry_run)
    if report.remaining:
        _say(f"Stopped; {len(report.remaining)} files remain. Sync again to go on with them.", 1)
    if report.failed or report.remaining:
        raise typer.Exit(1)


@app.command()
def watch(
    paths: Annotated[list[str], typer.Argument(help="Folders or files.", show_default=False)],
    follow_links: FollowLinks = False,
    as_json: Json = False,
) -> None:
    """Sync folders now and after each change in them, until Ctrl-C.

    With --json, each sync prints one JSON value on a line of its own.

    Example: dossier watch ~/briefings
    """
    import threading

    import ingest
    from rag.errors import DossierError
    from ui import terminal
    from ui.interrupt import interruptible
    from ui.schema import report_json

    stop = threading.Event()
    with interruptible(stop.set) as interrupt:
        interrupt()
        for outcome in ingest.watch(paths, stop=stop, follow_links=follow_links):
            if isinstance(outcome, DossierError):
                _say(outcome, 1)
            elif as_json:
                terminal.print_json(report_json(outcome), indent=None)
            else:
                terminal.print_report(outcome, dry_run=False)


@app.command()
def ask(
    question: Question,
    as_json: Json = False,
    since: Since = None,
    until: Until = None,
    documents: InDocuments = None,
) -> None:
    """Answer a question with cited passages.

    Example: dossier ask "When was the grain accord signed?"
    """
    import rag
    from ui import terminal
    from ui.schema import answer_json

    filters = _filters(since, until, documents)
    if as_json:
        terminal.print_json(answer_json(rag.answer(question, filters=filters)))
    else:
        terminal.print_answer(question, rag.stream(question, filters=filters))


@app.command()
def search(
    question: Question,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most passages to show.", show_default=False)
    ] = None,
    as_json: Json = False,
    since: Since = None,
    until: Until = None,
    documents: InDocuments = None,
) -> None:
    """Show the passages that match a question best.

    Example: dossier search "grain accord" --limit 3
    """
    import rag
    from ui import terminal
    from ui.schema import hit_json

    hits = rag.retrieve(question, limit=limit, filters=_filters(since, until, documents))
    if as_json:
        terminal.print_json({"question": question, "hits": [hit_json(hit) for hit in hits]})
    else:
        terminal.print_hits(hits)


@app.command()
def documents(as_json: Json = False) -> None:
    """List the documents in the library, the latest first."""
    import rag
    from ui import terminal
    from ui.schema import record_json

    with rag.open() as dossier:
        records = dossier.documents()
    if as_json:
        terminal.print_json([record_json(record) for record in records])
    else:
        terminal.print_documents(records)


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    text: Annotated[bool, typer.Option("--text", help="Print the whole text as indexed.")] = False,
) -> None:
    """Show one document: where it comes from and its sections, or its text."""
    import rag
    from ui import terminal

    with rag.open() as dossier:
        found = dossier.document(document)
    if text:
        shown = plain(found.text) if sys.stdout.isatty() else found.text
        sys.stdout.write(shown)
    else:
        terminal.print_document(found)


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", show_default=False)],
    no_wait: NoWait = False,
) -> None:
    """Remove documents from the library. Their files stay; the next sync adds them again."""
    import ingest

    for record in ingest.remove(ids, wait=not no_wait):
        typer.echo(f"removed   {one_line(record.source)}")


@app.command()
def feedback(as_json: Json = False) -> None:
    """List what readers of the chat thought of its answers, the latest last."""
    from rag import Settings
    from ui import terminal
    from ui.service import feedback as given

    entries = given.entries(Settings.from_environment())
    if as_json:
        terminal.print_json([given.feedback_json(entry) for entry in entries])
    else:
        terminal.print_feedback(entries)


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired.")] = False,
    no_wait: NoWait = False,
    as_json: Json = False,
) -> None:
    """Check the library and the models, and say how to repair what is wrong."""
    from rag import Settings
    from rag.library import examine_library, repair_library
    from rag.models.embedder import SentenceTransformerEmbedder
    from ui import terminal
    from ui.schema import checkup_json
    from ui.service.checkup import with_language_model

    settings = Settings.from_environment()
    embedder = SentenceTransformerEmbedder(settings.embedding_model)
    if repair:
        checkup = repair_library(settings, embedder, wait=not no_wait)
    else:
        checkup = examine_library(settings, embedder)
    checkup = with_language_model(checkup, settings)
    if as_json:
        terminal.print_json(checkup_json(checkup))
    else:
        terminal.print_checkup(checkup)
    if not checkup.is_well:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    questions: Annotated[
        Path, typer.Argument(metavar="QUESTIONS.jsonl", help="One question a line.")
    ],
    corpus: Annotated[Path, typer.Option(help="Folder of the texts asked about.")],
    as_json: Json = False,
    rows: Annotated[
        Path | None, typer.Option(help="File to write one JSON object a question to.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most questions to ask.")] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Measure plain LlamaIndex instead.")
    ] = False,
) -> None:
    """Measure answers to questions with known evidence (docs/evaluation.md).

    Example: dossier eval questions.jsonl --corpus ~/briefings
    """
    from evals.cli import evaluate as measure
    from rag import Settings

    measure(
        questions,
        corpus,
        settings=Settings.from_environment(),
        json_output=as_json,
        rows_path=rows,
        limit=limit,
        compare=baseline,
    )


@app.command()
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


def main() -> None:
    """Run the command line; the exit code is 0 when done, 1 when failed, 2 after wrong use."""
    from ui.logs import log_to_stderr

    log_to_stderr()
    with suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(_say("Stopped.", 1))
    except Exception as error:
        # Imported here: what help prints must not wait for the settings' library.
        from rag.errors import DossierError, UsageError

        if not isinstance(error, DossierError):
            raise
        sys.exit(_say(error, 2 if isinstance(error, UsageError) else 1))


def _filters(
    since: datetime | None, until: datetime | None, documents: list[str] | None
) -> "Filters":
    from rag import Filters

    return Filters(since and since.date(), until and until.date(), tuple(documents or ()))


def _say_stopping() -> None:
    # By the system itself: a signal may come while Python's stderr is in the middle of a line, and
    # would then fail to write another.
    text = "dossier: Stopping after the document at hand; Ctrl-C again ends at once.\n"
    os.write(2, text.encode())


def _say(message: object, code: int) -> int:
    sys.stderr.write(f"dossier: {one_line(str(message))}\n")
    return code


if __name__ == "__main__":
    main()
