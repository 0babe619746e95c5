"""The script that fits the weights of the models."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from evals import fit
from evals.questions import Question
from rag import Turn
from rag.answering.quoting import candidates as scoring
from rag.answering.quoting import confidence
from tests.conftest import ROOT, Sync, Write


@pytest.mark.process
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


def test_a_conversation_is_asked_what_its_texts_leave_open_too(
    write: Write, sync: Sync, dossier: Any
) -> None:
    write("a.txt", "The lighthouse of Ober\n\nThe keeper, Ines Tarr, trims its lamp at dusk.\n")
    sync()
    history = (Turn("user", "Who keeps the lighthouse of Ober?"), Turn("assistant", "Ines Tarr."))
    asked = Question("1", "When does the keeper trim the lamp of Ober?", True, history=history)
    _, examples = fit.collect([asked], ["Which bakers of Lorn sell sourdough loaves?"], dossier)
    alone = confidence.FEATURES.index("asked after other questions, and stands alone")
    assert examples.labels.tolist() == [True, False]
    assert examples.rows[:, alone].tolist() == [1.0, 1.0]
