"""`dossier ask`, `dossier search`, `dossier eval` and `dossier feedback`."""

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import InDocuments, Json, Question, Since, Until, filters_of


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
    from ui import schema, terminal

    filters = filters_of(since, until, documents)
    if as_json:
        terminal.print_json(schema.Answer.of(rag.answer(question, filters=filters)))
    else:
        terminal.print_answer(question, rag.stream(question, filters=filters))


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
    from ui import schema, terminal

    hits = rag.retrieve(question, limit=limit, filters=filters_of(since, until, documents))
    if as_json:
        found = [schema.Hit.of(hit) for hit in hits]
        terminal.print_json(schema.SearchResult(question=question, hits=found))
    else:
        terminal.print_hits(hits)


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
