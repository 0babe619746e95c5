"""Whether what Chroma holds of each document is what the register says of it."""

from collections.abc import Mapping, Sequence

import numpy as np

from rag.library.contents import VersionVectors, all_passages, read_contents, read_vectors
from rag.library.register import Entry
from rag.library.store import records as stored
from rag.library.store.chroma import Store
from rag.library.store.packing import Content
from rag.types import Passage

_DOCUMENTS_AT_ONCE = 50
"""Documents read by one call: memory holds these, with all their vectors, and no more."""


def damaged_documents(store: Store, entries: Sequence[Entry], dimension: int) -> dict[str, str]:
    """What is wrong with each document that is not whole, as a phrase by document id.

    Args:
        dimension: of the embedding model's vectors; 0 where it is not known.
    """
    problems: dict[str, str] = {}
    for batch in stored.slices(entries, _DOCUMENTS_AT_ONCE):
        problems |= _problems(store, batch, dimension)
    return problems


def _problems(store: Store, entries: Sequence[Entry], dimension: int) -> Mapping[str, str]:
    contents = read_contents(store, entries)
    vectors = {found.record.id: found for found in read_vectors(store, entries)}
    problems = {
        entry.record.id: _problem_of_content(entry, contents.get(entry.record.id))
        or _problem_of_vectors(vectors.get(entry.record.id), dimension)
        for entry in entries
    }
    return {key: problem for key, problem in problems.items() if problem}


def _problem_of_content(entry: Entry, content: Content | None) -> str:
    """What is wrong with a document but for its vectors; "" where nothing is."""
    record = entry.record
    if not entry.index_format:
        return "marked to be indexed again by the next sync"
    if content is None or len(content.text) != record.characters:
        return "its text is incomplete"
    missing = record.passages - len(content.passages)
    if missing:
        return f"{missing} of its {record.passages} passages are missing"
    for passage in all_passages(record, content):
        if not _is_inside(passage, len(content.text)):
            return f"passage {passage.id} is not what the document says at its offsets"
    return ""


def _problem_of_vectors(vectors: VersionVectors | None, dimension: int) -> str:
    if vectors is None:
        return "vectors of its passages are missing or damaged"
    if dimension and vectors.rows.shape[1] != dimension:
        return f"its vectors have {vectors.rows.shape[1]} dimensions, the model's {dimension}"
    empty = np.flatnonzero(~vectors.rows[1:].any(axis=1))
    return f"{len(empty)} of its vectors are empty" if len(empty) else ""


def _is_inside(passage: Passage, length: int) -> bool:
    inside = all(passage.start <= start < end <= passage.end for start, end in passage.sentences)
    return inside and 0 <= passage.start < passage.end <= length
