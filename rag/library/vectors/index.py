"""The vector index: the nearest passages, found by comparing with all.

It is derived from Chroma and may be deleted at any time. Comparing with 100,000 passages takes some
20 ms, about what embedding the question takes; so there is no graph of neighbours to build, to
write and to lose. Each change adds a file; small files are merged as in a log-structured merge tree
(O'Neil, Cheng, Gawlick, O'Neil: "The Log-Structured Merge-Tree", 1996), so that a vector is copied
as many times as the logarithm of their number. Like the lexical index it names the generation of
the library that it reflects, follows each change of a writer, and is compared with the register
where it reflects another generation.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rag.library import register
from rag.library.contents import VersionVectors, read_vectors
from rag.library.derived import Change, DerivedIndex
from rag.library.failures import VectorsError
from rag.library.places import derived_folder
from rag.library.register import Stamp
from rag.library.store.chroma import Store
from rag.library.vectors.catalogue import Catalogue, parsed
from rag.library.vectors.opened import OpenVectors, open_vectors
from rag.library.vectors.segment import (
    SegmentFile,
    in_memory,
    is_whole,
    merge,
    open_segment,
    write_segment,
)
from rag.settings import Settings

log = logging.getLogger(__name__)

_FORMAT = "1"
_PASSAGES_AT_ONCE = 20_000
"""Passages of one file that is made from Chroma: with their sentences 40 MB of memory."""

_CHECKS = 3
"""How often an index that changes while it is checked is checked again."""


def vectors_folder(settings: Settings) -> Path:
    """The folder of the library's vector index; libraries on different servers have their own."""
    return derived_folder(settings, "vectors")


class VectorIndex(DerivedIndex):
    """The index in one folder. Safe across threads.

    Args:
        folder: holds the index and nothing else; created with the index where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._path = folder / f"catalogue-{_FORMAT}.json"
        self._read: tuple[Stamp, Catalogue] | None = None
        self._whole: dict[str, Stamp] = {}
        self._open = OpenVectors("", (), (), {})

    @property
    def damaged_versions(self) -> frozenset[str]:
        """Versions whose vectors the library should have and has not."""
        return frozenset() if self.damage() else self._catalogue().damaged

    @property
    def exists(self) -> bool:
        """Whether there is an index at all."""
        return self._path.exists()

    def damage(self) -> str:
        """Why the index must not be searched, in a few words; "" where it may be.

        It takes 0.2 s at first for 100,000 passages, then less than 1 ms. A writer may be at work:
        what it has replaced meanwhile is not missing.
        """
        if self._distrusted:
            return "a search of it failed"
        problem = ""
        for _ in range(_CHECKS):
            try:
                catalogue = self._catalogue()
                problem = self._problem(catalogue)
                if not problem or catalogue is self._catalogue():
                    return problem
            except (OSError, ValueError, KeyError, TypeError) as error:
                problem = f"its list of files cannot be read ({error})"
        return problem

    def reflects(self, generation: str) -> bool:
        """Whether searches find what the library held in that generation."""
        if self._open.generation == generation and not self._open.is_on_disk:
            return True
        if self.damage() or self._catalogue().generation != generation:
            return False
        if self._open.generation != generation:
            try:
                self._reload()
            except (VectorsError, OSError):
                return False
        return self._open.generation == generation

    @property
    def opened(self) -> OpenVectors:
        """The index as it is searched, of the generation that was last found to be reflected."""
        return self._open

    def on_disk(self) -> OpenVectors:
        """What the index's files hold, whatever generation that is; nothing where damaged."""
        if not self.damage():
            with suppress(OSError):
                self._reload()
        return self._open

    def versions(self) -> dict[str, int]:
        """How many passages the index on disk has of each version."""
        return self._catalogue().versions()

    def rebuild(self, store: Store) -> None:
        """Rebuild the index, whatever it holds.

        Raises:
            OSError: the index cannot be written.
        """
        with self._locked(wait=True):
            self._compare(store, Catalogue())
        self._reload()

    def hold(self, store: Store) -> None:
        """Keep the vectors of all current versions in memory, whatever is on disk."""
        known = register.read_register(store)
        if known is not None:
            entries = list(known.entries.values())
            segments = [in_memory(some) for some in _batches(read_vectors(store, entries))]
            self._open = open_vectors(known.state.generation, segments, None)

    def follow(self, change: Change) -> None:
        """Apply one change of the library; nothing where the index does not reflect what was.

        What this passes over, `catch_up` finds.

        Raises:
            OSError: the index cannot be written.
        """
        with self._locked(wait=True):
            if self.damage() or self._catalogue().generation != change.before:
                return
            catalogue = _without(self._catalogue(), change.obsolete)
            added = [version.vectors for version in change.added]
            mended = {*change.obsolete, *(vectors.record.version for vectors in added)}
            catalogue = replace(catalogue, damaged=catalogue.damaged - mended)
            if added:
                file = write_segment(self._folder, added)
                catalogue = replace(catalogue, segments=(*catalogue.segments, file))
            self._save(replace(catalogue, generation=change.after))

    def _repair(self, store: Store) -> None:
        """Make the index equal to the register; the lock must be held."""
        damage = self.damage()
        if damage and self.exists:
            log.warning("the vector index is damaged and is rebuilt (%s)", damage)
        self._compare(store, Catalogue() if damage else self._catalogue())

    def _compare(self, store: Store, catalogue: Catalogue) -> None:
        known = register.read_changed(store, catalogue.generation)
        if known is None:
            return
        obsolete, missing = known.differing(catalogue.versions())
        catalogue = _without(catalogue, obsolete)
        found: set[str] = set()
        for some in _batches(read_vectors(store, missing)):
            file = write_segment(self._folder, some)
            catalogue = replace(catalogue, segments=(*catalogue.segments, file))
            found |= {version.record.version for version in some}
        damaged = frozenset(entry.record.version for entry in missing) - found
        if damaged:
            log.warning("vectors of %d documents are damaged; sync mends it", len(damaged))
        generation = known.state.generation
        self._save(replace(catalogue, generation=generation, damaged=damaged))
        self._distrusted = False

    def _save(self, catalogue: Catalogue) -> None:
        """Merge what is small, write the catalogue, and delete the files that it does not name."""
        catalogue = self._merged(catalogue)
        names = {segment.name for segment in catalogue.segments}
        gone = {name: some for name, some in catalogue.obsolete.items() if name in names}
        catalogue = replace(catalogue, obsolete=gone)
        catalogue.save(self._path)
        for path in self._folder.glob("*.vectors"):
            if path.name not in names:
                with suppress(OSError):  # another process has it open; the next writer deletes it
                    path.unlink()
        for segment in catalogue.segments:
            self._whole.setdefault(segment.name, Stamp.of((self._folder / segment.name).stat()))

    def _merged(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with files merged until each has at least twice the passages of the next.

        A file of which most is obsolete is written anew, and one of which all is left out.
        """
        kept: list[SegmentFile] = []
        for segment in catalogue.segments:
            if any(True for _ in catalogue.live(segment)):
                kept.append(segment)
            while kept and (count := _to_merge(catalogue, kept)):
                kept[-count:] = [self._merge(catalogue, kept[-count:])]
        return replace(catalogue, segments=tuple(kept))

    def _merge(self, catalogue: Catalogue, segments: Sequence[SegmentFile]) -> SegmentFile:
        opened = ((open_segment(self._folder, segment), segment) for segment in segments)
        places = [(each, [n for n, _ in catalogue.live(file)]) for each, file in opened]
        return merge(self._folder, places)

    def _problem(self, catalogue: Catalogue) -> str:
        for segment in catalogue.segments:
            path = self._folder / segment.name
            try:
                stamp = Stamp.of(path.stat())
                if self._whole.get(segment.name) == stamp:
                    continue
                if not is_whole(self._folder, segment):
                    return f"{segment.name} is not what was written"
            except OSError as error:
                return f"{segment.name} cannot be read ({error.strerror})"
            self._whole[segment.name] = stamp
        return ""

    def _catalogue(self) -> Catalogue:
        """The catalogue on disk, which is read again when it was replaced.

        Raises:
            OSError, ValueError, KeyError, TypeError: it cannot be read.
        """
        stamp = Stamp.of(self._path.stat())
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, parsed(self._path.read_bytes())
        return self._read[1]

    def _reload(self) -> None:
        catalogue = self._catalogue()
        have = {segment.file.name: segment for segment in self._open.segments}
        segments = [
            have.get(file.name) or open_segment(self._folder, file) for file in catalogue.segments
        ]
        self._open = open_vectors(catalogue.generation, segments, catalogue)


def _without(catalogue: Catalogue, versions: Iterable[str]) -> Catalogue:
    gone = frozenset(versions)
    obsolete = {
        segment.name: catalogue.obsolete.get(segment.name, frozenset())
        | gone.intersection(held.version for held in segment.versions)
        for segment in catalogue.segments
    }
    return replace(catalogue, obsolete={name: some for name, some in obsolete.items() if some})


def _to_merge(catalogue: Catalogue, segments: Sequence[SegmentFile]) -> int:
    """How many of the last files are to be written anew as one; 0 for none."""
    live = [catalogue.passages(segment) for segment in segments[-2:]]
    if len(live) == 2 and live[0] < 2 * live[1]:
        return 2
    return 1 if 2 * live[-1] < segments[-1].passages else 0


def _batches(versions: Iterable[VersionVectors]) -> Iterator[list[VersionVectors]]:
    """The versions, some `_PASSAGES_AT_ONCE` passages at a time."""
    batch: list[VersionVectors] = []
    passages = 0
    for version in versions:
        batch.append(version)
        passages += len(version.sentences)
        if passages >= _PASSAGES_AT_ONCE:
            yield batch
            batch, passages = [], 0
    if batch:
        yield batch
