"""How far the signals against a sentence let it count as supported.

A logistic model, fitted by `python -m evals.support --fit` on the sentences of reference answers
and on the same with one thing changed. The bias is set so that of the true ones 7 % score below
one half, which is where a sentence is flagged. The weights are in `weights.json`.
"""

from functools import cache

from rag.models.logistic import LogisticModel, load_logistic

FEATURES = (
    "cosine short of the usual",
    "words that the evidence lacks",
    "figures that the evidence lacks",
    "figure in the place of another",
    "names that the evidence lacks",
    "name of the evidence in the place of another",
    "name that it lacks in the place of another",
    "what one says and the other denies",
    "parties the other way round",
)
"""All are 0 where nothing speaks against the sentence."""

SUPPORTED_FROM = 0.5
"""The least score of a sentence that counts as supported."""


@cache
def support_model() -> LogisticModel:
    """The model whose probability is the score of a sentence with these values of `FEATURES`.

    Raises:
        ModelError: the weights that are installed are for other features.
    """
    return load_logistic("rag.verification", "support", FEATURES)
