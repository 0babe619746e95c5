"""`python -m evals.fit`."""

import json
from pathlib import Path

import pytest

from evals.fit import __main__ as command
from rag.answering.quoting.candidates import SENTENCE_FEATURES
from rag.answering.quoting.confidence import FEATURES
from tests.conftest import ROOT

pytestmark = pytest.mark.process


def write_questions(path: Path) -> None:
    samples = json.loads((ROOT / "tests" / "sample_questions.json").read_text(encoding="utf-8"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "briefings").iterdir()}
    lines = [
        {
            "id": str(n),
            "question": case["question"],
            "answerable": True,
            "evidence": [
                {"document": name, "quote": case["quote"]}
                for name, text in texts.items()
                if case["quote"] in text
            ],
        }
        for n, case in enumerate(samples["answered"])
    ]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def test_it_prints_and_writes_a_weight_for_each_feature(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, weights = tmp_path / "questions.jsonl", tmp_path / "weights.json"
    write_questions(questions)
    arguments = ["--set", str(questions), str(ROOT / "briefings"), "1", "--write", str(weights)]
    assert command.main(arguments) == 0
    printed = capsys.readouterr().out
    models = json.loads(weights.read_text(encoding="utf-8"))["models"]
    for name, features in (("sentences", SENTENCE_FEATURES), ("confidence", FEATURES)):
        assert f"{name}: bias {models[name]['bias']:.3f}" in printed
        assert [row["name"] for row in models[name]["features"]] == list(features)
        assert len(models[name]["fitted"]["sha256"]) == 2
        for row in models[name]["features"]:
            assert f"{row['weight']:8.3f}" in printed
            assert row["name"] in printed
    assert printed.count("left out: AUC") == 2
