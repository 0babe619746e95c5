"""From a search text to hits: dense and lexical search, fused, as one LlamaIndex retriever."""

from collections.abc import Mapping
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.embedding import Embedder
from rag.library import Library, View
from rag.types import Filters, Hit

_CANDIDATES = 60
"""Passages that each of the two searches puts forward."""

_DENSE_WEIGHT = 0.6


class HybridRetriever(BaseRetriever):
    """Finds passages by meaning and by words.

    Both searches put forward candidates; each candidate gets both scores; the two are brought to
    the same scale and added (convex combination; Bruch, Gai, Ingber: "An Analysis of Fusion
    Functions for Hybrid Retrieval", 2022, which finds it better than ranks alone).

    Args:
        library: where to search.
        embedder: turns the search text into a vector.
        limit: most passages that LlamaIndex gets; at least 1.
        filters: which documents LlamaIndex gets them from.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        limit: int = 5,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
    ) -> None:
        super().__init__()
        self._library = library
        self._embedder = embedder
        self._limit = limit
        self._filters = filters

    def hits(self, text: str, limit: int, filters: Filters) -> list[Hit] | None:
        """The best passages for the text, highest score first.

        Returns:
            None where nothing has been indexed yet.
        """
        if self._library.read(lambda view: view.generation) is None:
            return None
        vector = self._embedder.embed([text])[0]
        return self._library.read(lambda view: _search(view, text, vector, limit, filters))

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self.hits(query_bundle.query_str, self._limit, self._filters) or []
        return [to_node(hit) for hit in found]


def to_node(hit: Hit) -> NodeWithScore:
    """The hit as LlamaIndex knows it; its metadata name the document and the offsets in it."""
    metadata: dict[str, Any] = {
        "document_id": hit.document.id,
        "title": hit.document.title,
        "source": hit.document.source,
        "published": hit.document.published.isoformat() if hit.document.published else None,
        "section": hit.passage.section,
        "page": hit.passage.page,
    }
    node = TextNode(
        id_=hit.passage.id,
        text=hit.passage.text,
        metadata=metadata,
        start_char_idx=hit.passage.start,
        end_char_idx=hit.passage.end,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["document_id", "source"],
    )
    return NodeWithScore(node=node, score=hit.score)


def _search(view: View, text: str, vector: Any, limit: int, filters: Filters) -> list[Hit]:
    candidates = max(_CANDIDATES, 2 * limit)
    dense = view.dense(vector, candidates, filters)
    lexical = view.lexical.search(text, candidates, filters)
    records = view.current([*dense, *lexical])
    dense |= view.cosines(vector, [passage for passage in records if passage not in dense])
    scores = _fuse(
        {passage: dense.get(passage, -1.0) for passage in records},
        {passage: lexical.get(passage, 0.0) for passage in records},
    )
    best = sorted(scores, key=lambda passage: (-scores[passage], passage))[:limit]
    passages = view.passages(best)
    return [
        Hit(
            passage=passages[passage],
            document=records[passage],
            score=scores[passage],
            dense=dense.get(passage, -1.0),
            lexical=lexical.get(passage, 0.0),
        )
        for passage in best
        if passage in passages
    ]


def _fuse(dense: Mapping[str, float], lexical: Mapping[str, float]) -> dict[str, float]:
    """Scores in [0, 1] by passage id."""
    if not dense:
        return {}
    highest, lowest = max(dense.values()), min(dense.values())
    spread = max(highest - lowest, 1e-6)
    most = max(lexical.values(), default=0.0) or 1.0
    weight = _DENSE_WEIGHT
    return {
        passage: weight * (dense[passage] - lowest) / spread
        + (1 - weight) * lexical[passage] / most
        for passage in dense
    }
