"""Writes a library as version 0.1 of Dossier did."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import rag
from rag.library import IndexedDocument
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from rag.types import date_number
from tests.conftest import ROOT

TEXT_PART = 250_000


def write_01(settings: rag.Settings, documents: Sequence[IndexedDocument]) -> None:
    """Write the documents, in this process, whose Chroma keeps the folder open until it ends."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    folder = settings.data_dir / "chroma"
    client = chromadb.PersistentClient(folder, ChromaSettings(anonymized_telemetry=False))
    made: dict[str, Any] = {
        name: client.create_collection(
            name, embedding_function=None, configuration={"hnsw": {"sync_threshold": 100}}
        )
        for name in ("documents", "texts", "passages")
    }
    for document in documents:
        _write(made, document)
    state = {"generation": "1", "fingerprint": FakeEmbedder.fingerprint, "journal": "{}"}
    made["documents"].add(ids=["#state"], embeddings=[[0.0]], metadatas=[state], documents=[""])


def write_01_apart(settings: rag.Settings, name: str, text: str) -> None:
    """Write a document, in a process that has ended when this returns."""
    code = (
        "import sys; from pathlib import Path; import rag\n"
        "from tests.rag.library.libraries import indexed\n"
        "from tests.rag.library.remaking.library_01 import write_01\n"
        "write_01(rag.Settings(data_dir=Path(sys.argv[1])), [indexed(*sys.argv[2:])])"
    )
    command = [sys.executable, "-c", code, str(settings.data_dir), name, text]
    subprocess.run(command, check=True, cwd=ROOT)


def segments(settings: rag.Settings) -> list[Path]:
    """The folders of Chroma's vector indexes."""
    return [path for path in (settings.data_dir / "chroma").iterdir() if path.is_dir()]


def _write(made: dict[str, Any], document: IndexedDocument) -> None:
    record, entry = document.entry.record, document.entry
    for n, passage in enumerate(document.passages):
        made["passages"].add(
            ids=[passage.id],
            embeddings=document.vectors[n : n + 1],
            documents=[passage.text],
            metadatas=[
                {
                    "document_id": passage.document_id,
                    "start": passage.start,
                    "end": passage.end,
                    "sentences": " ".join(f"{start}-{end}" for start, end in passage.sentences),
                    "sentence_vectors": _packed(document.sentence_vectors[n]),
                    "title_vector": _packed(document.title_vector),
                    "section": passage.section or "",
                    "page": passage.page or 0,
                    "published": date_number(record.published),
                }
            ],
        )
    text = document.document.text
    for n, start in enumerate(range(0, len(text), TEXT_PART)):
        part = text[start : start + TEXT_PART]
        made["texts"].add(ids=[f"{record.version}-{n}"], embeddings=[[0.0]], documents=[part])
    made["documents"].add(
        ids=[record.id],
        embeddings=[[0.0]],
        documents=[json.dumps({"pages": [], "sections": [["", 0, len(text)]]})],
        metadatas=[
            {
                "title": record.title,
                "source": record.source,
                "published": record.published.isoformat() if record.published else "",
                "sha256": record.sha256,
                "version": record.version,
                "passages": record.passages,
                "characters": record.characters,
                "indexed_at": record.indexed_at.isoformat(),
                "size": entry.stamp.size,
                "mtime_ns": entry.stamp.mtime_ns,
                "recipe": entry.index_format,
            }
        ],
    )


def _packed(vectors: Vectors) -> str:
    scale = np.abs(vectors).max(axis=1, keepdims=True)
    rows = np.rint(vectors / scale * 127).astype(np.int8)
    return base64.b64encode(rows.tobytes()).decode()
