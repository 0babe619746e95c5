"""Runs of consecutive blocks."""

from collections.abc import Callable, Iterator, Sequence

from ingest.structure.shown import Shown


def runs(
    blocks: Sequence[Shown], belongs: Callable[[Shown], bool], least: int = 1
) -> Iterator[range]:
    """The positions of the longest runs of at least so many blocks that belong."""
    first: int | None = None
    for n in range(len(blocks) + 1):
        if n < len(blocks) and belongs(blocks[n]):
            first = n if first is None else first
        elif first is not None:
            if n - first >= least:
                yield range(first, n)
            first = None
