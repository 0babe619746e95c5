"""Versions with random vectors, and what a search of them must find."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from rag.library import IndexedDocument, passage_id
from rag.library.contents import Version, VersionVectors, packed
from rag.models.embedder import Vector, Vectors
from rag.types import Filters
from tests.rag.library.libraries import indexed

DIMENSION = 16


class RandomVersions:
    """Makes documents with random vectors, the same ones for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self._random = np.random.default_rng(seed)

    def document(self, name: str, passages: int, published: date | None = None) -> IndexedDocument:
        """A document of that many passages with one to three sentences each."""
        said = self._random.integers(1_000_000)
        text = " ".join(f"Finding {n} of {said} concerns {name}." for n in range(passages))
        made = indexed(name, text, published)
        counts = self._random.integers(1, 4, passages)
        cut = tuple(
            replace(passage, sentences=_spans(passage.start, passage.end, count))
            for passage, count in zip(made.passages, counts, strict=True)
        )
        return replace(
            made,
            passages=cut,
            vectors=self._vectors(passages),
            sentence_vectors=tuple(self._vectors(count) for count in counts),
            title_vector=self._vectors(1),
        )

    def version(self, name: str, passages: int, published: date | None = None) -> Version:
        return packed(self.document(name, passages, published)).version

    def question(self) -> Vector:
        """A random vector of length 1."""
        vector: Vector = self._vectors(1)[0]
        return vector / np.linalg.norm(vector)

    def choice(self, names: Iterable[str]) -> str:
        return str(self._random.choice(sorted(names)))

    def number(self, below: int) -> int:
        return int(self._random.integers(below))

    def _vectors(self, count: int) -> Vectors:
        return self._random.normal(size=(count, DIMENSION)).astype(np.float32)


def _spans(start: int, end: int, count: int) -> tuple[tuple[int, int], ...]:
    edges = np.linspace(start, end, count + 1).astype(int).tolist()
    return tuple(pairwise(edges))


def nearest(
    vector: Vector, versions: Iterable[VersionVectors], limit: int, filters: Filters
) -> Mapping[str, float]:
    """What a search must find, by comparing with all."""
    found: dict[str, float] = {}
    for version in versions:
        record = version.record
        if filters.documents and record.id not in filters.documents:
            continue
        if (filters.since or filters.until) and record.published is None:
            continue
        if filters.since and record.published and record.published < filters.since:
            continue
        if filters.until and record.published and record.published > filters.until:
            continue
        for n in range(len(version.sentences)):
            row = version.rows[1 + n].astype(np.float64)
            found[passage_id(record.version, n)] = float(row @ vector / np.linalg.norm(row))
    best = sorted(found, key=lambda passage: -found[passage])[:limit]
    return {passage: found[passage] for passage in best}
