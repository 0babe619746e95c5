"""The contents read last, kept in memory up to a number of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from rag.library.register import Entry
from rag.library.store.packing import Content

_BYTES = 64_000_000
"""Some 30,000 pages of text; a document longer than this is not kept."""

_BYTES_OF_CHARACTER = 2
"""What a character of English or Cyrillic takes in memory at most."""

_BYTES_OF_PASSAGE = 1_000
"""What a passage's place and those of its sentences take in memory."""


class RecentContents:
    """Contents by version, the longest unused going first. Safe across threads."""

    def __init__(self, limit: int = _BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[str, Content] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, version: str) -> Content | None:
        """The content of that version, where it is kept."""
        with self._lock:
            return self._kept.get(version)

    def get(
        self,
        entries: Sequence[Entry],
        read: Callable[[Sequence[Entry]], Mapping[str, Content]],
    ) -> dict[str, Content]:
        """The contents of the entries' versions by document id.

        Args:
            read: the contents of entries by document id, without those that are not whole.
        """
        found, missing = {}, []
        with self._lock:
            for entry in entries:
                version = entry.record.version
                if version in self._kept:
                    self._kept.move_to_end(version)
                    found[entry.record.id] = self._kept[version]
                else:
                    missing.append(entry)
        if missing:
            contents = read(missing)
            versions = {entry.record.id: entry.record.version for entry in missing}
            for key, content in contents.items():
                self._keep(versions[key], content)
            found |= contents
        return found

    def _keep(self, version: str, content: Content) -> None:
        size = _size(content)
        with self._lock:
            if version in self._kept or size > self._limit:
                return
            self._kept[version] = content
            self._size += size
            while self._size > self._limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= _size(gone)


def _size(content: Content) -> int:
    """About how many bytes of memory the content takes."""
    return _BYTES_OF_CHARACTER * len(content.text) + _BYTES_OF_PASSAGE * len(content.passages)
