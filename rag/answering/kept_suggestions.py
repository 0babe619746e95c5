"""Suggested questions that a sync has made, kept in a file of the data folder.

The file is derived: it may be deleted or damaged at any time, and counts as empty then. Questions
are kept by the version of the document that answers them, so none is ever of another text.
"""

import json
import logging
from contextlib import suppress

from rag.answering.suggestions import Kept, Suggestion
from rag.settings import Settings

log = logging.getLogger(__name__)

_NAME = "suggestions-1.json"


def load_suggestions(settings: Settings) -> Kept:
    """The questions that are kept; none where the file is missing or damaged."""
    try:
        found = json.loads((settings.collection_dir / _NAME).read_bytes())
        return {
            version: tuple(_suggestion(*fields) for fields in questions)
            for version, questions in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def save_suggestions(settings: Settings, kept: Kept) -> None:
    """Keep these questions and no others, whole or not at all: without them a page makes them."""
    rows = {
        version: [(one.question, one.document_id, one.words) for one in questions]
        for version, questions in kept.items()
    }
    partial = settings.collection_dir / f"{_NAME}.part"
    try:
        partial.write_text(json.dumps(rows), encoding="ascii")
        partial.replace(settings.collection_dir / _NAME)
    except OSError as error:
        log.debug("%s cannot be written: %s", partial, error)
        with suppress(OSError):
            partial.unlink()


def _suggestion(question: object, document_id: object, words: object) -> Suggestion:
    """The suggestion of one row.

    Raises:
        ValueError: a field is not a text.
    """
    if isinstance(question, str) and isinstance(document_id, str) and isinstance(words, str):
        return Suggestion(question, document_id, words)
    raise ValueError("a field of a suggestion is not a text")
