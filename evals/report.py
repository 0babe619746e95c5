"""A report as a table, and question by question."""

import json
from pathlib import Path
from typing import IO, Any

from evals.intervals import Figure
from evals.measures import MEASURES, Measure, Unit, of_one
from evals.outcomes import Outcome
from evals.run import Report
from rag import UsageError

_WIDE = 110
"""Columns of a terminal that has room for the meaning of each measure."""


def print_table(report: Report, file: IO[str]) -> None:
    """Print one table for each group; a figure's interval holds 95% of the bootstrap's draws."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=file)
    for group in report.groups:
        given = ", documents given" if report.given else ""
        table = Table(
            title=f"{report.system}{given}: {group.name}, {group.questions} questions",
            title_justify="left",
        )
        table.add_column("measure", no_wrap=True)
        table.add_column("figure", justify="right", no_wrap=True)
        table.add_column("95% interval", justify="right", no_wrap=True)
        table.add_column("questions", justify="right", no_wrap=True)
        explained = console.width >= _WIDE
        if explained:
            table.add_column("meaning")
        for measure in MEASURES:
            figure = group.figures.get(measure.name)
            if figure is not None:
                row = _table_row(measure, figure)
                table.add_row(*(row if explained else row[:-1]))
        console.print(table)


def _table_row(measure: Measure, figure: Figure) -> tuple[str, ...]:
    value, low, high = (
        _shown(number, measure.unit) for number in (figure.value, figure.low, figure.high)
    )
    better = "" if measure.better == "neither" else f" ({measure.better} is better)"
    return (
        measure.name,
        value,
        f"{low} to {high}",
        str(figure.questions),
        f"{measure.meaning}{better}",
    )


def write_rows(report: Report, path: Path) -> None:
    """Write one JSON object a line for each question: what was said, and its measures.

    Raises:
        UsageError: the file cannot be written.
    """
    rows = [json.dumps(_question_row(outcome), ensure_ascii=False) for outcome in report.outcomes]
    try:
        path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written ({error.strerror}).", "Name another file."
        ) from error


def _shown(value: float, unit: Unit) -> str:
    return {
        "share": f"{value:.3f}",
        "ms": f"{value:.1f} ms",
        "characters": f"{value:,.0f}",
    }[unit]


def _question_row(outcome: Outcome) -> dict[str, Any]:
    question, reply = outcome.question, outcome.reply
    return {
        "id": question.id,
        "question": question.question,
        "search_text": reply.search_text,
        "answerable": question.answerable,
        "kind": question.kind,
        "turn_kind": question.turn_kind,
        "collection": question.collection,
        "answered": reply.answered,
        "confidence": round(reply.confidence, 4),
        "text": reply.text,
        "answers": list(question.answers),
        "passages": [[span.document, span.start, span.end] for span in reply.passages],
        "cited": [[span.document, span.start, span.end] for span in reply.cited],
        "evidence": [[span.document, span.start, span.end] for span in outcome.evidence],
        "right_documents": list(outcome.right_documents),
        "search_ms": round(reply.search_ms, 1),
        "answer_ms": round(reply.answer_ms, 1),
        "measures": {name: round(value, 4) for name, value in of_one(outcome).items()},
    }
