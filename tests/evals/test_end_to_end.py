import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest
from evals.evaluation import evaluate
from evals.intervals import Figure
from evals.report import print_table
from evals.run import Report
from rag import Settings, UsageError
from rag.testing.embedder import FakeEmbedder

pytestmark = pytest.mark.process

Measure = Callable[..., Report]

TEXTS = {
    "bridge.txt": "Bridge\n\nThe old bridge at Narva closed on 3 May 2024. Its steel had rusted.",
    "harvest.txt": "Harvest\n\nFarmers cut the wheat in August. The barley harvest failed.",
    "comet.txt": "Comet\n\nA bright comet crossed the northern sky. Nobody photographed it.",
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "bridge",
        "question": "When was the old bridge at Narva closed?",
        "answerable": True,
        "answers": ["The old bridge at Narva closed on 3 May 2024."],
        "evidence": [
            {"document": "bridge.txt", "quote": "The old bridge at Narva closed on 3 May 2024."}
        ],
        "kind": "date",
    },
    {
        "id": "comet",
        "question": "Did a bright comet cross the northern sky?",
        "answerable": True,
        "evidence": [{"document": "comet.txt"}],
    },
    {"id": "submarine", "question": "How many submarines has Peru?", "answerable": False},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path, QUESTIONS)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def write(folder: Path, rows: list[dict[str, Any]]) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def measure(corpus: Path, questions: Path, settings: Settings) -> Measure:
    def run(**options: Any) -> Report:
        return evaluate(questions, corpus, settings=settings, embedder=FakeEmbedder(), **options)

    return run


def test_figures(measure: Measure, tmp_path: Path) -> None:
    rows_path = tmp_path / "rows.jsonl"
    report = measure(rows_path=rows_path)
    (group,) = report.groups
    figures = group.figures
    assert (report.system, group.name, group.questions) == ("dossier", "all", 3)
    assert figures["evidence_recall"] == Figure(1.0, 1.0, 1.0, 1)
    assert figures["right_document_first"].value == 1.0
    assert figures["right_document_first"].questions == 2
    assert figures["auc"].value == 1.0
    assert figures["refused_unanswerable"] == Figure(1.0, 1.0, 1.0, 1)
    assert figures["rouge_l"].questions == 1
    assert figures["median_ms"].value > 0
    assert report.settings["abstain_below"] == "0.15"
    rows = [json.loads(line) for line in rows_path.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["bridge", "comet", "submarine"]
    start = TEXTS["bridge.txt"].index("The old")
    assert rows[0]["evidence"] == [["bridge.txt", start, start + 45]]
    assert "evidence_recall" not in rows[1]["measures"]


def test_a_measure_that_applies_to_no_question_is_left_out(
    measure: Measure, tmp_path: Path
) -> None:
    write(tmp_path, QUESTIONS[1:2])
    figures = measure().groups[0].figures
    assert not {"evidence_recall", "rouge_l", "auc", "refused_unanswerable"} & set(figures)


def test_documents_given_leaves_out_what_has_no_evidence(
    measure: Measure,
) -> None:
    report = measure(given=True)
    assert (report.given, report.groups[0].questions) == (True, 2)


def test_groups_by_label(measure: Measure) -> None:
    groups = measure(by="kind").groups
    assert [(g.name, g.questions) for g in groups] == [
        ("all", 3),
        ("kind=", 2),
        ("kind=date", 1),
    ]


def test_baseline(measure: Measure) -> None:
    report = measure(compare=True)
    figures = report.groups[0].figures
    assert report.system == "llama-index baseline"
    assert figures["evidence_recall"].value == 1.0
    assert figures["refused_unanswerable"].value == 0.0


def test_a_second_run_uses_the_library_of_the_first(
    measure: Measure,
    settings: Settings,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measure()

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("indexed again")

    monkeypatch.setattr(ingest, "sync", refuse)
    measure()
    assert len(list((settings.data_dir / "evals").iterdir())) == 1
    monkeypatch.undo()
    (corpus / "comet.txt").write_text("Comet\n\nA bright comet came back.", encoding="utf-8")
    measure()
    assert len(list((settings.data_dir / "evals").iterdir())) == 2


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ({"document": "moon.txt"}, "line 1: the corpus has no document 'moon.txt'"),
        ({"document": "comet.txt", "quote": "The moon is cheese."}, "does not say"),
    ],
)
def test_evidence_that_the_corpus_lacks(
    measure: Measure,
    tmp_path: Path,
    evidence: dict[str, str],
    message: str,
) -> None:
    write(tmp_path, [{**QUESTIONS[1], "evidence": [evidence]}])
    with pytest.raises(UsageError, match=message):
        measure()


def test_two_files_of_one_name(measure: Measure, corpus: Path) -> None:
    (corpus / "old").mkdir()
    (corpus / "old" / "comet.txt").write_text("Comet\n\nAnother one.", encoding="utf-8")
    with pytest.raises(UsageError, match=r"two files named 'comet\.txt'"):
        measure()


def test_the_table_names_every_figure(corpus: Path, questions: Path, settings: Settings) -> None:
    out = io.StringIO()
    print_table(evaluate(questions, corpus, settings=settings, embedder=FakeEmbedder()), out)
    assert "dossier: all, 3 questions" in out.getvalue()
    assert "evidence_recall_in_budget" in out.getvalue()
    assert " ms to " in out.getvalue()


def test_without_the_extra_the_remedy_is_named(
    measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.evaluation.find_spec", lambda package: None)
    with pytest.raises(UsageError, match=r"pip install 'dossier-briefings\[eval\]'"):
        measure()


def test_questions_or_texts_that_are_not_there(measure: Measure, tmp_path: Path) -> None:
    options: dict[str, Any] = {"settings": Settings(data_dir=tmp_path)}
    with pytest.raises(UsageError, match="cannot be read"):
        evaluate(tmp_path / "none.jsonl", tmp_path, **options)
    with pytest.raises(UsageError, match="is not a folder"):
        evaluate(write(tmp_path, QUESTIONS), tmp_path / "none", **options)


def test_evidence_in_a_copy_of_a_file_counts(
    questions: Path, corpus: Path, settings: Settings
) -> None:
    """Of files with one content one is indexed, and evidence may name another of them."""
    (corpus / "a-copy-of-bridge.txt").write_text(TEXTS["bridge.txt"], encoding="utf-8")
    report = evaluate(questions, corpus, settings=settings, embedder=FakeEmbedder())
    assert report.groups[0].figures["documents_found"].value == 1


def test_a_question_taken_for_small_talk_finds_nothing(measure: Measure, tmp_path: Path) -> None:
    write(tmp_path, [{**QUESTIONS[1], "question": "Thanks!"}])
    figures = measure().groups[0].figures
    assert figures["right_document_first"].value == 0
    assert figures["documents_found"].value == 0
