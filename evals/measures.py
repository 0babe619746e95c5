"""Which measures there are, and which questions each applies to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from evals import metrics
from evals.intervals import Figure, bootstrap
from evals.outcomes import Outcome
from evals.spans import within

BUDGET = 5500
"""Characters of passages that evidence is looked for in, beside looking in all passages."""

Unit = Literal["share", "ms", "characters"]
Better = Literal["higher", "lower", "neither"]
Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of many questions.

    Attributes:
        row: what it needs of one question, or None where it does not apply to that.
        of: from the rows, one a question, to the figure.
    """

    name: str
    meaning: str
    row: Callable[[Outcome], tuple[float, ...] | None]
    of: Callable[[Rows], float]
    better: Better = "higher"
    unit: Unit = "share"


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """The figure of each measure that applies to at least one of the outcomes, by its name."""
    found: dict[str, Figure] = {}
    for measure in MEASURES:
        rows = [row for outcome in outcomes if (row := measure.row(outcome)) is not None]
        if rows:
            figure = bootstrap(measure.of, np.array(rows, dtype=np.float64))
            if not np.isnan(figure.value):
                found[measure.name] = figure
    return found


def of_one(outcome: Outcome) -> dict[str, float]:
    """The values, for one question, of the measures that are means over questions."""
    return {
        measure.name: row[0]
        for measure in MEASURES
        if measure.of is _mean and (row := measure.row(outcome)) is not None
    }


def _mean(rows: Rows) -> float:
    return float(rows.mean())


def _recall(outcome: Outcome) -> tuple[float] | None:
    if not outcome.evidence:
        return None
    return (metrics.recall(outcome.evidence, outcome.reply.passages),)


def _recall_in_budget(outcome: Outcome) -> tuple[float] | None:
    if not outcome.evidence:
        return None
    return (metrics.recall(outcome.evidence, within(outcome.reply.passages, BUDGET)),)


def _characters(outcome: Outcome) -> tuple[float]:
    return (float(sum(span.end - span.start for span in outcome.reply.passages)),)


def _located(outcome: Outcome) -> bool:
    return outcome.question.answerable and bool(outcome.right_documents)


def _first(outcome: Outcome) -> tuple[float] | None:
    if not _located(outcome):
        return None
    return (float(outcome.found_documents[:1] in {(right,) for right in outcome.right_documents}),)


def _rank(outcome: Outcome) -> tuple[float] | None:
    if not _located(outcome):
        return None
    return (metrics.reciprocal_rank(outcome.right_documents, outcome.found_documents),)


def _documents(outcome: Outcome) -> tuple[float] | None:
    if not _located(outcome):
        return None
    return (metrics.documents_found(outcome.right_documents, outcome.found_documents),)


def _any_document(outcome: Outcome) -> tuple[float] | None:
    shares = _documents(outcome)
    return None if shares is None else (float(shares[0] > 0),)


def _citation_precision(outcome: Outcome) -> tuple[float] | None:
    if not outcome.evidence or not outcome.reply.cited:
        return None
    return (metrics.precision(outcome.evidence, outcome.reply.cited),)


def _citation_recall(outcome: Outcome) -> tuple[float] | None:
    if not outcome.evidence:
        return None
    return (metrics.recall(outcome.evidence, outcome.reply.cited),)


def _rouge(outcome: Outcome) -> tuple[float] | None:
    if not outcome.question.answerable or not outcome.question.answers:
        return None
    return (metrics.rouge_l(outcome.reply.text, outcome.question.answers),)


def _rouge_answered(outcome: Outcome) -> tuple[float] | None:
    return _rouge(outcome) if outcome.reply.answered else None


def _confidence(outcome: Outcome) -> tuple[float, float]:
    return outcome.reply.confidence, float(outcome.question.answerable)


def _auc(rows: Rows) -> float:
    return metrics.auc(rows[:, 0], rows[:, 1] > 0)


def _calibration(rows: Rows) -> float:
    return metrics.calibration_error(rows[:, 0], rows[:, 1] > 0)


def _right_decision(outcome: Outcome) -> tuple[float]:
    return (float(outcome.reply.answered == outcome.question.answerable),)


def _refused(answerable: bool) -> Callable[[Outcome], tuple[float] | None]:
    def row(outcome: Outcome) -> tuple[float] | None:
        if outcome.question.answerable is not answerable:
            return None
        return (float(not outcome.reply.answered),)

    return row


def _milliseconds(outcome: Outcome) -> tuple[float]:
    return (outcome.reply.search_ms + outcome.reply.answer_ms,)


def _median(rows: Rows) -> float:
    return float(np.median(rows))


def _p95(rows: Rows) -> float:
    return float(np.percentile(rows, 95))


MEASURES = (
    Measure(
        "evidence_recall",
        "share of the evidence's characters that lie in the passages",
        _recall,
        _mean,
    ),
    Measure(
        "evidence_recall_in_budget",
        f"the same in the first {BUDGET:,} characters of passages",
        _recall_in_budget,
        _mean,
    ),
    Measure(
        "passage_characters",
        "characters of all passages of a question",
        _characters,
        _mean,
        better="neither",
        unit="characters",
    ),
    Measure("right_document_first", "best passage is of a right document", _first, _mean),
    Measure("mrr", "one over the rank of the first right document", _rank, _mean),
    Measure(
        "documents_found", "share of the right documents among the passages", _documents, _mean
    ),
    Measure("any_document_found", "at least one right document found", _any_document, _mean),
    Measure(
        "citation_precision",
        "share of the cited characters that are evidence, where something is cited",
        _citation_precision,
        _mean,
    ),
    Measure(
        "citation_recall",
        "share of the evidence's characters that are cited; 0 where not answered",
        _citation_recall,
        _mean,
    ),
    Measure(
        "rouge_l",
        "ROUGE-L F1 with the nearest reference; 0 where not answered",
        _rouge,
        _mean,
    ),
    Measure("rouge_l_answered", "the same over answered questions", _rouge_answered, _mean),
    Measure("auc", "ROC AUC of confidence, answerable or not", _confidence, _auc),
    Measure("accuracy", "answered where answerable, else not", _right_decision, _mean),
    Measure(
        "refused_answerable",
        "share of the answerable questions that are not answered",
        _refused(True),
        _mean,
        better="lower",
    ),
    Measure(
        "refused_unanswerable",
        "share of the other questions that are not answered",
        _refused(False),
        _mean,
    ),
    Measure(
        "calibration_error",
        "expected calibration error of confidence, ten bins of equal width",
        _confidence,
        _calibration,
        better="lower",
    ),
    Measure(
        "median_ms", "time a question, median", _milliseconds, _median, better="lower", unit="ms"
    ),
    Measure(
        "p95_ms", "time a question, 95th percentile", _milliseconds, _p95, better="lower", unit="ms"
    ),
)
"""Every measure, in the order of the report."""
