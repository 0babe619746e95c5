import numpy as np
import pytest

from evals import metrics
from evals.intervals import bootstrap
from evals.spans import Span, characters, locate, overlap, union, within

TEXT = "Rain fell on Monday. The river rose by two metres; the bridge closed.\nIt opened again."


def spans(*pairs: tuple[int, int], document: str = "a.txt") -> list[Span]:
    return [Span(document, start, end) for start, end in pairs]


def test_recall_counts_each_character_once() -> None:
    evidence = spans((0, 10), (20, 30))
    found = spans((5, 10), (5, 12), (29, 40))
    assert metrics.recall(evidence, found) == pytest.approx(6 / 20)


def test_spans_of_other_documents_do_not_overlap() -> None:
    assert metrics.recall(spans((0, 10)), spans((0, 10), document="b.txt")) == 0.0


def test_precision() -> None:
    assert metrics.precision(spans((0, 10)), spans((5, 25))) == pytest.approx(5 / 20)


def test_what_needs_evidence_says_so() -> None:
    with pytest.raises(ValueError, match="evidence"):
        metrics.recall([], spans((0, 1)))
    with pytest.raises(ValueError, match="found"):
        metrics.precision(spans((0, 1)), [])
    with pytest.raises(ValueError, match="right document"):
        metrics.documents_found([], ["a"])
    with pytest.raises(ValueError, match="references"):
        metrics.rouge_l("text", [])


def test_union_joins_what_touches_or_overlaps() -> None:
    assert union(spans((5, 8), (0, 3), (3, 4), (6, 9), (9, 9))) == tuple(spans((0, 4), (5, 9)))
    assert characters(spans((0, 3), (2, 6))) == 6
    assert overlap(spans((0, 3), (2, 6)), spans((1, 4), (3, 5))) == 4


def test_budget_cuts_the_last_span() -> None:
    assert within(spans((0, 10), (20, 30), (40, 50)), 15) == tuple(spans((0, 10), (20, 25)))
    assert within(spans((0, 10)), 0) == ()


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("The river rose", "The river rose"),
        ("the bridge closed. it OPENED", "the bridge closed.\nIt opened"),
        ("river rose two metres; the bridge closed", TEXT[25:68]),
        ("river sank two leagues; a boat capsized", None),
        ("Nothing of the kind was ever said here", None),
        ("…", None),
    ],
)
def test_locate(quote: str, found: str | None) -> None:
    place = locate(quote, TEXT)
    assert (TEXT[slice(*place)] if place else None) == found


def test_reciprocal_rank_counts_documents_not_passages() -> None:
    assert metrics.reciprocal_rank(["c"], ["a", "a", "c"]) == 0.5
    assert metrics.reciprocal_rank(["d"], ["a", "a", "c"]) == 0.0


def test_documents_found() -> None:
    assert metrics.documents_found(["a", "b"], ["c", "b", "b"]) == 0.5


def test_rouge_l_takes_the_nearest_reference() -> None:
    # Longest common subsequence 2 of 4 and 3 words: precision 2/4, recall 2/3.
    assert metrics.rouge_l("the cat sat down", ["a", "the cat slept"]) == pytest.approx(4 / 7)
    assert metrics.rouge_l("", ["the cat"]) == 0.0


def test_auc() -> None:
    answerable = np.array([True, True, False, False])
    assert metrics.auc(np.array([0.9, 0.4, 0.5, 0.1]), answerable) == 0.75
    assert np.isnan(metrics.auc(np.array([0.9, 0.4]), np.array([True, True])))


def test_calibration_error() -> None:
    # Bin [0.8, 0.9): mean 0.85, half answerable; bin [0.9, 1]: 1.0, all answerable.
    confidence = np.array([0.84, 0.86, 1.0, 0.95])
    answerable = np.array([True, False, True, True])
    expected = 0.5 * 0.35 + 0.5 * 0.025
    assert metrics.calibration_error(confidence, answerable) == pytest.approx(expected)


def test_bootstrap_interval_holds_the_figure_and_repeats() -> None:
    rows = np.array([[0.0], [1.0]] * 50)
    figure = bootstrap(lambda r: float(r.mean()), rows)
    assert figure == bootstrap(lambda r: float(r.mean()), rows)
    assert (figure.value, figure.questions) == (0.5, 100)
    # Two standard errors of a share of one half among 100 are 0.1.
    assert figure.low == pytest.approx(0.4, abs=0.02)
    assert figure.high == pytest.approx(0.6, abs=0.02)


def test_bootstrap_of_one_question_and_of_none() -> None:
    assert bootstrap(lambda r: float(r.mean()), np.array([[0.3]])).low == 0.3
    with pytest.raises(ValueError, match="at least one"):
        bootstrap(lambda r: float(r.mean()), np.zeros((0, 1)))
