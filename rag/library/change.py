"""What a writer changed, as the indexes derived from the library follow it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.library.contents import Version


@dataclass(frozen=True, slots=True)
class Change:
    """What a writer changed between two generations.

    Attributes:
        obsolete: versions that are to be deleted: those no longer current, and those of `added`, of
            which something may have been written before.
        added: the versions that are current now and were not.
    """

    before: str
    after: str
    obsolete: Sequence[str]
    added: Sequence[Version]
