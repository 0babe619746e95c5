"""The handle that a program keeps for many questions."""

import threading
import time
from collections.abc import Generator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rag.answering.quoting.selection import Part
from rag.answering.smalltalk import Reply, clarification, is_vague, small_talk
from rag.answering.writing.engine import Material, quote, write
from rag.answering.writing.rewriting import remembered, rewritten
from rag.errors import LibraryError, ModelError, UsageError
from rag.events import Done, Event, SearchDone, TextAdded
from rag.library import Library
from rag.library.failures import location
from rag.library.register import Entry, passage_ids
from rag.library.view import View
from rag.models.embedder import Embedder, SentenceTransformerEmbedder
from rag.models.llm import LanguageModel, engine_name, language_model
from rag.models.reranker import CrossEncoderReranker
from rag.search.hybrid import HybridSearch
from rag.search.plan import Plan, merged, plan_for
from rag.search.query import Query, checked_question
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
        llm: writes the answers, in place of the language model that the settings name, if any.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder | None = None,
        llm: "LLM | None" = None,
    ) -> None:
        self._settings = settings
        self._llm = llm
        self._language_model: LanguageModel | None = None
        self._loading = threading.Lock()
        self._embedder = embedder or SentenceTransformerEmbedder(settings.embedding_model)
        self._library = Library(settings, self._embedder.fingerprint)
        model = settings.reranker_model
        self._search = HybridSearch(
            self._library, self._embedder, CrossEncoderReranker(model) if model else None
        )

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
            raise UsageError(f"The limit is {limit}; give 1 or more.")
        return self.hits_for(Query(checked_question(question)), limit, filters)

    def retriever(self, *, limit: int | None = None, filters: Filters = _NO_FILTERS) -> "Retriever":
        """A LlamaIndex retriever over the library, for LlamaIndex's query engines.

        Args:
            limit: most nodes that a question gets, at least 1; by default the setting
                `passages_limit`.
            filters: which documents they come from.
        """
        from rag.search.retriever import Retriever

        return Retriever(
            self.retrieve, limit=limit or self._settings.passages_limit, filters=filters
        )

    def hits_for(self, query: Query, limit: int, filters: Filters) -> list[Hit]:
        """As `retrieve`, for a question with the turns before it."""
        hits = self._search.hits(query, limit, filters)
        if hits is None or (not hits and filters == _NO_FILTERS):
            raise LibraryError(self._empty())
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
        reply = self._without_search(question, history)
        if reply is not None:
            yield TextAdded(reply.text)
            yield Done(self._said(question, reply, history, filters))
            return
        began = time.perf_counter()
        model, notices = self._model()
        alone = rewritten(question, history, model)
        plan = plan_for(alone or question, () if alone else history, filters, self.documents)
        material = self._found(alone or question, plan)
        searched = time.perf_counter()
        yield SearchDone(plan.text, material.hits)
        engine = engine_name(self._settings, self._llm)
        written = yield from write(material, model, engine) if model else quote(material, notices)
        ended = time.perf_counter()
        draft = written.draft
        yield Done(
            Answer(
                question=question,
                search_text=plan.text,
                text=draft.text,
                answered=bool(draft.citations),
                confidence=draft.confidence,
                engine=written.engine,
                sentences=draft.sentences,
                citations=draft.citations,
                hits=material.hits,
                missing=draft.missing,
                timings=Timings(
                    search_ms=round((searched - began) * 1e3, 1),
                    answer_ms=round((ended - searched) * 1e3, 1),
                ),
                history=remembered(
                    (*history, Turn("user", question), Turn("assistant", draft.text))
                ),
                filters=plan.filters,
                notices=written.notices,
            )
        )

    def _found(self, question: str, plan: Plan) -> Material:
        """What the plan's searches find, with all that an engine needs besides."""
        limit = self._settings.passages_limit
        parts = [
            Part(
                search.subject,
                self.hits_for(search, limit, plan.filters),
                has_history=plan.has_history,
                needs_context=search.needs_context,
            )
            for search in plan.searches
        ]
        return Material(
            question=parts[0].question if len(parts) == 1 else question,
            parts=parts,
            hits=merged([part.hits for part in parts]),
            load=self._library.document,
            settings=self._settings,
            embedder=self._embedder,
            latest=plan.scope.latest,
        )

    def _without_search(self, question: str, history: Sequence[Turn]) -> Reply | None:
        """The reply to what is no question, or names nothing to search for."""
        reply = small_talk(question)
        if reply is None and not history and is_vague(question):
            documents = self.documents()
            if not documents:
                raise LibraryError(self._empty())
            reply = clarification(documents)
        return reply

    def _said(
        self, question: str, reply: Reply, history: tuple[Turn, ...], filters: Filters
    ) -> Answer:
        """An answer without a search. It leaves the history as it is: nothing builds on it."""
        return Answer(
            question=question,
            search_text=question,
            text=reply.text,
            answered=False,
            confidence=0.0,
            engine=engine_name(self._settings, self._llm),
            sentences=(),
            citations=(),
            hits=(),
            missing=(),
            timings=Timings(search_ms=0.0, answer_ms=0.0),
            history=history,
            filters=filters,
        )

    def _model(self) -> tuple[LanguageModel | None, tuple[str, ...]]:
        """The language model, if there is one, or why it cannot be had.

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
        ids = passage_ids(record.version, record.passages)

        def read(view: View) -> list[Passage]:
            found = view.passages(ids)
            return [found[identifier] for identifier in ids if identifier in found]

        return self._library.read(read) or []

    def _empty(self) -> str:
        return (
            f"The library in {location(self._settings)} holds no documents; put some in with "
            "`dossier sync FOLDER`."
        )


def _unknown(document_id: str) -> str:
    return f"There is no document {document_id!r}; `dossier documents` lists the ids."
