"""Files of weights, with the provenance of each model."""

import hashlib
import io
import json
from pathlib import Path

import pytest

from evals.weights import Provenance, print_model, provenance, rounded, sha256_of, write_model
from rag import UsageError
from rag.models.logistic import LogisticModel

MODEL = LogisticModel(("near", "far"), (1.23449, -0.00001), -0.5, (0.25, 0.0))
MADE = Provenance("python -m evals.fit", "2026-11-25", {"a/b.jsonl": "00"})


def test_a_model_is_rounded_to_three_decimals() -> None:
    model = rounded(MODEL)
    assert model.weights == (1.234, 0.0)
    assert str(model.weights[1]) == "0.0"
    assert (model.bias, model.usual) == (-0.5, (0.25, 0.0))


def test_a_model_is_written_beside_the_others(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    write_model(path, "one", rounded(MODEL), MADE)
    write_model(path, "two", LogisticModel(("near",), (2.0,), 1.0), MADE)
    write_model(path, "one", LogisticModel(("near",), (3.0,), 0.0), MADE)
    fitted = {
        "command": "python -m evals.fit",
        "date": "2026-11-25",
        "sha256": {"a/b.jsonl": "00"},
    }
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "models": {
            "one": {"fitted": fitted, "bias": 0.0, "features": [{"name": "near", "weight": 3.0}]},
            "two": {"fitted": fitted, "bias": 1.0, "features": [{"name": "near", "weight": 2.0}]},
        }
    }


def test_usual_values_are_written_where_there_are_any(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    write_model(path, "one", rounded(MODEL), MADE)
    (near, far) = json.loads(path.read_text(encoding="utf-8"))["models"]["one"]["features"]
    assert near == {"name": "near", "weight": 1.234, "usual": 0.25}
    assert far == {"name": "far", "weight": 0.0, "usual": 0.0}


@pytest.mark.parametrize("text", ["", "[]", "{}", "Rain."])
def test_another_file_is_not_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is not a file of weights"):
        write_model(path, "one", MODEL, MADE)
    assert path.read_text(encoding="utf-8") == text


def test_a_file_has_the_hash_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"Rain.")
    assert sha256_of(path) == hashlib.sha256(b"Rain.").hexdigest()


def test_the_hash_of_a_folder_changes_with_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("Rain.")
    rain = sha256_of(tmp_path)
    (tmp_path / "sub" / "a.txt").write_text("Snow.")
    snow = sha256_of(tmp_path)
    (tmp_path / "sub" / "a.txt").rename(tmp_path / "sub" / "b.txt")
    assert len({rain, snow, sha256_of(tmp_path)}) == 3
    (tmp_path / "sub" / "b.txt").rename(tmp_path / "sub" / "a.txt")
    assert sha256_of(tmp_path) == snow


def test_the_provenance_names_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b"{}")
    made = provenance("python -m evals.fit", [path])
    assert made.command == "python -m evals.fit"
    assert made.sha256 == {f"{tmp_path.name}/questions.jsonl": hashlib.sha256(b"{}").hexdigest()}
    assert len(made.date) == 10


def test_a_model_is_printed_with_the_effect_of_each_feature() -> None:
    out = io.StringIO()
    print_model("one", rounded(MODEL), [2.0, 1.0], out)
    assert out.getvalue().splitlines() == [
        "one: bias -0.500",
        "      weight effect feature",
        "       1.234  +2.47 near",
        "       0.000  +0.00 far",
    ]
