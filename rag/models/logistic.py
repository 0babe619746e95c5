"""Logistic models over a few named features, with weights that are kept as data.

The fits in `evals` write the weights, with what they were fitted on, to a JSON file beside the
module that uses them; the module names the features in the order in which it computes them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from rag.errors import ModelError


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A fitted model.

    Attributes:
        features: their names, in the order of `weights`.
        weights: what each feature adds to the logit for each unit of its value.
        bias: the logit where every feature is 0.
        usual: each feature's mean over the examples that are true; () where it is not recorded.
    """

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    usual: tuple[float, ...] = ()

    def probability(self, values: Sequence[float]) -> float:
        """The probability, in (0, 1), of an example with these values of `features`."""
        logit = self.bias + sum(
            weight * value for weight, value in zip(self.weights, values, strict=True)
        )
        return 1 / (1 + math.exp(-logit))

    def losses(self, values: Sequence[float]) -> tuple[float, ...]:
        """By how much each feature lowers the logit below that of the usual true example."""
        return tuple(
            weight * (usual - value)
            for weight, usual, value in zip(self.weights, self.usual, values, strict=True)
        )


def load_logistic(package: str, name: str, features: Sequence[str]) -> LogisticModel:
    """Read a model from the file `weights.json` of a package.

    Args:
        package: where the file lies, such as "rag.verification".
        name: of the model in the file.
        features: the names that the code gives to the features, in the order of their values.

    Raises:
        ModelError: the file is for other features than the code computes.
    """
    text = files(package).joinpath("weights.json").read_text(encoding="utf-8")
    stored = json.loads(text)["models"][name]
    rows = stored["features"]
    if [row["name"] for row in rows] != list(features):
        raise ModelError(
            f"The weights of the model {name!r} in {package} are for other features than the code "
            "computes.",
            "Install Dossier again, or fit the model again if you have changed its features.",
        )
    return LogisticModel(
        tuple(features),
        tuple(float(row["weight"]) for row in rows),
        float(stored["bias"]),
        tuple(float(row["usual"]) for row in rows if "usual" in row),
    )
