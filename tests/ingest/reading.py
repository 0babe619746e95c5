"""Reading texts as a sync does, all of them in one child process."""

import atexit
from functools import cache
from pathlib import Path

from ingest import readers
from ingest.readers import ReaderProcess, SplitDocument


def read(data: bytes | str, name: str) -> SplitDocument:
    data = data if isinstance(data, bytes) else data.encode()
    return readers.read(Path("/b") / name, data, "d", _process())


@cache
def _process() -> ReaderProcess:
    process = ReaderProcess()
    atexit.register(process.close)
    return process
