"""The command that evaluates: reads, indexes, asks, reports."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, get_args

import rag
from evals import baseline, corpus, report
from evals.dossier import DossierSystem, file_name
from evals.outcomes import System
from evals.questions import Label, read_questions, sample
from evals.run import Report, ask_all, locate_evidence
from rag.dossier import Dossier
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.settings import Settings


def evaluate(
    questions_path: Path,
    corpus_path: Path,
    *,
    settings: Settings,
    json_output: bool = False,
    rows_path: Path | None = None,
    limit: int | None = None,
    compare: bool = False,
    given: bool = False,
    by: Label | None = None,
    embedder: Embedder | None = None,
    out: IO[str] | None = None,
) -> Report:
    """Ask the questions of a file over a corpus, and print how well they were answered.

    Args:
        questions_path: one JSON object a line, as `read_questions` takes it.
        corpus_path: folder of the texts; its library is kept under `settings.data_dir`.
        json_output: print one JSON object instead of tables.
        rows_path: where to write one JSON object for each question.
        limit: most questions to ask, evenly spaced.
        compare: measure the plain LlamaIndex baseline instead of Dossier.
        given: ask each question of the documents with its evidence alone.
        by: a label to group figures by.
        embedder: in place of the model that the settings name.
        out: where to print; by default stdout. Progress goes to stderr.

    Raises:
        UsageError: a file, a question or an argument is wrong, or the extra `eval` is missing.
        DossierError: the library or the model fails.
    """
    _check_installed()
    questions = sample(read_questions(questions_path), limit)
    embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
    with _progress("documents") as step:
        library = corpus.library_of(corpus_path, settings, embedder, step)
    with rag.open(library, embedder=embedder) as dossier, _progress("questions") as step:
        questions = corpus.name_as_indexed(questions, corpus_path, dossier)
        evidence = locate_evidence(questions, dossier)
        dossier.warm_up()
        system = _system(dossier, embedder, compare)
        found = ask_all(system, questions, evidence, library, given=given, by=by, progress=step)
    if rows_path is not None:
        report.write_rows(found, rows_path)
    if json_output:
        print(report.as_json(found), file=out or sys.stdout)
    else:
        report.print_table(found, out or sys.stdout)
    return found


def _check_installed() -> None:
    for package in ("rouge_score", "sklearn"):
        if find_spec(package) is None:
            raise rag.UsageError(
                f"The Python package {package} is missing; run "
                "pip install 'dossier-briefings[eval]'."
            )


def _system(dossier: Dossier, embedder: Embedder, compare: bool) -> System:
    if not compare:
        return DossierSystem(dossier)
    texts = [
        (file_name(record.source), dossier.document(record.id).text)
        for record in dossier.documents()
    ]
    return baseline.Baseline(texts, embedder)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate as the command line says.

    Returns:
        0 done, 1 failed, 2 wrong use.
    """
    options = _parser().parse_args(arguments)
    try:
        evaluate(
            options.questions,
            options.corpus,
            settings=rag.Settings.from_environment(),
            json_output=options.json,
            rows_path=options.rows,
            limit=options.limit,
            compare=options.baseline,
            given=options.given,
            by=options.by,
        )
    except rag.DossierError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201
        return 2 if isinstance(error, rag.UsageError) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals",
        description="Ask questions with known answers, and say how well they were answered.",
    )
    parser.add_argument("questions", type=Path, help="file of one JSON object a line")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=Path, help="write one JSON object for each question here")
    parser.add_argument("--limit", type=int, help="ask at most so many questions, evenly spaced")
    parser.add_argument("--baseline", action="store_true", help="measure plain LlamaIndex instead")
    parser.add_argument(
        "--given", action="store_true", help="ask each of the documents with its evidence alone"
    )
    parser.add_argument("--by", choices=get_args(Label), help="group the figures by a label")
    return parser
