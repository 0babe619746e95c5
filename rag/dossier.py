"""The handle that a program keeps for many questions."""

import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from rag.answering import extractive
from rag.answering.followup import Search, search_for
from rag.embedding import Embedder, SentenceTransformerEmbedder
from rag.errors import LibraryError, UsageError
from rag.library import Library
from rag.library.chroma import location
from rag.library.reading import View
from rag.library.register import Entry, passage_id
from rag.settings import Settings
from rag.types import (
    Answer,
    CitationAdded,
    Document,
    DocumentRecord,
    Done,
    Event,
    Filters,
    Hit,
    Passage,
    SearchDone,
    SentenceChecked,
    TextAdded,
    Timings,
    Turn,
)

_NO_FILTERS = Filters()


class Dossier:
    """Answers questions over one library. Safe across threads; a context manager.

    Args:
        settings: where the library lies and how to answer.
        embedder: in place of the model that the settings name.
    """

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        from rag.retrieval import HybridRetriever

        self._settings = settings
        self._embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
        self._library = Library(settings, self._embedder.fingerprint)
        self._retriever = HybridRetriever(self._library, self._embedder, settings.passages_limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the library."""
        self._library.close()

    @property
    def settings(self) -> Settings:
        """Where the library lies and how to answer."""
        return self._settings

    @property
    def embedder(self) -> Embedder:
        """What questions are embedded with, and documents have to be."""
        return self._embedder

    def warm_up(self) -> None:
        """Load the model and open the library now, so that the first question is not slow."""
        self._embedder.embed(["warm up"])
        self._library.warm_up()

    def retrieve(
        self, question: str, limit: int | None = None, filters: Filters = _NO_FILTERS
    ) -> list[Hit]:
        """The passages that match the question best, highest score first.

        Args:
            question: not empty.
            limit: most hits to return, at least 1; by default the setting `passages_limit`.
            filters: which documents to search.

        Raises:
            UsageError: the question is empty or the limit below 1.
            LibraryError: the library is empty or cannot be read.
        """
        if limit is None:
            limit = self._settings.passages_limit
        if limit < 1:
            raise UsageError(f"The limit is {limit}; give 1 or more.")
        return self.search(Search(_checked(question)), limit, filters)

    def search(self, search: Search, limit: int, filters: Filters) -> list[Hit]:
        """As `retrieve`, for a question with the turns before it."""
        hits = self._retriever.hits(search, limit, filters)
        if hits is None or (not hits and filters == _NO_FILTERS):
            raise LibraryError(self._empty())
        return hits

    def answer(
        self,
        question: str,
        filters: Filters = _NO_FILTERS,
        history: Sequence[Turn] = (),
    ) -> Answer:
        """Answer the question from the documents, or say that they don't.

        Args:
            question: not empty.
            filters: which documents to search.
            history: the conversation so far, oldest first, as `Answer.history` has it.

        Raises:
            UsageError: the question is empty.
            LibraryError: the library is empty or cannot be read.
        """
        for event in self.stream(question, filters, history):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream of events ends with Done")

    def stream(
        self,
        question: str,
        filters: Filters = _NO_FILTERS,
        history: Sequence[Turn] = (),
    ) -> Iterator[Event]:
        """As `answer`, but as events while it is made; the last one is `Done`."""
        question = _checked(question)
        began = time.perf_counter()
        search = search_for(question, history)
        hits = self.search(search, self._settings.passages_limit, filters)
        searched = time.perf_counter()
        yield SearchDone(search.text, tuple(hits))
        draft = extractive.compose(search.subject, hits, self._library.document, self._settings)
        text = draft.text
        citations = {citation.marker: citation for citation in draft.citations}
        for n, sentence in enumerate(draft.sentences):
            for marker in sentence.markers:
                if marker in citations:
                    yield CitationAdded(citations.pop(marker))
            yield TextAdded((" " if n else "") + extractive.with_markers(sentence))
            yield SentenceChecked(sentence)
        if not draft.sentences:
            yield TextAdded(text)
        ended = time.perf_counter()
        yield Done(
            Answer(
                question=question,
                search_text=search.text,
                text=text,
                answered=bool(draft.citations),
                confidence=draft.confidence,
                engine="extractive",
                sentences=draft.sentences,
                citations=draft.citations,
                hits=tuple(hits),
                missing=draft.missing,
                timings=Timings(
                    search_ms=round((searched - began) * 1e3, 1),
                    answer_ms=round((ended - searched) * 1e3, 1),
                ),
                history=(*history, Turn("user", question), Turn("assistant", text)),
                filters=filters,
            )
        )

    def documents(self) -> list[DocumentRecord]:
        """All documents in the library, the latest published first; empty before a sync."""
        return self._library.read(lambda view: view.records()) or []

    def entries(self) -> list[Entry]:
        """What the register holds of each document, its file's stamp included; in no order.

        Pages and sections are left out.
        """
        return list((self._library.read(lambda view: view.entries()) or {}).values())

    def record(self, document_id: str) -> DocumentRecord:
        """What the register says of one document.

        Raises:
            UsageError: there is no document of that id.
        """
        record = self._library.read(lambda view: view.record(document_id))
        if record is None:
            raise UsageError(_unknown(document_id))
        return record

    def document(self, document_id: str) -> Document:
        """One document with its text.

        Raises:
            UsageError: there is no document of that id.
        """
        document = self._library.document(self.record(document_id))
        if document is None:
            raise UsageError(_unknown(document_id))
        return document

    def passages(self, record: DocumentRecord) -> list[Passage]:
        """The passages of that version of a document, in reading order.

        Those that have left the library meanwhile are left out.
        """
        ids = [passage_id(record.version, position) for position in range(record.passages)]

        def read(view: View) -> list[Passage]:
            found = view.passages(ids)
            return [found[identifier] for identifier in ids if identifier in found]

        return self._library.read(read) or []

    def _empty(self) -> str:
        return (
            f"The library in {location(self._settings)} holds no documents; put some in with "
            "`dossier sync FOLDER`."
        )


def _checked(question: str) -> str:
    question = question.strip()
    if not question:
        raise UsageError("The question is empty; type what you want to know.")
    return question


def _unknown(document_id: str) -> str:
    return f"There is no document {document_id!r}; `dossier documents` lists the ids."
