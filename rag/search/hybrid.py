"""From a query to hits: dense and lexical search, fused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from rag.language.folding import as_compared
from rag.language.words import stems
from rag.library import Library, PassageCosines, View
from rag.models.embedder import Embedder, Vector
from rag.models.reranker import Reranker
from rag.search.query import Query
from rag.types import Filters, Hit, Passage

_CANDIDATES = 60
"""Passages that each of the two searches puts forward."""

_READ = 20
"""Passages, the best by vectors and BM25, whose sentences are looked into for words together, and
which a reranker reads again."""

_LEXICAL_WEIGHT = 0.3
"""What the best BM25 score adds, where the mean of a passage's two cosines counts 1. Chosen on
three benchmarks (docs/benchmarks.md); between 0.2 and 0.4 their figures move by less than 0.01."""

_TOGETHER_WEIGHT = 0.1
"""What a sentence adds that has all words of the question; chosen in the same way."""


_IN_THE_WAY_WEIGHT = 0.5
"""What the score of boilerplate and of headings counts: they name the subject of every question, so
that a menu or a contents list scores as high as a text that answers, and must come after it."""


class HybridSearch:
    """Finds passages by meaning and by words.

    Both searches put forward candidates; each candidate gets three scores: the cosine of its own
    vector, that of its best sentence, and BM25. The first two are averaged, since a passage may
    answer as a whole or by one sentence; BM25 is divided by its highest and added with a weight
    (convex combination; Bruch, Gai, Ingber: "An Analysis of Fusion Functions for Hybrid
    Retrieval", 2022, which finds it better than ranks alone). The best are then read: the share of
    the question's words, the rarer counting more, that one of the sentences has together is added.
    A reranker, where there is one, reads them again, and the score is the mean of both.

    Args:
        library: where to search.
        embedder: turns the question into a vector.
        reranker: reads the best passages again, 20 or as many as are asked for; None for none.
    """

    def __init__(
        self, library: Library, embedder: Embedder, reranker: Reranker | None = None
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._reranker = reranker

    def warm_up(self) -> None:
        """Load the models now rather than at the first question."""
        self._embedder.embed_queries(["warm up"])
        if self._reranker:
            self._reranker.scores("warm up", ["warm up"])

    def hits(self, query: Query, limit: int, filters: Filters) -> list[Hit] | None:
        """The best passages, highest score first.

        Returns:
            None where nothing has been indexed yet.

        Raises:
            LibraryError: the library cannot be read.
            ModelError: a model cannot be loaded.
        """
        if self._library.read(lambda view: view.generation) is None:
            return None
        vector = self._vector(query)
        weights = query.stems()
        most = max(_READ, limit) if self._reranker else limit
        found = self._library.read(lambda view: _search(view, vector, weights, most, filters))
        if self._reranker and found:
            return _read_again(self._reranker, query, found)[:limit]
        return found

    def _vector(self, query: Query) -> Vector:
        """The question's vector, turned towards that of the question before it."""
        rows = self._embedder.embed_queries(
            [as_compared(question) for question in (query.question, *query.earlier[-1:])]
        )
        if len(rows) == 1:
            return cast("Vector", rows[0])
        mixed = rows[0] + query.previous_weight * rows[1]
        return cast("Vector", mixed / max(float(np.linalg.norm(mixed)), 1e-12))


def _search(
    view: View, vector: Vector, weights: Mapping[str, float], limit: int, filters: Filters
) -> list[Hit]:
    candidates = max(_CANDIDATES, 2 * limit)
    dense = view.dense(vector, candidates, filters)
    lexical = view.words(weights, candidates, filters)
    records = view.current([*dense, *lexical])
    cosines = view.cosines(vector, records)
    scores = _fuse(cosines, lexical)
    passages = _read(view, scores, max(_READ, limit), weights)
    rarity = view.rarity(list(weights))
    counts = {stem: weight * rarity[stem] for stem, weight in weights.items()}
    for identifier, passage in passages.items():
        together = _TOGETHER_WEIGHT * _together(passage, counts)
        scores[identifier] = (scores[identifier] + together) / (1 + _TOGETHER_WEIGHT)
        if _is_in_the_way(passage, weights):
            scores[identifier] *= _IN_THE_WAY_WEIGHT
    best = _best({identifier: scores[identifier] for identifier in passages}, limit)
    return [
        Hit(
            passage=passages[passage],
            document=records[passage],
            score=scores[passage],
            dense=cosines[passage].passage,
            lexical=lexical.get(passage, 0.0),
            sentences=tuple(cosines[passage].sentences),
            title_residual_cosine=cosines[passage].title_residual_cosine,
        )
        for passage in best
    ]


def _read(
    view: View, scores: Mapping[str, float], most: int, weights: Mapping[str, float]
) -> dict[str, Passage]:
    """The best passages, and for those that are only in the way as many others."""
    ranked = _best(scores, len(scores))
    passages = view.passages(ranked[:most])
    in_the_way = sum(_is_in_the_way(passage, weights) for passage in passages.values())
    if in_the_way:
        passages |= view.passages(ranked[most : most + in_the_way])
    return passages


def _is_in_the_way(passage: Passage, weights: Mapping[str, float]) -> bool:
    """Whether it says nothing: a heading alone, or boilerplate that the question does not name.

    A question for the contents, the references or the figures finds them.
    """
    if passage.boilerplate is not None:
        return weights.keys().isdisjoint(stems(passage.boilerplate))
    return not passage.sentences


def _read_again(reranker: Reranker, query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits by the mean of their score and the reranker's, highest first."""
    scores = reranker.scores(query.subject, [hit.passage.text for hit in hits])
    read = [
        replace(hit, score=(hit.score + score) / 2) for hit, score in zip(hits, scores, strict=True)
    ]
    return sorted(read, key=lambda hit: (-hit.score, hit.passage.id))


def _best(scores: Mapping[str, float], limit: int) -> list[str]:
    return sorted(scores, key=lambda passage: (-scores[passage], passage))[:limit]


def _fuse(cosines: Mapping[str, PassageCosines], lexical: Mapping[str, float]) -> dict[str, float]:
    """Scores in [0, 1] by passage id."""
    most = max((lexical.get(passage, 0.0) for passage in cosines), default=0.0) or 1.0
    scores = {}
    for passage, cosine in cosines.items():
        nearness = (cosine.passage + max(cosine.sentences, default=cosine.passage)) / 2
        words = lexical.get(passage, 0.0) / most
        score = (nearness + _LEXICAL_WEIGHT * words) / (1 + _LEXICAL_WEIGHT)
        scores[passage] = min(max(score, 0.0), 1.0)
    return scores


def _together(passage: Passage, counts: Mapping[str, float]) -> float:
    """The largest share of the stems, as they count, that one sentence has."""
    total = sum(counts.values()) or 1.0
    most = 0.0
    for start, end in passage.sentences:
        has = set(stems(passage.text[start - passage.start : end - passage.start]))
        most = max(most, sum(count for stem, count in counts.items() if stem in has))
    return most / total


def merged(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of several queries, each passage once with its best score, best first."""
    best: dict[str, Hit] = {}
    for hit in (hit for hits in found for hit in hits):
        known = best.get(hit.passage.id)
        if known is None or hit.score > known.score:
            best[hit.passage.id] = hit
    return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.passage.id)))
