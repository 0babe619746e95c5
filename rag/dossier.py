"""The handle that a program keeps for many questions."""

import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rag.answering.assembly import assemble
from rag.answering.draft import Draft, DraftEvents
from rag.answering.quoting.engine import quote
from rag.answering.smalltalk import clarification, reply_to
from rag.answering.writing.engine import write
from rag.answering.writing.rewriting import rewritten
from rag.errors import LibraryError, ModelError, UsageError
from rag.events import Done, Event, SearchDone, TextAdded
from rag.library import Entry, Library, location
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.models.llm import LanguageModel, language_model
from rag.models.reranker import CrossEncoderReranker, Reranker
from rag.search.dates import undated_notices
from rag.search.history import remembered
from rag.search.hybrid import HybridSearch, merged
from rag.search.plan import Plan, Vague, plan_for
from rag.search.query import Query, checked_question
from rag.search.smalltalk import SmallTalk
from rag.settings import Settings
from rag.types import Answer, Document, DocumentRecord, Filters, Hit, Passage, Timings, Turn

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from rag.search.retriever import Retriever

_NO_FILTERS = Filters()


class Dossier:
    """Answers questions over one library. Safe across threads; a context manager.

    Args:
        settings: where the library lies and how to answer.
        embedder: in place of the model that the settings name.
        reranker: in place of the model that the settings name, if any.
        llm: writes the answers, in place of the language model that the settings name, if any.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        reranker: Reranker | None = None,
        llm: "LLM | None" = None,
    ) -> None:
        self._settings = settings
        self._llm = llm
        self._language_model: LanguageModel | None = None
        self._loading = threading.Lock()
        self._embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
        self._library = Library(settings, self._embedder.fingerprint)
        if reranker is None and settings.reranker_model:
            reranker = CrossEncoderReranker(settings.reranker_model)
        self._search = HybridSearch(self._library, self._embedder, reranker)

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
        """Load the models and open the library now, so that the first question is not slow."""
        self._search.warm_up()
        self._library.warm_up()
        self._model()

    def retrieve(
        self, question: str, *, limit: int | None = None, filters: Filters = _NO_FILTERS
    ) -> list[Hit]:
        """The passages that match the question best, highest score first.

        Args:
            question: of 1 to 2,000 characters.
            limit: most hits to return, at least 1; by default the setting `passages_limit`.
            filters: which documents to search.

        Raises:
            UsageError: the question is empty or too long, or the limit below 1.
            LibraryError: the library is empty or cannot be read.
        """
        if limit is None:
            limit = self._settings.passages_limit
        if limit < 1:
            raise UsageError(f"The limit is {limit}.", "Give 1 or more.")
        return self.hits_for(Query(checked_question(question)), limit, filters)

    def retriever(self, *, limit: int | None = None, filters: Filters = _NO_FILTERS) -> "Retriever":
        """A LlamaIndex retriever over the library, for LlamaIndex's query engines.

        Args:
            limit: most nodes that a question gets, at least 1; by default the setting
                `passages_limit`.
            filters: which documents they come from.
        """
        from rag.search.retriever import Retriever

        return Retriever(self.retrieve, limit=limit, filters=filters)

    def filter_notices(self, filters: Filters) -> tuple[str, ...]:
        """What a reader of hits has to know of the filters, a sentence each.

        Raises:
            LibraryError: the library cannot be read.
        """
        if not filters.since and not filters.until:
            return ()
        return undated_notices(filters, self.documents())

    def hits_for(self, query: Query, limit: int, filters: Filters) -> list[Hit]:
        """As `retrieve`, for a question with the turns before it."""
        hits = self._search.hits(query, limit, filters)
        if hits is None or (not hits and filters == _NO_FILTERS):
            raise self._empty()
        return hits

    def answer(
        self,
        question: str,
        *,
        filters: Filters = _NO_FILTERS,
        history: Sequence[Turn] = (),
    ) -> Answer:
        """Answer the question from the documents, or say that they don't.

        Args:
            question: of 1 to 2,000 characters.
            filters: which documents to search.
            history: the conversation so far, oldest first, as `Answer.history` has it.

        Raises:
            UsageError: the question is empty or too long.
            LibraryError: the library is empty or cannot be read.
        """
        for event in self.stream(question, filters=filters, history=history):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream of events ends with Done")

    def stream(
        self,
        question: str,
        *,
        filters: Filters = _NO_FILTERS,
        history: Sequence[Turn] = (),
    ) -> Generator[Event, None, None]:
        """As `answer`, but as events while it is made; the last one is `Done`.

        Closing the iterator ends a language model's request.
        """
        question = checked_question(question)
        history = remembered(history)
        began = time.perf_counter()
        load_model = cache(self._model)  # once a question, also where it cannot be loaded

        def rewrite(follow_up: str, before: Sequence[Turn]) -> str | None:
            return rewritten(follow_up, before, load_model()[0])

        plan = plan_for(question, history, filters, self.documents, rewrite, today=date.today())
        if not isinstance(plan, Plan):
            yield from self._without_search(question, plan, history, filters)
            return
        model, model_notices = load_model()
        limit = self._settings.passages_limit
        found = [self.hits_for(query, limit, plan.filters) for query in plan.queries]
        hits = merged(found)
        searched = time.perf_counter()
        yield SearchDone(plan.text, hits)
        draft = yield from self._draft(plan, found, model)
        left_out = self.filter_notices(plan.filters)
        notices = (*plan.scope.notices, *left_out, *model_notices, *draft.notices)
        draft = replace(draft, notices=notices)
        ended = time.perf_counter()
        turns = (*history, Turn("user", question), Turn("assistant", draft.text))
        yield Done(
            assemble(
                question,
                draft,
                search_text=plan.text,
                hits=hits,
                timings=Timings(
                    search_ms=round((searched - began) * 1e3, 1),
                    answer_ms=round((ended - searched) * 1e3, 1),
                ),
                history=remembered(turns),
                filters=plan.filters,
            )
        )

    def _without_search(
        self,
        question: str,
        message: Vague | SmallTalk,
        history: tuple[Turn, ...],
        filters: Filters,
    ) -> Generator[Event, None, None]:
        """The events of a reply to small talk, or to a question that names nothing."""
        draft = self._reply(message)
        yield TextAdded(draft.text)
        # The history stays as it is: no later question builds on small talk.
        yield Done(
            assemble(
                question,
                draft,
                search_text=question,
                hits=(),
                timings=Timings(search_ms=0.0, answer_ms=0.0),
                history=history,
                filters=filters,
            )
        )

    def _draft(
        self, plan: Plan, found: Sequence[Sequence[Hit]], model: LanguageModel | None
    ) -> DraftEvents:
        """What the engine makes of the hits of each query."""
        load = self._library.document
        if model is None:
            return (yield from quote(plan, found, load, self._settings))
        return (yield from write(plan, found, load, self._settings, self._embedder, model))

    def _reply(self, message: Vague | SmallTalk) -> Draft:
        """The reply to what needs no search."""
        if isinstance(message, SmallTalk):
            return Draft(reply_to(message))
        documents = self.documents()
        if not documents:
            raise self._empty()
        return Draft(clarification(documents))

    def _model(self) -> tuple[LanguageModel | None, tuple[str, ...]]:
        """The language model, if there is one, or why it cannot be loaded.

        Raises:
            SettingsError: the settings lack what it needs.
        """
        with self._loading:
            try:
                self._language_model = self._language_model or language_model(
                    self._settings, self._llm
                )
            except ModelError as error:
                return None, (f"{error} These are the documents' own sentences.",)
            return self._language_model, ()

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
            raise _unknown(document_id)
        return record

    def document(self, document_id: str) -> Document:
        """One document with its text.

        Raises:
            UsageError: there is no document of that id.
        """
        document = self._library.document(self.record(document_id))
        if document is None:
            raise _unknown(document_id)
        return document

    def passages(self, record: DocumentRecord) -> list[Passage]:
        """The passages of that version of a document, in reading order.

        There are none where that version has left the library meanwhile.
        """
        return self._library.read(lambda view: view.passages_of(record)) or []

    def _empty(self) -> LibraryError:
        return LibraryError(
            f"The library in {location(self._settings)} holds no documents.",
            "Put some in with `dossier sync FOLDER`.",
        )


def _unknown(document_id: str) -> UsageError:
    return UsageError(
        f"There is no document {document_id!r}.", "`dossier documents` lists the ids."
    )
