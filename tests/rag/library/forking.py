"""Starts syncs by forking: imports everything once, and opens nothing before it forks.

Reads a line `[folder, data folder, Chroma's URL or null, number of syncs]` for each; writes the
process's id, and its exit code when it has ended.
"""

import json
import os
import sys
from pathlib import Path

import chromadb.api.fastapi
import chromadb.api.rust
import tantivy

import rag
from ingest import sync as sync_folders
from rag.errors import LibraryError
from rag.testing.embedder import FakeEmbedder

_IMPORTED = (chromadb.api.fastapi, chromadb.api.rust, tantivy)


def sync(folder: str, data_dir: str, url: str | None, times: int) -> int:
    settings = rag.Settings(data_dir=Path(data_dir), chroma_url=url)
    try:
        for _ in range(times):
            sync_folders([folder], settings=settings, embedder=FakeEmbedder(), allow_empty=True)
    except LibraryError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    say("ready")
    for line in sys.stdin:
        folder, data_dir, url, times = json.loads(line)
        child = os.fork()
        if not child:
            code = 70
            try:
                code = sync(folder, data_dir, url, times)
            finally:
                os._exit(code)
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
