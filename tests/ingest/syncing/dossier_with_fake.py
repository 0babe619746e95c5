"""The command line with the fake embedder, to be run with `python -m`.

Where WAIT is set, embedding says so on stderr and goes on at a line on stdin.
"""

import os
import sys
from collections.abc import Sequence

import ingest
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from ui.cli import main


class WaitingEmbedder(FakeEmbedder):
    """Waits to be told to go on."""

    def __init__(self, model: str) -> None:
        super().__init__()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row per passage."""
        if os.environ.get("WAIT"):
            sys.stderr.write("embedding\n")
            sys.stderr.flush()
            sys.stdin.readline()
        return super().embed_passages(texts)


if __name__ == "__main__":
    for function in (ingest.sync, ingest.watch):
        vars(sys.modules[function.__module__])["SentenceTransformerEmbedder"] = WaitingEmbedder
    main()
