"""`python -m evals.support`."""

import io
import json
from pathlib import Path

import pytest

from evals.support import __main__ as command
from evals.support.pairs import TRUE
from rag.testing.embedder import FakeEmbedder
from rag.verification.model import FEATURES
from tests.evals.support.samples import write_set

pytestmark = pytest.mark.process


def test_it_prints_a_table_for_each_set(tmp_path: Path) -> None:
    out = io.StringIO()
    sets = [(write_set(tmp_path), tmp_path / "corpus")]
    model = command.run(sets, FakeEmbedder(), out, fitting=True)
    printed = out.getvalue()
    assert model is not None
    assert model.features == FEATURES
    for text in ("as installed", "left out of the fit", "support: bias", *FEATURES):
        assert text in printed
    for kind in (TRUE, "all false", "number", "another passage"):
        assert kind in printed


def test_it_writes_the_model_with_what_it_was_fitted_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", FakeEmbedder)
    questions, weights = write_set(tmp_path), tmp_path / "weights.json"
    arguments = ["--set", str(questions), str(tmp_path / "corpus"), "--write", str(weights)]
    assert command.main(arguments) == 0
    assert "support: bias" in capsys.readouterr().out
    model = json.loads(weights.read_text(encoding="utf-8"))["models"]["support"]
    assert [row["name"] for row in model["features"]] == list(FEATURES)
    assert all(row["weight"] <= 0 <= row["usual"] for row in model["features"])
    assert model["fitted"]["command"].startswith("python -m evals.support --set /")
    assert len(model["fitted"]["sha256"][f"{tmp_path.name}/questions.jsonl"]) == 64
    assert len(model["fitted"]["sha256"][f"{tmp_path.name}/corpus"]) == 64


def test_wrong_use_is_told_on_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", FakeEmbedder)
    assert command.main(["--set", str(tmp_path / "none.jsonl"), str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("Error: ")
