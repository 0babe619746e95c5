"""Fit the weights of the quoting engine on questions with known evidence.

`python -m evals.fit --set QUESTIONS.jsonl FOLDER COUNT [--set ...] [--write FILE]` prints both
models, and how well they do on questions that were left out of the fit (ten folds by question).
With `--write rag/answering/quoting/weights.json` they are written there with their provenance.
COUNT is what a set counts for the confidence beside the others, however many questions it has; for
the sentences each counts the same.
"""

import argparse
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import rag
from evals import corpus
from evals.fit.examples import SetExamples, collect
from evals.fit.logistic import Examples, Rows, fit, join, left_out
from evals.metrics import auc, calibration_error
from evals.questions import read_questions
from evals.weights import print_model, provenance, rounded, write_model
from rag.answering.quoting.candidates import SENTENCE_FEATURES
from rag.answering.quoting.confidence import FEATURES
from rag.models.embedder import Embedder, SentenceTransformerEmbedder


@dataclass(frozen=True, slots=True)
class FitSet:
    """A file of questions, the folder of its texts, and what it counts for the confidence."""

    questions: Path
    folder: Path
    count: float


def run(
    sets: Sequence[FitSet], command: str, embedder: Embedder, out: IO[str], write: Path | None
) -> None:
    """Fit both models and print them.

    Args:
        command: the command line, for the provenance.
        write: the file of weights to put them in, if any.

    Raises:
        DossierError: a set cannot be read or indexed, or `write` is another file.
    """
    parts = _collected(sets, embedder)
    examples = {
        "sentences": join([part.sentences for part in parts], [1.0 for _ in sets]),
        "confidence": join([part.confidence for part in parts], [one.count for one in sets]),
    }
    features = {"sentences": SENTENCE_FEATURES, "confidence": FEATURES}
    made = provenance(command, [path for one in sets for path in (one.questions, one.folder)])
    for name, joined in examples.items():
        model = rounded(fit(joined, features[name]))
        print_model(name, model, joined.rows.std(axis=0).tolist(), out)
        own = [part._asdict()[name] for part in parts]
        _print_left_out(left_out(joined, features[name]), own, out)
        if write:
            write_model(write, name, model, made)


def _collected(sets: Sequence[FitSet], embedder: Embedder) -> list[SetExamples]:
    every = [read_questions(one.questions) for one in sets]
    parts: list[SetExamples] = []
    for one, own in zip(sets, every, strict=True):
        strangers = [
            q.question for other in every if other is not own for q in other if not q.history
        ]
        settings = corpus.library_of(one.folder, rag.Settings.from_environment(), embedder)
        with rag.open(settings, embedder=embedder) as dossier:
            asked = corpus.name_as_indexed(own, one.folder, dossier)
            parts.append(collect(asked, strangers, dossier))
    return parts


def _print_left_out(probabilities: Rows, sets: Sequence[Examples], out: IO[str]) -> None:
    """How well the probabilities given to left-out questions tell the labels, set by set."""
    start = 0
    for part in sets:
        own = slice(start, start := start + len(part.labels))
        if len(part.labels):
            area = auc(probabilities[own], part.labels)
            error = calibration_error(probabilities[own], part.labels)
            out.write(f"    left out: AUC {area:.3f}, calibration error {error:.3f}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit as the command line says.

    Returns:
        0 done, 1 failed, 2 wrong use.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.fit", description=__doc__)
    parser.add_argument(
        "--set", nargs=3, action="append", required=True, metavar=("QUESTIONS", "FOLDER", "COUNT")
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="the weights.json to write to")
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(words)
    command = shlex.join(["python", "-m", "evals.fit", *words])
    try:
        sets = [FitSet(Path(q), Path(folder), float(count)) for q, folder, count in options.set]
        run(sets, command, SentenceTransformerEmbedder(), sys.stdout, options.write)
    except ValueError as error:
        parser.error(f"COUNT is a number: {error}")
    except rag.DossierError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2 if isinstance(error, rag.UsageError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
