"""Questions and answers in the Ask tab: from what a reader does to what the tab shows next.

A handler returns the new values of the components that its event changes, by component, or the one
value where an event changes a single component.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from rag import Document, DossierError, UsageError
from rag.dossier import Dossier
from rag.types import LONGEST_QUESTION
from ui.messages import ask as ask_messages
from ui.messages import saved as saved_messages
from ui.service import asking
from ui.service.conversation import Conversation, Exchange, from_json
from ui.service.scope import Scope, read_scope
from ui.service.sealing import Sealer
from ui.service.suggestions import NO_QUESTIONS, QuestionSuggester
from ui.service.warmup import Warmup
from ui.web.ask import browser, passages
from ui.web.ask.layout import SUGGESTIONS, AskTab
from ui.web.ask.transcript import exchange_index, exchange_messages, messages_of
from ui.web.ask.update import (
    ChatUpdate,
    Values,
    busy_question,
    idle_question,
    suggestion_values,
    unchanged,
)

_QUESTION_FIELD = "#question textarea"
_PASSAGE_HEADING = "#sources .count"


class AskHandlers:
    """Answers what readers ask, over one library.

    Args:
        dossier: whose library is asked.
        warmup: tells whether the model is loaded.
        sealer: seals complete answers, so that they are recognised later.
        tab: the components that the handlers change.
    """

    def __init__(
        self,
        dossier: Dossier,
        warmup: Warmup,
        sealer: Sealer,
        tab: AskTab,
    ) -> None:
        self._dossier = dossier
        self._warmup = warmup
        self._sealer = sealer
        self._tab = tab
        self._suggester = QuestionSuggester(dossier, SUGGESTIONS)

    def ask(
        self,
        question: str,
        before: Conversation,
        since: str | None,
        until: str | None,
        documents: list[str] | None,
    ) -> Iterator[Values]:
        """Ask the question in the box, or a suggested one."""
        question = question.strip()
        if before.is_pending:
            yield unchanged()
            return
        clear = browser.send(browser.clear_if_unchanged(question))
        if not question:
            yield ChatUpdate(commands=clear).values(self._tab)
            return
        if before.is_full:
            gr.Warning(ask_messages.CONVERSATION_FULL)
            yield unchanged()
            return
        try:
            scope = read_scope(self._dossier, since, until, documents)
        except DossierError as error:
            now = before.asked(question, Scope())
            now = now.with_last(replace(now.exchanges[-1], problem=str(error)))
            yield self._whole(now, commands=clear).values(self._tab)
            return
        yield from self._answer(question, scope, before)

    def retry(self, before: Conversation) -> Iterator[Values]:
        """Ask the last question again, in its own scope."""
        if before.is_pending or not before.exchanges:
            yield unchanged()
            return
        last = before.exchanges[-1]
        earlier = before.before(len(before.exchanges) - 1)
        yield from self._answer(last.question, last.scope, earlier)

    def edit(self, before: Conversation, event: gr.EditData) -> Iterator[Values]:
        """Ask an edited question in its old scope; it replaces the old one and all after it."""
        index = exchange_index(event)
        edited = str(event.value).strip()[:LONGEST_QUESTION]
        if before.is_pending or not edited or index >= len(before.exchanges):
            yield self._whole(before).values(self._tab)
            return
        scope = before.exchanges[index].scope
        yield from self._answer(edited, scope, before.before(index))

    def stop(self, before: Conversation) -> Values:
        """End an answer; what is written of it stays."""
        now = asking.stopped(before)
        saved = browser.send(browser.save(now))
        return self._whole(now, question=idle_question(), commands=saved).values(self._tab)

    def start(self, event: gr.EventData) -> Values:
        """Show the conversation that the tab had open before it was loaded, or a new one."""
        saved = from_json(event.conversation)
        commands = [browser.focus(_QUESTION_FIELD)] if event.isWide else []
        return self._opened(saved or Conversation(), commands)

    def open_saved(self, event: gr.EventData, now: Conversation) -> Values:
        """Show a conversation that was saved."""
        saved = from_json(event.conversation)
        if saved is None:
            gr.Warning(saved_messages.UNREADABLE)
            return self._whole(now).values(self._tab)
        return self._opened(saved, [browser.set_open(saved)])

    def start_new(self) -> Values:
        """Begin a new conversation."""
        now = Conversation()
        return self._opened(now, [browser.set_open(now), browser.focus(_QUESTION_FIELD)])

    def suggest(self, now: Conversation) -> Values:
        """Suggest what could be asked next, once the model is loaded.

        This is an event of its own, which follows those that show something: what they show does
        not wait for it, and neither does the next question.
        """
        if now.is_pending or not self._warmup.has_ended:
            return unchanged()
        return suggestion_values(self._tab.chat, self._suggester.suggest(now))

    def open_citation(self, event: gr.EventData, now: Conversation) -> Values:
        """Show the passage that a marker names, and focus it.

        A marker is named by its exchange's position and its number, as "2.1"; a passage that is
        only near has the number 0. Other names change nothing.
        """
        index, _, marker = str(event.citation).partition(".")
        if not (index.isdecimal() and marker.isdecimal()) or int(index) >= len(now.exchanges):
            return unchanged()
        return {
            self._tab.chat.sources: self._passage(
                now.exchanges[int(index)], int(index), int(marker)
            ),
            self._tab.chat.bridge: browser.send(browser.focus(_PASSAGE_HEADING)),
        }

    def _answer(self, question: str, scope: Scope, before: Conversation) -> Iterator[Values]:
        """The steps in which an answer is shown as it is written.

        The exchanges before it are rendered once, not at every piece of text.
        """
        pending = ask_messages.SEARCHING if self._warmup.has_ended else ask_messages.STILL_LOADING
        clear = browser.clear_if_unchanged(question)
        # Part of every step, not of the first alone: Gradio's page merges a step into the one
        # before it if that has not been shown yet, and "unchanged" would then undo the change.
        step = ChatUpdate(
            question=busy_question(),
            commands=browser.send(clear),
            suggestions=NO_QUESTIONS,
            is_whole=True,
        )
        earlier, index = messages_of(before), len(before.exchanges)
        now, has_passage = before, False
        for now in asking.ask(self._dossier, question, scope, before):
            last = now.exchanges[-1]
            if last.citations and not has_passage:
                has_passage = True
                yield replace(step, sources=self._first_passage(last, index)).values(self._tab)
            if last.is_pending:
                messages = [*earlier, *exchange_messages(last, index, pending)]
                yield replace(step, conversation=now, messages=messages).values(self._tab)
                step = replace(step, is_whole=False)
        last = self._sealer.sealed(now.exchanges[-1])
        now = now.with_last(last)
        yield ChatUpdate(
            now,
            [*earlier, *exchange_messages(last, index)],
            is_whole=True,
            question=idle_question(),
            # Again: only now is it known how many citations there are.
            sources=self._first_passage(last, index),
            commands=browser.send(clear, browser.save(now)),
        ).values(self._tab)

    def _opened(self, now: Conversation, commands: Sequence[browser.Command]) -> Values:
        """A whole conversation, with the first passage of its last answer."""
        index = len(now.exchanges) - 1
        return self._whole(
            now,
            question=idle_question(),
            sources=self._first_passage(now.exchanges[index], index)
            if now.exchanges
            else passages.empty(),
            commands=browser.send(*commands) if commands else None,
            suggestions=NO_QUESTIONS,
        ).values(self._tab)

    def _whole(self, now: Conversation, **shown: Any) -> ChatUpdate:
        return ChatUpdate(now, messages_of(now), is_whole=True, **shown)

    def _first_passage(self, exchange: Exchange, index: int) -> str:
        """What is shown beside an answer before the reader opens anything."""
        marker = exchange.citations[0].marker if exchange.citations else 0
        return self._passage(exchange, index, marker)

    def _passage(self, exchange: Exchange, index: int, marker: int) -> str:
        """The passage of one citation, the nearest passages, or nothing."""
        for citation in exchange.citations:
            if citation.marker == marker:
                document = self._document(citation.document.id)
                return passages.of_citation(exchange, index, citation, document)
        return passages.of_nearest(exchange) if exchange.nearest else passages.empty()

    def _document(self, document_id: str) -> Document | None:
        try:
            return self._dossier.document(document_id)
        except UsageError:
            return None
