"""The library: documents, passages and vectors in Chroma, and the two indexes derived from them.

This package is the one way in for `ingest` and `ui`. `Library` reads, `LibraryWriter` writes while
`one_writer` is held, `examine_library` and `repair_library` are the doctor.
"""

from rag.library.by_hand import kept_by_hand, with_title_and_date
from rag.library.contents import IndexedDocument
from rag.library.doctor import (
    Checkup,
    Finding,
    FindingKind,
    examine_library,
    repair_library,
)
from rag.library.locking import one_writer
from rag.library.places import library_files, location
from rag.library.reader import Collection, Library, collections
from rag.library.register import Entry, Stamp, passage_id, passage_ids, version_name
from rag.library.remaking.new_model import NewModel, new_model
from rag.library.vectors.cosines import PassageCosines
from rag.library.view import View
from rag.library.writer import LibraryWriter

__all__ = [
    "Checkup",
    "Collection",
    "Entry",
    "Finding",
    "FindingKind",
    "IndexedDocument",
    "Library",
    "LibraryWriter",
    "NewModel",
    "PassageCosines",
    "Stamp",
    "View",
    "collections",
    "examine_library",
    "kept_by_hand",
    "library_files",
    "location",
    "new_model",
    "one_writer",
    "passage_id",
    "passage_ids",
    "repair_library",
    "version_name",
    "with_title_and_date",
]
