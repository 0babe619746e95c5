"""Figures of the support check on true pairs and on false ones.

For each kind of change the area under the ROC curve against the true pairs, and the share that is
flagged. Intervals draw questions, not pairs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.fit.logistic import Examples, Flags, Rows
from evals.intervals import Figure, bootstrap
from evals.metrics import auc
from evals.questions import Question, read_questions
from evals.support.pairs import KINDS, TRUE, Pair, build_pairs
from rag import UsageError
from rag.models.caching import CachingEmbedder
from rag.models.embedder import Embedder
from rag.verification.check import signals_of
from rag.verification.model import SUPPORTED_FROM

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
    caching = CachingEmbedder(embedder)
    rows = [
        [signal.value for signal in signals_of(pair.sentence, pair.quotes, caching)]
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


def measure(pairs: Sequence[Pair], scores: Rows) -> list[KindFigures]:
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
            _drawn(lambda drawn: float((scores[drawn] < SUPPORTED_FROM).mean()), questions, part),
        )
        for kind, part in parts.items()
        if part.any()
    ]


def _auc(scores: Rows, questions: Numbers, true: Flags, false: Flags) -> Figure:
    return _drawn(lambda drawn: auc(scores[drawn], true[drawn]), questions, true | false)


def _drawn(statistic: Callable[[Numbers], float], questions: Numbers, part: Flags) -> Figure:
    """A statistic of the pairs of a part, with the interval over the questions they belong to."""
    indices = {q: np.flatnonzero(part & (questions == q)) for q in np.unique(questions[part])}

    def of_questions(rows: Rows) -> float:
        return statistic(np.concatenate([indices[int(q)] for q in rows[:, 0]]))

    return bootstrap(of_questions, np.array(sorted(indices), dtype=np.float64)[:, None])
