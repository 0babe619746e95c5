"""Logistic models with stored weights."""

import json
import math
from importlib.resources import files

import pytest

from rag import ModelError
from rag.answering.quoting import candidates, confidence
from rag.models.logistic import LogisticModel, load_logistic
from rag.verification import model as support

MODEL = LogisticModel(("near", "far"), (2.0, -1.0), -0.5, (0.25, 0.0))

STORED = [
    ("rag.verification", "support", support.FEATURES),
    ("rag.answering.quoting", "sentences", candidates.SENTENCE_FEATURES),
    ("rag.answering.quoting", "confidence", confidence.FEATURES),
]


def test_the_probability_is_the_logistic_of_the_weighted_sum() -> None:
    assert MODEL.probability([0.25, 0.0]) == 0.5
    assert MODEL.probability([1.0, 0.5]) == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_losses_are_against_the_usual_values() -> None:
    assert MODEL.losses([0.25, 0.0]) == (0.0, 0.0)
    assert MODEL.losses([0.0, 2.0]) == (0.5, 2.0)


def test_a_value_for_each_feature_is_needed() -> None:
    with pytest.raises(ValueError, match="zip"):
        MODEL.probability([1.0])


@pytest.mark.parametrize(("package", "name", "features"), STORED, ids=[s[1] for s in STORED])
def test_stored_weights_are_for_the_features_of_the_code(
    package: str, name: str, features: tuple[str, ...]
) -> None:
    stored = json.loads(files(package).joinpath("weights.json").read_text(encoding="utf-8"))
    model = stored["models"][name]
    assert [row["name"] for row in model["features"]] == list(features)
    assert {"command", "date", "sha256"} <= set(model["fitted"])
    assert all(len(value) == 64 for value in model["fitted"]["sha256"].values())
    assert load_logistic(package, name, features).features == features


def test_weights_for_other_features_are_refused() -> None:
    other = ["cosine", *support.FEATURES[1:]]
    with pytest.raises(ModelError, match="for other features than the code computes") as error:
        load_logistic("rag.verification", "support", other)
    assert error.value.remedy.startswith("Install Dossier again")


def test_the_weights_are_those_that_the_benchmarks_were_measured_with() -> None:
    assert support.support_model().weights == (
        *(-3.078, -1.002, -2.0, -4.804, -0.5, -3.949, -2.622, -4.474, -2.969),
    )
    assert support.support_model().bias == 3.047
    assert support.support_model().usual == (
        *(0.058, 0.095, 0.028, 0.01, 0.092, 0.031, 0.024, 0.008, 0.007),
    )
    assert candidates.sentence_model().weights == (
        *(5.348, 1.9, 8.446, 0.538, 0.846, 0.157, -0.361),
    )
    assert candidates.sentence_model().bias == -7.138
    assert confidence.confidence_model().weights == (
        *(6.026, 3.636, 2.794, -0.738, 1.765, -1.578, -3.295, 2.117, 1.11),
    )
    assert confidence.confidence_model().bias == -7.044
