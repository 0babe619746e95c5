"""Which model made a vector: the name of a model and a digest of its files.

A folder's fingerprint is `NAME@WEIGHTS+FILES`, as in `minilm@9f86d081884c+60303ae22b99`. The first
digest is all that earlier versions of Dossier recorded; it is kept so that the libraries they made
can still be used.
"""

import hashlib
import json
from pathlib import Path

from rag.errors import ModelError
from rag.settings import DEFAULT_EMBEDDING_MODEL

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in sentence-transformers/all-MiniLM-L6-v2 as published."""

_DIGITS = 12
"""Of a digest: 48 bits tell any number of models apart that one library will meet."""

_WEIGHTS = frozenset({".safetensors", ".bin"})
_READ_BY_MODELS = _WEIGHTS | {
    *(".json", ".txt", ".model", ".vocab", ".tiktoken", ".jinja"),  # configurations, tokenizers
    *(".pt", ".pth", ".npy", ".npz", ".py"),
}
"""Endings of all files that sentence-transformers and transformers read to make vectors with torch.
Notes, pictures and the weights of other frameworks are none of them."""


def model_fingerprint(model: str) -> str:
    """Names the model whose vectors may be compared with each other.

    Args:
        model: as the setting `embedding_model` has it.

    Returns:
        For the packaged model its name and a digest; for a folder its name, a digest of the weights
        beside its configuration, and one of every file that has to do with vectors, hidden ones
        excepted; for a published model its name alone.

    Raises:
        ModelError: a file of the folder cannot be read.
    """
    if model == DEFAULT_EMBEDDING_MODEL:
        return f"{model}@{WEIGHTS_SHA256[:_DIGITS]}"
    folder = Path(model).expanduser()
    if not folder.is_dir():
        return model
    try:
        digests = {path: file_sha256(folder / path) for path in _files(folder)}
    except OSError as error:
        raise ModelError(
            f"The embedding model in {folder} cannot be read ({error.strerror}).",
            "Make its files readable, or set DOSSIER_EMBEDDING_MODEL to another model.",
        ) from error
    weights = hashlib.sha256(
        b"".join(
            bytes.fromhex(digest)
            for path, digest in digests.items()
            if len(path.parts) == 1 and path.suffix in _WEIGHTS
        )
    ).hexdigest()
    rows = json.dumps([[path.as_posix(), digest] for path, digest in digests.items()])
    files = hashlib.sha256(rows.encode(errors="surrogateescape")).hexdigest()
    return f"{folder.name}@{weights[:_DIGITS]}+{files[:_DIGITS]}"


def is_same_model(recorded: str, fingerprint: str) -> bool:
    """Whether a library's fingerprint names that model, as far as the library recorded it."""
    return recorded in {fingerprint, fingerprint.partition("+")[0]}


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[Path]:
    """The files that models are made of, relative to the folder and sorted."""
    paths = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return sorted(
        path
        for path in paths
        if path.suffix in _READ_BY_MODELS and not any(part.startswith(".") for part in path.parts)
    )
