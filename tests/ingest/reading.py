"""Reading texts as a sync does, but in this process."""

from collections.abc import Callable
from pathlib import Path

from ingest import readers
from ingest.readers import ReaderProcess, SplitDocument
from ingest.readers.base import Content, SplitContent
from ingest.readers.sandbox.child import content_from, reply_to
from rag.errors import UnreadableError


class NoProcess(ReaderProcess):
    """Does here what the child does, without its bounds."""

    def read(self, reader: Callable[[bytes], Content], data: bytes) -> SplitContent:
        found = content_from(reply_to(f"{reader.__module__}:{reader.__qualname__}", data))
        if isinstance(found, SplitContent):
            return found
        raise UnreadableError(found["unreadable"], found["remedy"])


def read(data: bytes | str, name: str) -> SplitDocument:
    data = data if isinstance(data, bytes) else data.encode()
    return readers.read(Path("/b") / name, data, "d", NoProcess())
