"""What a sync reports: how far it has come, and in the end what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.types import Omission


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync has come.

    Attributes:
        documents_done: documents embedded or found unreadable so far; the last of them have yet to
            be written.
        documents: how many documents the sync has to work on in all.
        passages_done: passages of the documents done that had to be embedded.
        bytes_done: bytes of the files done, a part of those at hand included.
        bytes: bytes of all files that have to be read.
        seconds_left: about how long the rest takes, at the rate so far; None while that is unknown.
        left_over: records of removed and replaced documents that are still to be deleted, in the
            end or after a sync that was killed; no reader sees them.
    """

    documents_done: int
    documents: int
    passages_done: int
    bytes_done: int = 0
    bytes: int = 0
    seconds_left: float | None = None
    left_over: int = 0

    @property
    def measure(self) -> tuple[int, int]:
        """What is done, and all there is to do: bytes, or documents where no file is read."""
        if self.left_over:
            return 0, self.left_over
        if self.bytes:
            return self.bytes_done, self.bytes
        return self.documents_done, self.documents


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, by source; each tuple is sorted.

    Attributes:
        moved: new sources of documents whose content was indexed under a source that is gone.
        duplicate: for each file whose content is indexed from another source, that source.
        failed: reason by source; a source listed here keeps the version it had.
        remaining: sources not reached before the sync was stopped; the next sync indexes them.
        passed_over: how many files are of formats that are not read, by their ending in lower case,
            e.g. ".xyz"; "" for a name without one.
        omissions: what of their sources the texts of the documents that were read do not contain,
            by source.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicate: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    remaining: tuple[str, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    omissions: Mapping[str, tuple[Omission, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EmbeddingReport:
    """What embedding a library anew did.

    Attributes:
        documents: how many were embedded; 0 where the library has that model already.
        remaining: how many were not reached before it was stopped; until none are, readers have the
            vectors of the model before.
    """

    documents: int
    remaining: int
