"""The library: documents, passages and vectors in Chroma, and the lexical index derived from them.

`reading` and `writing` are the two ways in; `register` says which version of a document is current.
"""

from rag.library.cosines import PassageCosines
from rag.library.reader import Library
from rag.library.view import View
from rag.library.writer import IndexedDocument, LibraryWriter

__all__ = ["IndexedDocument", "Library", "LibraryWriter", "PassageCosines", "View"]
