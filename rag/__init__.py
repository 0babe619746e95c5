"""From a question to a cited answer.

import rag
answer = rag.answer("What disappointed Moscow at the summit?")
print(answer.text, answer.citations[0].quote)
"""

from collections.abc import Generator, Sequence
from importlib import import_module
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
from rag.events import CitationAdded, Done, Event, Restarted, SearchDone, SentenceChecked, TextAdded
from rag.types import (
    Answer,
    Citation,
    Document,
    DocumentRecord,
    Filters,
    Hit,
    Page,
    Passage,
    Section,
    Sentence,
    Timings,
    Turn,
)

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag.dossier import Dossier
    from rag.models.embedder import Embedder
    from rag.models.reranker import Reranker
    from rag.search.retriever import Retriever
    from rag.settings import Settings

__all__ = [
    "Answer",
    "Citation",
    "CitationAdded",
    "Document",
    "DocumentRecord",
    "Done",
    "Dossier",
    "DossierError",
    "Embedder",
    "Event",
    "Filters",
    "Hit",
    "LibraryBusyError",
    "LibraryError",
    "LibraryMismatchError",
    "ModelError",
    "Page",
    "Passage",
    "Reranker",
    "Restarted",
    "Retriever",
    "SearchDone",
    "Section",
    "Sentence",
    "SentenceChecked",
    "Settings",
    "SettingsError",
    "TextAdded",
    "Timings",
    "Turn",
    "UnreadableError",
    "UsageError",
    "answer",
    "open",
    "retrieve",
    "stream",
]

_NO_FILTERS = Filters()

_LOADED_ON_USE = {
    "Dossier": "rag.dossier",
    "Embedder": "rag.models.embedder",
    "Reranker": "rag.models.reranker",
    "Retriever": "rag.search.retriever",
    "Settings": "rag.settings",
}
"""Names whose modules are slow to import: the process that reads files needs none of them."""

if not TYPE_CHECKING:  # else a type checker would take any name for one of the package's

    def __getattr__(name: str) -> object:
        if name not in _LOADED_ON_USE:
            raise AttributeError(f"module 'rag' has no attribute {name!r}")
        return getattr(import_module(_LOADED_ON_USE[name]), name)


def open(  # noqa: A001 (rag.open, as gzip.open)
    settings: "Settings | None" = None,
    *,
    embedder: "Embedder | None" = None,
    reranker: "Reranker | None" = None,
    llm: "LLM | None" = None,
) -> "Dossier":
    """A handle to keep for many questions; it loads the models once.

    Args:
        settings: by default those of the environment and `.env`.
        embedder: in place of the model that the settings name.
        reranker: in place of the model that the settings name, if any.
        llm: any LlamaIndex LLM, in place of the language model that the settings name, if any.

    Raises:
        SettingsError: a setting is unknown or does not fit.
    """
    from rag.dossier import Dossier
    from rag.settings import Settings

    return Dossier(
        settings or Settings.from_environment(), embedder=embedder, reranker=reranker, llm=llm
    )


def answer(
    question: str,
    *,
    filters: Filters = _NO_FILTERS,
    history: Sequence[Turn] = (),
    settings: "Settings | None" = None,
    llm: "LLM | None" = None,
) -> Answer:
    """Answer one question, as `Dossier.answer` does. For several, keep what `rag.open` returns."""
    with open(settings, llm=llm) as dossier:
        return dossier.answer(question, filters=filters, history=history)


def retrieve(
    question: str,
    *,
    limit: int | None = None,
    filters: Filters = _NO_FILTERS,
    settings: "Settings | None" = None,
) -> list[Hit]:
    """The passages that match a question best, as `Dossier.retrieve` finds them."""
    with open(settings) as dossier:
        return dossier.retrieve(question, limit=limit, filters=filters)


def stream(
    question: str,
    *,
    filters: Filters = _NO_FILTERS,
    history: Sequence[Turn] = (),
    settings: "Settings | None" = None,
    llm: "LLM | None" = None,
) -> Generator[Event, None, None]:
    """The events of one answer while it is made, as `Dossier.stream` yields them.

    Closing the generator ends a language model's request.
    """
    with open(settings, llm=llm) as dossier:
        yield from dossier.stream(question, filters=filters, history=history)
