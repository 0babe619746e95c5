"""`dossier ask`, `dossier search`, `dossier eval` and `dossier feedback`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ui.commands.options import (
    DataDir,
    InDocuments,
    Json,
    Question,
    Since,
    Until,
    filters_of,
    settings_of,
)

Label = Literal["kind", "turn_kind", "collection"]
"""As `evals.questions.Label`, which is slow to import."""


def ask(
    question: Question,
    as_json: Json = False,
    since: Since = None,
    until: Until = None,
    documents: InDocuments = None,
    data_dir: DataDir = None,
) -> None:
    """Answer a question with cited passages.

    Example: dossier ask "When was the grain accord signed?"
    """
    import rag
    from ui import schema, terminal

    filters, settings = filters_of(since, until, documents), settings_of(data_dir)
    if as_json:
        answer = rag.answer(question, filters=filters, settings=settings)
        terminal.print_json(schema.Answer.of(answer))
    else:
        events = rag.stream(question, filters=filters, settings=settings)
        terminal.print_answer(question, events)


def search(
    question: Question,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Most passages to show.", show_default=False)
    ] = None,
    as_json: Json = False,
    since: Since = None,
    until: Until = None,
    documents: InDocuments = None,
    data_dir: DataDir = None,
) -> None:
    """Show the passages that match a question best.

    Example: dossier search "grain accord" --limit 3
    """
    import rag
    from ui import schema, terminal

    filters, settings = filters_of(since, until, documents), settings_of(data_dir)
    with rag.open(settings) as dossier:
        hits = dossier.retrieve(question, limit=limit, filters=filters)
        notices = dossier.filter_notices(filters)
    if as_json:
        found = [schema.Hit.of(hit) for hit in hits]
        result = schema.SearchResult(question=question, hits=found, notices=list(notices))
        terminal.print_json(result)
    else:
        terminal.print_notices(notices)
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
    given: Annotated[
        bool,
        typer.Option("--given", help="Search only the documents that hold the evidence."),
    ] = False,
    by: Annotated[
        Label | None, typer.Option(help="Group the figures by this label.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Measure answers to questions with known evidence (docs/evaluation.md).

    Example: dossier eval questions.jsonl --corpus ~/briefings
    """
    from evals.evaluation import evaluate as measure
    from evals.report import print_table
    from ui import schema, terminal

    report = measure(
        questions,
        corpus,
        settings=settings_of(data_dir),
        rows_path=rows,
        limit=limit,
        compare=baseline,
        given=given,
        by=by,
    )
    if as_json:
        terminal.print_json(schema.Evaluation.of(report))
    else:
        print_table(report, sys.stdout)


def feedback(as_json: Json = False, data_dir: DataDir = None) -> None:
    """List what readers of the chat thought of its answers, the latest last."""
    from ui import schema, terminal
    from ui.service import feedback as service

    entries = service.entries(settings_of(data_dir))
    if as_json:
        terminal.print_json([schema.Feedback.of(entry) for entry in entries])
    else:
        terminal.print_feedback(entries)
