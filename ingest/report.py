"""What a sync reports: how far it has come, and in the end what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync has come.

    Attributes:
        documents_done: documents written or found unreadable so far.
        documents: how many documents the sync has to work on in all.
        passages_done: passages embedded and written so far.
    """

    documents_done: int
    documents: int
    passages_done: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, by source; each tuple is sorted.

    Attributes:
        moved: new sources of documents whose content was indexed under a source that is gone.
        duplicate: for each file whose content is indexed from another source, that source.
        failed: reason by source; a source listed here keeps the version it had.
        remaining: sources not reached before the sync was stopped; the next sync indexes them.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicate: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    remaining: tuple[str, ...] = ()
