"""From a question to a cited answer.

import rag
answer = rag.answer("What disappointed Moscow at the summit?")
print(answer.text, answer.citations[0].quote)
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.errors import (
    DossierError,
    LibraryBusyError,
    LibraryError,
    LibraryMismatchError,
    ModelError,
    SettingsError,
    UnreadableError,
    UsageError,
)
from rag.settings import Settings, load_settings
from rag.types import (
    Answer,
    Citation,
    CitationAdded,
    Document,
    DocumentRecord,
    Done,
    Event,
    Filters,
    Hit,
    Page,
    Passage,
    SearchDone,
    Section,
    Sentence,
    SentenceChecked,
    SyncReport,
    TextAdded,
    Timings,
    Turn,
)

if TYPE_CHECKING:
    from rag.dossier import Dossier
    from rag.embedding import Embedder

__all__ = [
    "Answer",
    "Citation",
    "CitationAdded",
    "Document",
    "DocumentRecord",
    "Done",
    "DossierError",
    "Event",
    "Filters",
    "Hit",
    "LibraryBusyError",
    "LibraryError",
    "LibraryMismatchError",
    "ModelError",
    "Page",
    "Passage",
    "SearchDone",
    "Section",
    "Sentence",
    "SentenceChecked",
    "Settings",
    "SettingsError",
    "SyncReport",
    "TextAdded",
    "Timings",
    "Turn",
    "UnreadableError",
    "UsageError",
    "answer",
    "load_settings",
    "open",
    "retrieve",
    "stream",
]

_NO_FILTERS = Filters()


def open(  # noqa: A001 (rag.open, as gzip.open)
    settings: Settings | None = None, *, embedder: "Embedder | None" = None
) -> "Dossier":
    """A handle to keep for many questions; it loads the model once.

    Args:
        settings: by default those of the environment and `.env`.
        embedder: in place of the model that the settings name.

    Raises:
        SettingsError: a setting is unknown or does not fit.
    """
    from rag.dossier import Dossier

    return Dossier(settings or load_settings(), embedder)


def answer(
    question: str,
    *,
    settings: Settings | None = None,
    filters: Filters = _NO_FILTERS,
    history: Sequence[Turn] = (),
) -> Answer:
    """Answer one question, as `Dossier.answer` does. For several, keep what `rag.open` returns."""
    with open(settings) as dossier:
        return dossier.answer(question, filters, history)


def retrieve(
    question: str,
    *,
    limit: int | None = None,
    settings: Settings | None = None,
    filters: Filters = _NO_FILTERS,
) -> list[Hit]:
    """The passages that match a question best, as `Dossier.retrieve` finds them."""
    with open(settings) as dossier:
        return dossier.retrieve(question, limit, filters)


def stream(
    question: str,
    *,
    settings: Settings | None = None,
    filters: Filters = _NO_FILTERS,
    history: Sequence[Turn] = (),
) -> Iterator[Event]:
    """The events of one answer while it is made, as `Dossier.stream` yields them."""
    with open(settings) as dossier:
        yield from dossier.stream(question, filters, history)
