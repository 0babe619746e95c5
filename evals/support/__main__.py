"""Measure the support check, and fit its weights.

`python -m evals.support --set QUESTIONS.jsonl FOLDER [--set ...]` makes pairs from the reference
answers and their evidence (`evals.support.pairs`), checks each, and prints for each kind of change
the area under the ROC curve against the true sentences, and the share that is flagged. With `--fit`
it prints the model of `rag.verification.model` fitted on these sets, and the same table by models
that were fitted without the question (ten folds); with `--write rag/verification/weights.json` that
model is written there with its provenance as well.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np

from evals.fit.logistic import Examples, probabilities
from evals.intervals import Figure
from evals.support.fit import fit, left_out
from evals.support.measure import KindFigures, examples, measure, read_pairs
from evals.weights import print_model, provenance, rounded, write_model
from rag import DossierError, UsageError
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.models.logistic import LogisticModel
from rag.verification.model import support_model

Sets = Sequence[tuple[Path, Path]]
"""A file of questions and the folder of their texts, each."""


def run(sets: Sets, embedder: Embedder, out: IO[str], *, fitting: bool) -> LogisticModel | None:
    """Check the pairs of each set and print how well that went.

    Args:
        fitting: fit the model on these sets too.

    Returns:
        The model fitted, if any.

    Raises:
        UsageError: see `read_pairs`.
        ModelError: the embedding model cannot be loaded.
    """
    pairs = [read_pairs(questions, folder, embedder) for questions, folder in sets]
    parts = [examples(some, embedder) for some in pairs]
    for (questions, _), some, part in zip(sets, pairs, parts, strict=True):
        figures = measure(some, probabilities(support_model(), part.rows))
        print_table(f"{questions}, as installed", figures, out)
    if not fitting:
        return None
    model = rounded(fit(parts))
    _print_fitted(model, parts, out)
    for (questions, _), some, scores in zip(sets, pairs, left_out(parts), strict=True):
        print_table(f"{questions}, left out of the fit", measure(some, scores), out)
    return model


def _print_fitted(model: LogisticModel, parts: Sequence[Examples], out: IO[str]) -> None:
    spread = np.vstack([part.rows for part in parts]).std(axis=0)
    print_model("support", model, spread.tolist(), out)


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
    parser.add_argument("--write", type=Path, metavar="FILE", help="fit, and write the weights")
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(words)
    sets = [(questions, folder) for questions, folder in options.set]
    fitting = bool(options.fit or options.write)
    try:
        model = run(sets, SentenceTransformerEmbedder(), sys.stdout, fitting=fitting)
        if model and options.write:
            command = shlex.join(["python", "-m", "evals.support", *words])
            made = provenance(command, [path for one in sets for path in one])
            write_model(options.write, "support", model, made)
    except DossierError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2 if isinstance(error, UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
