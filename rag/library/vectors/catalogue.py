"""Which files make up the vector index, and which of the versions in them count.

It is one file, replaced whole, with a checksum of its own in the first line.
"""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rag.library.vectors.segment import HeldVersion, SegmentFile


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The index as of one generation of the library.

    Attributes:
        obsolete: by name of a file, the versions in it that no longer count.
        damaged: versions whose vectors the library should have and has not.
    """

    generation: str = ""
    segments: tuple[SegmentFile, ...] = ()
    obsolete: Mapping[str, frozenset[str]] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()

    def live(self, segment: SegmentFile) -> Iterator[tuple[int, HeldVersion]]:
        """The versions in the segment that count, with their places in it."""
        gone = self.obsolete.get(segment.name, frozenset())
        return ((n, held) for n, held in enumerate(segment.versions) if held.version not in gone)

    def versions(self) -> dict[str, int]:
        """How many passages it has of each version."""
        return {
            held.version: held.passages
            for segment in self.segments
            for _, held in self.live(segment)
        }

    def passages(self, segment: SegmentFile) -> int:
        """How many passages of the segment count."""
        return sum(held.passages for _, held in self.live(segment))

    def save(self, path: Path) -> None:
        """Write the catalogue, whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        content = json.dumps(
            {
                "generation": self.generation,
                "segments": [_row(segment) for segment in self.segments],
                "obsolete": {name: sorted(gone) for name, gone in self.obsolete.items()},
                "damaged": sorted(self.damaged),
            }
        ).encode()
        partial = path.with_suffix(".new")
        partial.write_bytes(b"%d\n%s" % (zlib.crc32(content), content))
        partial.replace(path)


def parsed(data: bytes) -> Catalogue:
    """The catalogue in a file's content.

    Raises:
        ValueError: it is not what was written.
    """
    checksum, _, content = data.partition(b"\n")
    if checksum != b"%d" % zlib.crc32(content):
        raise ValueError("the list of files is garbled")
    found = json.loads(content)
    return Catalogue(
        generation=found["generation"],
        segments=tuple(map(_segment, found["segments"])),
        obsolete={name: frozenset(gone) for name, gone in found["obsolete"].items()},
        damaged=frozenset(found["damaged"]),
    )


def _row(segment: SegmentFile) -> list[object]:
    versions = [[v.version, v.published, v.passages, v.sentences] for v in segment.versions]
    return [segment.name, segment.size, segment.checksum, segment.dimension, versions]


def _segment(row: list[object]) -> SegmentFile:
    name, size, checksum, dimension, versions = row
    held = tuple(HeldVersion(*version) for version in versions)  # type: ignore[attr-defined]
    return SegmentFile(str(name), size, checksum, dimension, held)  # type: ignore[arg-type]
