"""Whether what Chroma holds of each document is what the register says of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rag.library import records as stored
from rag.library import register
from rag.library.chroma import Store
from rag.library.register import Entry
from rag.library.view import passage_from
from rag.types import Document, Passage

_DOCUMENTS_AT_ONCE = 50
"""Documents read by one call: memory holds these, with all their vectors, and no more."""

_MIN_LENGTH = 0.5
"""Length of a vector below which it counts as empty; every embedder makes vectors of length 1."""


def damaged_documents(store: Store, entries: Sequence[Entry], dimension: int) -> dict[str, str]:
    """What is wrong with each document that is not whole, as a phrase by document id.

    Args:
        dimension: of the embedding model's vectors; 0 where it is not known.
    """
    problems: dict[str, str] = {}
    for batch in stored.slices(entries, _DOCUMENTS_AT_ONCE):
        problems |= _problems(store, batch, dimension)
    return problems


def _problems(store: Store, entries: Sequence[Entry], dimension: int) -> dict[str, str]:
    """What is wrong with each document, by id; those with which nothing is are left out."""
    records = [entry.record for entry in entries]
    ids = [
        passage
        for record in records
        for passage in register.passage_ids(record.version, record.passages)
    ]
    problem = "its pages and sections cannot be read"
    try:
        documents = register.read_documents(store, records)
        problem = "vectors of its passages are missing"
        rows = stored.get(store.passages, ids, "documents", "metadatas", "embeddings")
    except Exception:  # noqa: BLE001 (Chroma raises its InternalError where a vector is missing)
        if len(entries) == 1:
            return {records[0].id: problem}
        alone = (_problems(store, [entry], dimension) for entry in entries)
        return {key: problem for problems in alone for key, problem in problems.items()}
    problems = {
        entry.record.id: _problem(entry, documents.get(entry.record.id), rows, dimension)
        for entry in entries
    }
    return {key: problem for key, problem in problems.items() if problem}


def _problem(
    entry: Entry, document: Document | None, rows: Mapping[str, Any], dimension: int
) -> str:
    """What is wrong with one document; "" where nothing is."""
    record = entry.record
    if not entry.index_format:
        return "marked to be indexed again by the next sync"
    if document is None or len(document.text) != record.characters:
        return "its text is incomplete"
    ids = register.passage_ids(record.version, record.passages)
    missing = sum(identifier not in rows for identifier in ids)
    if missing:
        return f"{missing} of its {len(ids)} passages are missing"
    for identifier in ids:
        text, row, vector = rows[identifier]
        try:
            passage = passage_from(identifier, text, row)
        except (ValueError, KeyError, TypeError):
            return f"passage {identifier} cannot be read"
        if not _is_quotation(passage, document):
            return f"passage {identifier} is not what the document says at its offsets"
        if dimension and len(vector) != dimension:
            return f"its vectors have {len(vector)} dimensions, the model's {dimension}"
        if not np.linalg.norm(vector) > _MIN_LENGTH:  # so that "not a number" fails too
            return f"the vector of passage {identifier} is empty"
    return ""


def _is_quotation(passage: Passage, document: Document) -> bool:
    inside = all(passage.start <= start < end <= passage.end for start, end in passage.sentences)
    return (
        inside
        and passage.document_id == document.id
        and document.text[passage.start : passage.end] == passage.text
    )
