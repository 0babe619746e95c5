"""The library: documents, passages and vectors in Chroma, and the lexical index derived from them.

This package is the one way in for `ingest` and `ui`. `Library` reads, `LibraryWriter` writes while
`one_writer` is held, `examine_library` and `repair_library` are the doctor.
"""

from rag.library.cosines import PassageCosines
from rag.library.doctor import (
    Checkup,
    Finding,
    FindingKind,
    examine_library,
    repair_library,
)
from rag.library.failures import location
from rag.library.locking import one_writer
from rag.library.reader import Library
from rag.library.register import Entry, Stamp, passage_id, passage_ids, version_name
from rag.library.view import View
from rag.library.writer import IndexedDocument, LibraryWriter

__all__ = [
    "Checkup",
    "Entry",
    "Finding",
    "FindingKind",
    "IndexedDocument",
    "Library",
    "LibraryWriter",
    "PassageCosines",
    "Stamp",
    "View",
    "examine_library",
    "location",
    "one_writer",
    "passage_id",
    "passage_ids",
    "repair_library",
    "version_name",
]
