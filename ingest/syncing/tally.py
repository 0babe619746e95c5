"""Counting what a sync has done, and telling how far it has come."""

import time
from collections.abc import Callable, Collection, Sequence

from ingest.report import Progress
from ingest.syncing.plan import Planned


class Tally:
    """Counts the documents of a sync as they are done.

    Args:
        work: all that is to be done.
        tell: called with each new state.
        clock: the time in seconds.
    """

    def __init__(
        self,
        work: Sequence[Planned],
        tell: Callable[[Progress], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tell = tell
        self._clock = clock
        self._began = clock()
        # A file whose content is known is not read, which takes no time to speak of.
        self._sizes = {p.file.path: 0 if p.known else p.file.size for p in work}
        self._bytes = sum(self._sizes.values())
        self._bytes_done = self._documents_done = self._passages_done = 0

    def begin(self) -> None:
        """Tell that nothing is done yet, if there is something to do."""
        if self._sizes:
            self._tell_with(0)

    def add(self, sources: Collection[str], passages: int = 0) -> None:
        """Count documents as done.

        Args:
            sources: of the documents.
            passages: how many they have that had to be embedded.
        """
        self._documents_done += len(sources)
        self._bytes_done += self._size_of(sources)
        self._passages_done += passages
        self._tell_with(0)

    def tell_part(self, sources: Collection[str], share: float) -> None:
        """Tell that a share, from 0 to 1, of documents that are not done yet is."""
        self._tell_with(int(share * self._size_of(sources)))

    def _size_of(self, sources: Collection[str]) -> int:
        return sum(self._sizes[source] for source in sources)

    def _tell_with(self, part: int) -> None:
        done = self._bytes_done + part
        elapsed = self._clock() - self._began
        self._tell(
            Progress(
                documents_done=self._documents_done,
                documents=len(self._sizes),
                passages_done=self._passages_done,
                bytes_done=done,
                bytes=self._bytes,
                seconds_left=elapsed * (self._bytes - done) / done if done else None,
            )
        )
