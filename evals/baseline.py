"""What a plain LlamaIndex set-up would do: chunks of its default size, nearest vectors, no more.

`SentenceSplitter` with its defaults (1,024 tokens, 200 of them shared with the next chunk), the
same embedding model, cosine, the five nearest chunks. There is no language model: the answer is the
nearest chunk, and that chunk's cosine is how sure it is. It never abstains, and it looks at no
history.
"""

import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.outcomes import Reply
from evals.questions import Question
from evals.spans import Span
from rag.models.embedder import Embedder

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_TOP = 5


class Baseline:
    """Dense retrieval over default chunks, in a Chroma collection in memory.

    Args:
        texts: the documents' texts by file name.
        embedder: the same as Dossier's.
    """

    name = "llama-index baseline"

    def __init__(self, texts: Sequence[tuple[str, str]], embedder: Embedder) -> None:
        self._embedder = embedder
        self._spans: dict[str, Span] = {}
        self._texts = dict(texts)
        self._collection = self._index(texts)

    def ask(self, question: Question, documents: tuple[str, ...]) -> Reply:
        """The nearest chunks of the named documents, or of all."""
        began = time.perf_counter()
        where: Any = {"document": {"$in": list(documents)}} if documents else None
        found = self._collection.query(
            query_embeddings=self._embedder.embed_queries([question.question]),
            n_results=_TOP,
            where=where,
            include=["distances"],
        )
        passages = tuple(self._spans[chunk] for chunk in found["ids"][0])
        nearest = (found["distances"] or [[]])[0][:1]
        best = passages[:1]
        return Reply(
            text=self._texts[best[0].document][best[0].start : best[0].end] if best else "",
            answered=bool(best),
            confidence=float(np.clip(1 - nearest[0], 0, 1)) if nearest else 0.0,
            passages=passages,
            cited=best,
            search_text=question.question,
            search_ms=(time.perf_counter() - began) * 1e3,
            answer_ms=0.0,
        )

    def _index(self, texts: Sequence[tuple[str, str]]) -> "Collection":
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        client = chromadb.EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        collection = client.create_collection(
            f"baseline-{uuid.uuid4().hex}", configuration={"hnsw": {"space": "cosine"}}
        )
        chunks = [(span, text) for name, whole in texts for span, text in _chunks(name, whole)]
        vectors = self._embedder.embed_passages([text for _, text in chunks])
        size = client.get_max_batch_size()
        for first in range(0, len(chunks), size):
            part = range(first, min(first + size, len(chunks)))
            self._spans.update({str(n): chunks[n][0] for n in part})
            collection.add(
                ids=[str(n) for n in part],
                embeddings=vectors[part.start : part.stop],
                metadatas=[{"document": chunks[n][0].document} for n in part],
            )
        return collection


def _chunks(name: str, text: str) -> list[tuple[Span, str]]:
    """The chunks of a document, with the span of each."""
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import Document, TextNode

    found: list[tuple[Span, str]] = []
    for node in SentenceSplitter().get_nodes_from_documents([Document(text=text)]):
        if isinstance(node, TextNode) and node.start_char_idx is not None:
            start = node.start_char_idx
            found.append((Span(name, start, start + len(node.text)), node.text))
    return found
