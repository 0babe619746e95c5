"""The search as a LlamaIndex retriever."""

import asyncio
from typing import Any, Protocol

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    ObjectType,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from rag.types import Filters, Hit


class Find(Protocol):
    """Finds the passages that match a question, as `Dossier.retrieve` does."""

    def __call__(self, question: str, *, limit: int | None, filters: Filters) -> list[Hit]:
        """At most `limit` hits, highest score first."""
        ...


class Retriever(BaseRetriever):
    """Gives LlamaIndex's query engines the passages that `Dossier.retrieve` gives.

    `Dossier.retriever` makes one. It raises what `Dossier.retrieve` raises.

    Args:
        find: finds the passages.
        limit: most nodes that a question gets, at least 1; None for the default of `find`.
        filters: which documents they come from.
    """

    def __init__(self, find: Find, *, limit: int | None, filters: Filters) -> None:
        super().__init__()
        self._find = find
        self._limit = limit
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._find(query_bundle.query_str, limit=self._limit, filters=self._filters)
        return [to_node(hit) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # In a thread, for a search takes long enough to hold up an event loop.
        return await asyncio.to_thread(self._retrieve, query_bundle)


def to_node(hit: Hit) -> NodeWithScore:
    """The hit as LlamaIndex knows it.

    The metadata name the document, the span in its text and the digest of its source's bytes, so
    that a citation can be traced even where an engine splits the node again. What is None is left
    out, and a language model is shown the title, date, section and page alone.
    """
    passage, document = hit.passage, hit.document
    metadata: dict[str, Any] = {
        "document_id": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published.isoformat() if document.published else None,
        "section": passage.section,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "sha256": document.sha256,
    }
    metadata = {key: value for key, value in metadata.items() if value is not None}
    source = RelatedNodeInfo(
        node_id=document.id, node_type=ObjectType.DOCUMENT, hash=document.sha256
    )
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata=metadata,
        relationships={NodeRelationship.SOURCE: source},
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["document_id", "source", "start", "end", "sha256"],
    )
    return NodeWithScore(node=node, score=hit.score)
