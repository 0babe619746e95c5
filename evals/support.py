"""How well the support check tells true sentences from false ones.

`python -m evals.support --set QUESTIONS.jsonl FOLDER [--set ...]` makes pairs from the reference
answers and their evidence (`evals.support_pairs`), checks each, and prints for each kind of change
the area under the ROC curve against the true sentences, and the share that is flagged. With `--fit`
it prints the constants of `rag.verification.model` fitted on these sets, and the same table by
models that were fitted without the question (ten folds). Intervals draw questions, not pairs.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from evals.intervals import Figure, bootstrap
from evals.metrics import auc
from evals.questions import Question, read_questions
from evals.support_fit import Examples, fit, left_out, print_constants
from evals.support_pairs import KINDS, TRUE, Pair, build_pairs
from rag import DossierError, UsageError
from rag.models.caching import CachingEmbedder
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.verification import model
from rag.verification.check import signals_of

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How one kind of pair does.

    Attributes:
        auc: against the true pairs; None for these themselves.
        flagged: the share that scores too low to count as supported.
    """

    kind: str
    pairs: int
    auc: Figure | None
    flagged: Figure


def read_pairs(questions_path: Path, folder: Path, embedder: Embedder) -> list[Pair]:
    """The pairs of a set of questions.

    Raises:
        UsageError: the questions cannot be read, none has an answer and evidence, or the folder
            lacks a document that is evidence.
    """
    questions = read_questions(questions_path)
    pairs = build_pairs(questions, _texts(questions, folder), embedder)
    if not pairs:
        raise UsageError(f"{questions_path} has no question with an answer and evidence.")
    return pairs


def _texts(questions: Sequence[Question], folder: Path) -> Mapping[str, str]:
    """The documents that are cited whole, by file name."""
    from ingest.readers import ReaderProcess, read

    paths = {path.name: path for path in sorted(folder.rglob("*")) if path.is_file()}
    texts: dict[str, str] = {}
    with ReaderProcess() as process:
        for question in questions:
            for piece in question.evidence:
                if piece.quote is not None or piece.document in texts:
                    continue
                if piece.document not in paths:
                    raise UsageError(
                        f"{question.place}: {folder} has no file {piece.document!r}; give the name "
                        "of a file in it."
                    )
                path = paths[piece.document]
                reading = read(path, path.read_bytes(), path.name, process)
                texts[piece.document] = reading.document.text
    return texts


def examples(pairs: Sequence[Pair], embedder: Embedder) -> Examples:
    """The features of each pair. True pairs and false ones count the same, and each kind does."""
    remembering = CachingEmbedder(embedder)
    rows = [
        [signal.value for signal in signals_of(pair.sentence, pair.quotes, remembering)]
        for pair in pairs
    ]
    kinds = [pair.kind for pair in pairs]
    sizes = {kind: kinds.count(kind) for kind in set(kinds)}
    false = max(len(sizes) - 1, 1)
    return Examples(
        np.array(rows),
        np.array([kind == TRUE for kind in kinds]),
        np.array([pair.question for pair in pairs]),
        np.array([1 / sizes[kind] / (1 if kind == TRUE else false) for kind in kinds]),
    )


def measure(pairs: Sequence[Pair], scores: Floats) -> list[KindFigures]:
    """The figures of the true pairs, of all false ones together, and of each kind."""
    kinds = np.array([pair.kind for pair in pairs])
    questions = np.array([pair.question for pair in pairs])
    true = kinds == TRUE
    parts = {TRUE: true, "all false": ~true} | {kind: kinds == kind for kind in KINDS}
    return [
        KindFigures(
            kind,
            int(part.sum()),
            None if kind == TRUE else _auc(scores, questions, true, part),
            _drawn(lambda drawn: float((scores[drawn] < model.LEAST).mean()), questions, part),
        )
        for kind, part in parts.items()
        if part.any()
    ]


def _auc(scores: Floats, questions: Numbers, true: Flags, false: Flags) -> Figure:
    return _drawn(lambda drawn: auc(scores[drawn], true[drawn]), questions, true | false)


def _drawn(statistic: Callable[[Numbers], float], questions: Numbers, part: Flags) -> Figure:
    """A statistic of the pairs of a part, with the interval over the questions they belong to."""
    indices = {q: np.flatnonzero(part & (questions == q)) for q in np.unique(questions[part])}

    def of_questions(rows: Floats) -> float:
        return statistic(np.concatenate([indices[int(q)] for q in rows[:, 0]]))

    return bootstrap(of_questions, np.array(sorted(indices), dtype=np.float64)[:, None])


def print_table(title: str, figures: Sequence[KindFigures], file: IO[str]) -> None:
    """Print the figures, each with its 95% interval."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in ("change", "pairs", "AUC", "flagged"):
        table.add_column(column, justify="left" if column == "change" else "right", no_wrap=True)
    for row in figures:
        area = "" if row.auc is None else _shown(row.auc)
        table.add_row(row.kind, str(row.pairs), area, _shown(row.flagged))
    Console(file=file, width=100).print(table)


def _shown(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def run(sets: Sequence[tuple[Path, Path]], fitting: bool, embedder: Embedder, out: IO[str]) -> None:
    """Check the pairs of each set and print how well that went.

    Args:
        sets: a file of questions and the folder of their texts, each.
        fitting: fit the model on these sets too.

    Raises:
        UsageError: see `read_pairs`.
        ModelError: the embedding model cannot be had.
    """
    pairs = [read_pairs(questions, folder, embedder) for questions, folder in sets]
    parts = [examples(some, embedder) for some in pairs]
    for (questions, _), some, part in zip(sets, pairs, parts, strict=True):
        scores = np.array([model.chance(row) for row in part.rows])
        print_table(f"{questions}, as checked in", measure(some, scores), out)
    if not fitting:
        return
    print_constants(fit(parts), parts, out)
    for (questions, _), some, scores in zip(sets, pairs, left_out(parts), strict=True):
        print_table(f"{questions}, left out of the fit", measure(some, scores), out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says.

    Returns:
        0 done, 1 failed, 2 wrong use.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.support", description=__doc__)
    parser.add_argument(
        "--set", nargs=2, type=Path, action="append", required=True, metavar=("QUESTIONS", "FOLDER")
    )
    parser.add_argument("--fit", action="store_true", help="fit the model's weights as well")
    options = parser.parse_args(arguments)
    try:
        run(options.set, options.fit, SentenceTransformerEmbedder(), sys.stdout)
    except DossierError as error:
        print(f"Error: {error}", file=sys.stderr)  # noqa: T201
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
