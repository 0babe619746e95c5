"""Which model made a vector: the name of a model and a digest of its files.

A folder's fingerprint is `NAME@WEIGHTS+FILES`, as in `minilm@9f86d081884c+60303ae22b99`. The first
digest is all that the first versions of Dossier recorded; it is kept so that the libraries they
made can still be used. The second changed for models that read questions otherwise than passages
when Dossier began to: what it had embedded without their prompts cannot be compared with the new.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import ModelError
from rag.settings import DEFAULT_EMBEDDING_MODEL

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in sentence-transformers/all-MiniLM-L6-v2 as published."""

_DIGITS = 12
"""Of a digest: 48 bits tell any number of models apart that one library will meet."""

_WEIGHTS = frozenset({".safetensors", ".bin"})
_READ_BY_MODELS = _WEIGHTS | {
    *(".json", ".txt", ".model", ".vocab", ".tiktoken", ".jinja"),  # configurations, tokenizers
    *(".codes", ".spm", ".tokenizer"),
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
        beside its configuration, and one of every file that has to do with vectors, linked ones
        too, hidden ones excepted; for a published model its name alone.

    Raises:
        ModelError: a file or folder in it cannot be read.
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
    rows = [[path.as_posix(), digest] for path, digest in digests.items()]
    if _tells_questions_apart(folder):
        rows.append(["questions apart"])
    files = hashlib.sha256(json.dumps(rows).encode(errors="surrogateescape")).hexdigest()
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
    return sorted(path.relative_to(folder) for path in _walk(folder))


def _walk(folder: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The files that models are made of. A link that leads back to a folder above is not followed.

    Args:
        folder: where to look.
        above: the folders passed on the way there, without links.
    """
    real = folder.resolve()
    if real in above:
        return
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path, (*above, real))
        elif path.suffix in _READ_BY_MODELS and path.is_file():
            yield path


def _tells_questions_apart(folder: Path) -> bool:
    """Whether the model has prompts, or routes of its own for questions and passages."""
    configuration = _json(folder / "config_sentence_transformers.json")
    prompts = configuration.get("prompts") if isinstance(configuration, dict) else None
    if isinstance(prompts, dict) and any(prompts.values()):
        return True
    modules = _json(folder / "modules.json")
    rows = modules if isinstance(modules, list) else []
    types = [str(row.get("type")) for row in rows if isinstance(row, dict)]
    return any(name.endswith((".Router", ".Asym")) for name in types)


def _json(path: Path) -> Any:
    """What the file holds; None where it is absent or holds no JSON."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
