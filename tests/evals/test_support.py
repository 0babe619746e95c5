import io
import json
from pathlib import Path

import numpy as np
import pytest

from evals import support
from evals.questions import Evidence, Question
from evals.support_fit import Examples, fit, left_out
from evals.support_pairs import KINDS, TRUE, Pair, build_pairs
from rag import UsageError
from rag.testing.embedder import FakeEmbedder
from rag.verification.model import FEATURES

HARBOUR = (
    "Anna Ridge founded the Aldermouth Harbour Trust in 1912 with 340 members.",
    "The trust was not allowed to own more than 25 boats.",
)
ORCHARD = (
    "Carl Stone sold the Brindle Orchard to Mira Vale on 4 June 1987 for 12,500 pounds.",
    "The orchard has 60 rows of pear trees.",
)


def question(number: int, quotes: tuple[str, ...]) -> Question:
    return Question(
        id=str(number),
        question=f"Question {number}?",
        answerable=True,
        evidence=tuple(Evidence("a.txt", quote) for quote in quotes),
        answers=(" ".join(quotes),),
    )


QUESTIONS = [question(1, HARBOUR), question(2, ORCHARD)]


def pairs() -> list[Pair]:
    return build_pairs(QUESTIONS, {}, FakeEmbedder())


def test_each_sentence_of_an_answer_is_a_true_pair_with_all_the_evidence() -> None:
    true = [pair for pair in pairs() if pair.kind == TRUE]
    assert [(pair.sentence, pair.quotes) for pair in true] == [
        *((sentence, HARBOUR) for sentence in HARBOUR),
        *((sentence, ORCHARD) for sentence in ORCHARD),
    ]


def test_a_false_pair_has_one_thing_changed() -> None:
    found = pairs()
    assert {pair.kind for pair in found} <= {TRUE, *KINDS}
    true = {pair.sentence for pair in found if pair.kind == TRUE}
    for pair in found:
        if "passage" in pair.kind and "of the passage" not in pair.kind:
            assert pair.sentence in true
            assert pair.sentence not in pair.quotes
        elif pair.kind != TRUE:
            assert pair.sentence not in true
            assert pair.quotes in (HARBOUR, ORCHARD)


@pytest.mark.parametrize(
    "kind",
    ["number", "date", "name", "negation added", "negation removed", "another passage"],
)
def test_every_kind_of_change_is_made(kind: str) -> None:
    assert [pair for pair in pairs() if pair.kind == kind]


def test_a_negation_is_taken_away_where_there_is_one() -> None:
    changed = {pair.kind: pair.sentence for pair in pairs() if "negation" in pair.kind}
    assert changed["negation removed"] == "The trust was allowed to own more than 25 boats."


def test_the_same_questions_give_the_same_pairs() -> None:
    assert pairs() == pairs()


def data(questions: int = 40) -> Examples:
    """True rows without anything against them, false ones with a clash, each third unseen."""
    rows = np.zeros((2 * questions, len(FEATURES)))
    clash = FEATURES.index("what one says and the other denies")
    rows[1::2, clash] = [0.0 if number % 3 == 0 else 0.8 for number in range(questions)]
    labels = np.tile([True, False], questions)
    return Examples(rows, labels, np.repeat(np.arange(questions), 2), np.ones(2 * questions))


def test_the_fit_weighs_what_tells_and_lets_no_feature_speak_for_a_sentence() -> None:
    fitted = fit([data()])
    weights = dict(zip(FEATURES, fitted.weights, strict=True))
    assert weights["what one says and the other denies"] < -1
    assert max(weights.values()) <= 0
    clean, clashing = fitted.chances(data().rows[[0, 3]])
    assert clean >= 0.5 > clashing


def test_left_out_scores_tell_the_kinds_apart_too() -> None:
    examples = data()
    (scores,) = left_out([examples])
    clashing = examples.rows.any(axis=1)
    assert scores[clashing].max() < scores[~clashing].min()


def write_set(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(" ".join(HARBOUR), encoding="utf-8")
    (corpus / "b.txt").write_text(" ".join(ORCHARD), encoding="utf-8")
    rows = [
        {
            "id": name,
            "question": f"What of {name}?",
            "answerable": True,
            "evidence": [{"document": name}],
            "answers": [" ".join(quotes)],
        }
        for name, quotes in (("a.txt", HARBOUR), ("b.txt", ORCHARD))
    ]
    path = folder / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.process
def test_the_command_prints_a_table_for_each_set(tmp_path: Path) -> None:
    out = io.StringIO()
    support.run([(write_set(tmp_path), tmp_path / "corpus")], True, FakeEmbedder(), out)
    printed = out.getvalue()
    assert "as checked in" in printed
    assert "left out of the fit" in printed
    assert "WEIGHTS = (" in printed
    for kind in (TRUE, "all false", "number", "another passage"):
        assert kind in printed


def test_figures_of_scores_that_are_known() -> None:
    some = [Pair("s", ("q",), TRUE, n) for n in range(4)]
    some += [Pair("s", ("q",), "number", n) for n in range(4)]
    scores = np.array([0.9, 0.8, 0.7, 0.4, 0.1, 0.2, 0.75, 0.3])
    true, every, number = support.measure(some, scores)
    assert (true.flagged.value, true.auc) == (0.25, None)
    assert number.auc is not None
    assert number.auc.value == 14 / 16
    assert (every.auc, every.flagged.value) == (number.auc, 0.75)


@pytest.mark.process
def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = write_set(tmp_path)
    (tmp_path / "corpus" / "b.txt").unlink()
    with pytest.raises(UsageError, match=r"has no file 'b\.txt'"):
        support.read_pairs(path, tmp_path / "corpus", FakeEmbedder())
