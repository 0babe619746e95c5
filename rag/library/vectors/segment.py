"""One file of the vector index: the vectors of some versions, written once and never changed.

It holds, one after the other and each in the order of the versions: how many sentences each passage
has (32-bit integers), the vectors of the titles, those of the passages, and those of the sentences,
one byte a dimension. Titles and passages are kept in memory; sentences are read where they lie.
"""

import os
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from rag.library.contents import VersionVectors
from rag.library.failures import VectorsError
from rag.library.register import document_of
from rag.library.store.packing import Rows
from rag.types import date_number

Floats = npt.NDArray[np.float32]
_PIECE = 1 << 20
_ROWS_AT_ONCE = 8_192
"""Rows turned into floats at a time: 12 MB of the default model's."""

_COUNT = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """What a segment knows of a version without its file.

    Attributes:
        published: as `date_number` has it.
    """

    version: str
    published: int
    passages: int
    sentences: int

    @property
    def document(self) -> str:
        """The id of its document."""
        return document_of(self.version)


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """A segment as the index's list of files names it."""

    name: str
    size: int
    checksum: int
    dimension: int
    versions: tuple[HeldVersion, ...]

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        return sum(held.passages for held in self.versions)


class Sentences(Protocol):
    """Reads vectors of sentences by their place among all of a segment."""

    def __call__(self, first: int, count: int) -> Rows:
        """That many rows."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """An open segment.

    Attributes:
        counts: how many sentences each passage has.
        sentence_starts: the place of each passage's first sentence, and the number of all.
        lengths: of the passages' rows.
    """

    file: SegmentFile
    counts: npt.NDArray[np.uint32]
    titles: Rows
    passages: Rows
    sentences: Sentences
    sentence_starts: npt.NDArray[np.int64]
    passage_starts: npt.NDArray[np.int64]
    lengths: Floats

    def similarities(self, vector: Floats, chosen: npt.NDArray[np.intp] | None) -> Floats:
        """Cosines of the vector, of length 1, and the passages at those places; None for all."""
        total = len(self.passages) if chosen is None else len(chosen)
        found = np.empty(total, dtype=np.float32)
        for start in range(0, total, _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            places: Any = some if chosen is None else chosen[some]
            rows = self.passages[places].astype(np.float32)
            found[some] = (rows @ vector) / self.lengths[places]
        return found

    def held(self, number: int) -> tuple[npt.NDArray[np.uint32], Rows, Rows, Rows]:
        """Of a version: its passages' counts of sentences, title, passages and sentences."""
        first, last = self.passage_starts[number : number + 2]
        start, end = self.sentence_starts[first], self.sentence_starts[last]
        return (
            self.counts[first:last],
            self.titles[number : number + 1],
            self.passages[first:last],
            self.sentences(int(start), int(end - start)),
        )


def in_memory(versions: Sequence[VersionVectors]) -> Segment:
    """A segment that has no file."""
    dimension = versions[0].rows.shape[1]
    sentences = _concatenated((_sentences(version) for version in versions), dimension)
    return _segment(
        SegmentFile("", 0, 0, dimension, tuple(map(_held, versions))),
        np.asarray([n for version in versions for n in version.sentences], dtype=_COUNT),
        _concatenated((version.rows[:1] for version in versions), dimension),
        _concatenated((_passages(version) for version in versions), dimension),
        lambda first, count: sentences[first : first + count],
    )


def write_segment(folder: Path, versions: Sequence[VersionVectors]) -> SegmentFile:
    """Write a new file with the versions; there is at least one.

    Raises:
        OSError: it cannot be written.
    """
    counts = (np.asarray(version.sentences, dtype=_COUNT) for version in versions)
    blocks = (
        counts,
        (version.rows[:1] for version in versions),
        map(_passages, versions),
        map(_sentences, versions),
    )
    held = tuple(map(_held, versions))
    return _written(folder, held, versions[0].rows.shape[1], blocks)


def merge(folder: Path, segments: Sequence[tuple[Segment, Sequence[int]]]) -> SegmentFile:
    """Write a new file with the versions at those places of the segments.

    Raises:
        OSError: a file cannot be read or written.
    """
    held = tuple(segment.file.versions[n] for segment, kept in segments for n in kept)

    def block(part: int) -> Iterator[Any]:
        return (segment.held(n)[part] for segment, kept in segments for n in kept)

    return _written(folder, held, segments[0][0].file.dimension, map(block, range(4)))


def _written(
    folder: Path,
    held: tuple[HeldVersion, ...],
    dimension: int,
    blocks: Iterable[Iterable[npt.NDArray[Any]]],
) -> SegmentFile:
    path = folder / f"{uuid.uuid4().hex}.vectors"
    checksum = size = 0
    try:
        with path.open("wb") as file:
            for part in (part for block in blocks for part in block):
                data = np.ascontiguousarray(part).tobytes()
                checksum = zlib.crc32(data, checksum)
                size += len(data)
                file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return SegmentFile(path.name, size, checksum, dimension, held)


def is_whole(folder: Path, segment: SegmentFile) -> bool:
    """Whether the segment's file is what was written.

    Raises:
        OSError: it cannot be read.
    """
    checksum = 0
    with (folder / segment.name).open("rb") as file:
        if os.fstat(file.fileno()).st_size != segment.size:
            return False
        while piece := file.read(_PIECE):
            checksum = zlib.crc32(piece, checksum)
    return checksum == segment.checksum


def open_segment(folder: Path, segment: SegmentFile) -> Segment:
    """Open the segment, whose file is whole.

    Raises:
        VectorsError: it cannot be read.
    """
    versions, passages, dimension = len(segment.versions), segment.passages, segment.dimension
    try:
        file = (folder / segment.name).open("rb")
        counts = np.fromfile(file, _COUNT, passages)
        titles = np.fromfile(file, np.int8, versions * dimension).reshape(versions, dimension)
        rows = np.fromfile(file, np.int8, passages * dimension).reshape(passages, dimension)
    except (OSError, ValueError) as error:
        raise VectorsError(f"{segment.name} cannot be read ({error})") from error
    return _segment(segment, counts, titles, rows, _SentencesInFile(file, dimension))


class _SentencesInFile:
    """The sentences' vectors in a file that stays open, so that it may be deleted meanwhile.

    It is not mapped into memory: touching what was cut off a mapped file ends the process.

    Args:
        file: read up to where they begin.
    """

    def __init__(self, file: BinaryIO, dimension: int) -> None:
        self._file = file
        self._start = file.tell()
        self._dimension = dimension
        self._lock = threading.Lock()

    def __call__(self, first: int, count: int) -> Rows:
        size = count * self._dimension
        with self._lock:
            try:
                self._file.seek(self._start + first * self._dimension)
                data = self._file.read(size)
            except OSError as error:
                raise VectorsError(f"{self._file.name} cannot be read ({error})") from error
        if len(data) < size:
            raise VectorsError(f"{self._file.name} was cut short")
        return np.frombuffer(data, dtype=np.int8).reshape(count, self._dimension)

    def __del__(self) -> None:
        self._file.close()


def _segment(
    file: SegmentFile,
    counts: npt.NDArray[np.uint32],
    titles: Rows,
    passages: Rows,
    sentences: Sentences,
) -> Segment:
    starts = np.cumsum([0, *(held.passages for held in file.versions)])
    inside = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    lengths = np.empty(len(passages), dtype=np.float32)
    for start in range(0, len(passages), _ROWS_AT_ONCE):
        rows = passages[start : start + _ROWS_AT_ONCE].astype(np.float32)
        lengths[start : start + _ROWS_AT_ONCE] = np.linalg.norm(rows, axis=1)
    return Segment(
        file, counts, titles, passages, sentences, inside, starts, np.maximum(lengths, 1e-12)
    )


def _held(version: VersionVectors) -> HeldVersion:
    record = version.record
    return HeldVersion(
        record.version,
        date_number(record.published),
        len(version.sentences),
        sum(version.sentences),
    )


def _passages(version: VersionVectors) -> Rows:
    return version.rows[1 : 1 + len(version.sentences)]


def _sentences(version: VersionVectors) -> Rows:
    return version.rows[1 + len(version.sentences) :]


def _concatenated(rows: Iterable[Rows], dimension: int) -> Rows:
    return np.concatenate([np.zeros((0, dimension), dtype=np.int8), *rows])
