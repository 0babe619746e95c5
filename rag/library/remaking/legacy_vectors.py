"""Reads the passages' vectors of a library of version 0.1.

    python -m rag.library.remaking.legacy_vectors CHROMA-FOLDER TARGET

writes `ids.json` and `vectors.npy` into the folder TARGET. A damaged vector index may end it.
"""

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

_AT_ONCE = 5_000


def main(folder: Path, target: Path) -> None:
    """Write the ids and vectors of all passages."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(folder, ChromaSettings(anonymized_telemetry=False))
    passages = client.get_collection("passages", embedding_function=None)
    ids = passages.get(include=[])["ids"]
    found: list[str] = []
    parts: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = passages.get(ids=ids[start : start + _AT_ONCE], include=["embeddings"])
        found += some["ids"]
        parts.append(np.asarray(some["embeddings"], dtype=np.float32))
    vectors = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)
    np.save(target / "vectors.npy", vectors)
    (target / "ids.json").write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
