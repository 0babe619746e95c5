"""An evaluation from end to end: reads the questions, indexes the texts, asks, and measures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

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
    rows_path: Path | None = None,
    limit: int | None = None,
    compare: bool = False,
    given: bool = False,
    by: Label | None = None,
    embedder: Embedder | None = None,
) -> Report:
    """Ask the questions of a file over a corpus, and measure how well they were answered.

    Progress is shown on stderr.

    Args:
        questions_path: one JSON object a line, as `read_questions` takes it.
        corpus_path: folder of the texts; its library is kept under `settings.data_dir`.
        rows_path: where to write one JSON object for each question.
        limit: most questions to ask, evenly spaced.
        compare: measure the plain LlamaIndex baseline instead of Dossier.
        given: ask each question of the documents with its evidence alone.
        by: a label to group figures by.
        embedder: in place of the model that the settings name.

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
    return found


def _check_installed() -> None:
    for package in ("rouge_score", "sklearn"):
        if find_spec(package) is None:
            raise rag.UsageError(
                f"The Python package {package} is missing.",
                "Install it with: pip install 'dossier-briefings[eval]'",
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
