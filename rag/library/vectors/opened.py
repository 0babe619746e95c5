"""Searching an open vector index, which is that of one generation of the library."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.library import register
from rag.library.store.packing import Rows
from rag.library.vectors.catalogue import Catalogue
from rag.library.vectors.cosines import PassageCosines, StoredVectors, passage_cosines
from rag.library.vectors.segment import Segment, SegmentFile
from rag.models.embedder import Vector
from rag.types import Filters, date_number


@dataclass(frozen=True, slots=True, eq=False)
class OpenVectors:
    """The index as it is searched.

    Attributes:
        live: of each segment's versions, which count.
        places: of each version, its segment and its place in it.
    """

    generation: str
    segments: tuple[Segment, ...]
    live: tuple[npt.NDArray[np.bool_], ...]
    places: Mapping[str, tuple[Segment, int]]

    @property
    def is_on_disk(self) -> bool:
        """Whether it is what the index's files hold."""
        return all(segment.file.name for segment in self.segments)

    def search(self, vector: Vector, limit: int, filters: Filters) -> dict[str, float]:
        """Cosines by passage id of the passages nearest to the vector, the nearest first."""
        found: list[tuple[float, str]] = []
        for segment, live in zip(self.segments, self.live, strict=True):
            allowed = live & _allowed(segment.file, filters)
            places = _places(segment, allowed)
            cosines = segment.similarities(vector, places)
            best = _highest(cosines, limit)
            rows = best if places is None else places[best]
            owners = np.searchsorted(segment.passage_starts, rows, side="right") - 1
            positions = (rows - segment.passage_starts[owners]).tolist()
            found += [
                (cosine, register.passage_id(segment.file.versions[owner].version, position))
                for cosine, owner, position in zip(cosines[best], owners, positions, strict=True)
            ]
        nearest = sorted(found, key=lambda pair: (-pair[0], pair[1]))[:limit]
        return {passage: float(cosine) for cosine, passage in nearest}

    def cosines(self, vector: Vector, passages: Iterable[str]) -> dict[str, PassageCosines]:
        """How near the vector is to each of the passages; those that are gone are left out.

        Raises:
            VectorsError: the index cannot be read.
        """
        stored = {passage: self._stored(passage) for passage in passages}
        known = {passage: vectors for passage, vectors in stored.items() if vectors is not None}
        return dict(zip(known, passage_cosines(vector, list(known.values())), strict=True))

    def rows(self, version: str) -> tuple[tuple[int, ...], Rows] | None:
        """What is kept of that version, as `VersionVectors` has it; None where nothing is.

        Raises:
            VectorsError: the index cannot be read.
        """
        place = self.places.get(version)
        if place is None:
            return None
        counts, title, passages, sentences = place[0].held(place[1])
        return tuple(counts.tolist()), np.concatenate([title, passages, sentences])

    def _stored(self, passage: str) -> StoredVectors | None:
        version, position = register.version_of(passage), register.position_of(passage)
        place = self.places.get(version)
        if place is None:
            return None
        segment, number = place
        if not 0 <= position < segment.file.versions[number].passages:
            return None
        row = int(segment.passage_starts[number]) + position
        first, last = segment.sentence_starts[row : row + 2]
        return StoredVectors(
            title=segment.titles[number],
            passage=segment.passages[row],
            sentences=segment.sentences(int(first), int(last - first)),
        )


def open_vectors(
    generation: str, segments: Sequence[Segment], catalogue: Catalogue | None
) -> OpenVectors:
    """The index of that generation, made of those segments.

    Args:
        catalogue: says which versions count; None for all.
    """
    live = []
    places = {}
    for segment in segments:
        counted = catalogue.live(segment.file) if catalogue else enumerate(segment.file.versions)
        mask = np.zeros(len(segment.file.versions), dtype=np.bool_)
        for number, held in counted:
            mask[number] = True
            places[held.version] = segment, number
        live.append(mask)
    return OpenVectors(generation, tuple(segments), tuple(live), places)


def _allowed(segment: SegmentFile, filters: Filters) -> npt.NDArray[np.bool_]:
    """Which of the segment's versions the filters let through."""
    allowed = np.ones(len(segment.versions), dtype=np.bool_)
    if filters.since or filters.until:
        published = np.asarray([held.published for held in segment.versions])
        allowed &= published >= (date_number(filters.since) or 1)
        if filters.until:
            allowed &= published <= date_number(filters.until)
    if filters.documents:
        wanted = frozenset(filters.documents)
        allowed &= np.asarray([held.document in wanted for held in segment.versions], np.bool_)
    return allowed


def _places(segment: Segment, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp] | None:
    """Places of the passages of those versions; None for all."""
    if allowed.all():
        return None
    return np.flatnonzero(np.repeat(allowed, np.diff(segment.passage_starts)))


def _highest(values: npt.NDArray[np.float32], limit: int) -> npt.NDArray[np.intp]:
    """Places of the highest values, in no order."""
    if len(values) <= limit:
        return np.arange(len(values))
    return np.argpartition(-values, limit)[:limit]
