"""Measures as pure functions.

Those over spans and documents are of one question, and lie in [0, 1]; those over arrays are of many
questions, with one row each.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evals.spans import Span, characters, overlap

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_BINS = 10


def recall(evidence: Sequence[Span], found: Sequence[Span]) -> float:
    """Share of the evidence's characters that lie in the spans found.

    Raises:
        ValueError: there is no evidence.
    """
    if not evidence:
        raise ValueError("recall needs evidence")
    return overlap(evidence, found) / characters(evidence)


def precision(evidence: Sequence[Span], found: Sequence[Span]) -> float:
    """Share of the found characters that are evidence.

    Raises:
        ValueError: nothing was found.
    """
    if not found:
        raise ValueError("precision needs something found")
    return overlap(evidence, found) / characters(found)


def reciprocal_rank(right: Sequence[str], ranked: Sequence[str]) -> float:
    """One over the rank of the first right document, 0 where none is ranked.

    A document that is ranked several times counts at its first rank only.
    """
    for rank, document in enumerate(dict.fromkeys(ranked), start=1):
        if document in right:
            return 1 / rank
    return 0.0


def documents_found(right: Sequence[str], found: Sequence[str]) -> float:
    """Share of the right documents that are among those found.

    Raises:
        ValueError: there is no right document.
    """
    if not right:
        raise ValueError("documents_found needs a right document")
    return len(set(right) & set(found)) / len(set(right))


def rouge_l(text: str, references: Sequence[str]) -> float:
    """ROUGE-L F1 (Lin 2004) of a text and the reference it is nearest to, without stemming.

    Raises:
        ValueError: there are no references.
    """
    from rouge_score.rouge_scorer import RougeScorer

    if not references:
        raise ValueError("rouge_l needs references")
    scorer = RougeScorer(["rougeL"])
    return max(float(scorer.score(reference, text)["rougeL"].fmeasure) for reference in references)


def auc(confidence: Floats, answerable: Flags) -> float:
    """Area under the ROC curve; NaN where all questions are alike.

    It is the chance that an answerable question has more confidence than one that is not, a tie
    counting one half (Mann and Whitney 1947).
    """
    if answerable.all() or not answerable.any():
        return float("nan")
    right, wrong = confidence[answerable], np.sort(confidence[~answerable])
    below = np.searchsorted(wrong, right, "left") + np.searchsorted(wrong, right, "right")
    return float(below.mean() / 2 / len(wrong))


def calibration_error(confidence: Floats, answerable: Flags) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015).

    The mean distance, weighted by questions, between a bin's mean confidence and its share of
    answerable questions: 0 where a confidence of 0.8 means that four of five are answerable.
    """
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    total = 0.0
    for number in np.unique(bins):
        inside = bins == number
        gap = abs(float(confidence[inside].mean()) - float(answerable[inside].mean()))
        total += gap * float(inside.mean())
    return total
