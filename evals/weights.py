"""Fitted models printed, and written with their provenance to the `weights.json` of a package."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from rag import UsageError
from rag.models.logistic import LogisticModel

_DECIMALS = 3
"""Enough: the third decimal of a weight moves a probability by less than 0.001."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a model was made.

    Attributes:
        command: the command line that fitted it.
        date: the day of the fit, as YYYY-MM-DD, in UTC.
        sha256: of each file and folder that was read, by its last two names, such as
            "clapnq/questions.jsonl".
    """

    command: str
    date: str
    sha256: dict[str, str]


def provenance(command: str, sources: Iterable[Path]) -> Provenance:
    """The provenance of a model that is fitted now.

    Args:
        sources: the files and folders that the fit reads.

    Raises:
        OSError: one of them cannot be read.
    """
    hashes = {"/".join(path.resolve().parts[-2:]): sha256_of(path) for path in sources}
    return Provenance(command, datetime.now(UTC).date().isoformat(), hashes)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes; of a folder, that of the names and hashes of all its files.

    Raises:
        OSError: it cannot be read.
    """
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for file in sorted(inner for inner in path.rglob("*") if inner.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()}\0{sha256_of(file)}\n".encode())
    return digest.hexdigest()


def rounded(model: LogisticModel) -> LogisticModel:
    """The model as it is written: with three decimals."""
    return LogisticModel(
        model.features,
        tuple(_rounded(weight) for weight in model.weights),
        _rounded(model.bias),
        tuple(_rounded(value) for value in model.usual),
    )


def _rounded(value: float) -> float:
    return round(value, _DECIMALS) + 0.0  # + 0.0 makes -0.0 positive


def print_model(name: str, model: LogisticModel, spread: Sequence[float], out: IO[str]) -> None:
    """Print the weight of each feature, and by how much its usual change moves the logit.

    Args:
        spread: the standard deviation of each feature.
    """
    out.write(f"{name}: bias {model.bias:.3f}\n")
    out.write(f"    {'weight':>8} {'effect':>6} feature\n")
    for feature, weight, deviation in zip(model.features, model.weights, spread, strict=True):
        out.write(f"    {weight:8.3f} {weight * deviation:+6.2f} {feature}\n")


def write_model(path: Path, name: str, model: LogisticModel, made: Provenance) -> None:
    """Put a model into a file of weights, in place of the one of that name, and keep the others.

    Raises:
        UsageError: the file exists and is not one of weights.
    """
    models = _models_of(path)
    usual = model.usual or (None,) * len(model.features)
    features = [
        {"name": feature, "weight": weight} | ({} if mean is None else {"usual": mean})
        for feature, weight, mean in zip(model.features, model.weights, usual, strict=True)
    ]
    models[name] = {
        "fitted": {"command": made.command, "date": made.date, "sha256": made.sha256},
        "bias": model.bias,
        "features": features,
    }
    text = json.dumps({"models": models}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _models_of(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        models = json.loads(path.read_text(encoding="utf-8"))["models"]
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is not a file of weights.", "Name a weights.json of the package rag."
        ) from error
    return dict(models)
