"""Stand-ins for tests of programs that use Dossier: deterministic, offline, quick.

`rag.testing.llm` is not imported here: importing LlamaIndex takes a second or two.
"""

from rag.testing.embedder import FakeEmbedder

__all__ = ["FakeEmbedder"]
