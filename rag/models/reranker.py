"""Passages read again, each together with the question, by a cross-encoder.

Two texts that are embedded apart meet in one cosine only; a cross-encoder reads them as one, which
ranks better and takes longer (Nogueira, Cho: "Passage Re-ranking with BERT", 2019).
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from rag.errors import ModelError
from rag.models.loading import Loaded, first_line, folder_or_name, quiet_transformers

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_REMEDY = (
    "Set DOSSIER_RERANKER_MODEL to the name or folder of a cross-encoder, or leave it empty to "
    "have none."
)

_CLASSIFIER = "ForSequenceClassification"
"""How transformers' classes of models that score whole texts end."""


class Reranker(Protocol):
    """What retrieval needs of a reranker. Implementations are safe across threads."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, in [0, 1], in the given order."""
        ...


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder on the CPU or GPU, loaded at the first question.

    Args:
        model: the name of a published cross-encoder with one output, or a folder that holds one.

    Raises (at the first question):
        ModelError: the model cannot be loaded, or does not give one score for two texts, as an
            embedding model does not.
    """

    def __init__(self, model: str) -> None:
        self._model = Loaded(lambda: _load(model))
        self._lock = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """The sigmoid of the model's output for each text, in [0, 1], in the given order."""
        if not texts:
            return []
        model = self._model.get()
        # Named here: published models often leave their output as it is.
        from torch.nn import Sigmoid

        with self._lock:
            scores = model.predict(
                [(question, text) for text in texts],
                activation_fn=Sigmoid(),
                show_progress_bar=False,
            )
        return [float(score) for score in scores]


def _load(name: str) -> "CrossEncoder":
    quiet_transformers()
    import torch
    from sentence_transformers import CrossEncoder

    try:
        # In bfloat16 the scores of good passages would be equal: it has three digits.
        model: CrossEncoder = CrossEncoder(
            folder_or_name(name), model_kwargs={"dtype": torch.float32}
        )
    except Exception as error:
        raise ModelError(
            f"The reranker {name!r} cannot be loaded ({first_line(error)}).", _REMEDY
        ) from error
    if model.num_labels != 1 or not _has_trained_head(model):
        raise ModelError(
            f"The model {name!r} is no reranker: it has not been trained to give one score for two "
            "texts.",
            _REMEDY,
        )
    return model


def _has_trained_head(model: "CrossEncoder") -> bool:
    """Whether the scores come from saved weights: a model without a head is given a random one."""
    network = model.model
    if network is None or not type(network).__name__.endswith(_CLASSIFIER):
        return True
    saved_as = network.config.architectures or []
    return any(name.endswith(_CLASSIFIER) for name in saved_as)
