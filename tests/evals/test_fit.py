"""The script that fits the weights prints what the product has."""

import json
import re
import sys
from pathlib import Path

import pytest

from evals import fit
from rag.answering import confidence, scoring
from tests.conftest import ROOT


def test_it_prints_a_weight_for_each_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
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
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    arguments = ["--set", str(questions), str(ROOT / "briefings"), "1"]
    monkeypatch.setattr(sys, "argv", ["fit", *arguments])
    fit.main()
    printed = capsys.readouterr().out
    for name, features in (
        ("SENTENCE_WEIGHTS", scoring.SENTENCE_FEATURES),
        ("WEIGHTS", confidence.FEATURES),
    ):
        match = re.search(rf"^{name} = \((.*)\)$", printed, re.MULTILINE)
        assert match is not None
        assert len(match[1].split(",")) == len(features)
        for feature in features:
            assert feature in printed
    assert len(confidence.WEIGHTS) == len(confidence.FEATURES)
    assert len(scoring.SENTENCE_WEIGHTS) == len(scoring.SENTENCE_FEATURES)
