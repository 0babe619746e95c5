"""Questions and answers in the Ask tab: from what a reader does to what the parts show next."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag import Document, DossierError, UsageError
from rag.answering.suggestions import Suggestions
from rag.dossier import Dossier
from rag.types import LONGEST_QUESTION
from ui.messages import page as texts
from ui.service import asking
from ui.service.conversation import Conversation, Scope, from_json
from ui.service.sealing import Sealer
from ui.service.warmup import Warmup
from ui.web.ask import browser, frame, passages, replies
from ui.web.ask.layout import SUGGESTED
from ui.web.ask.scope import ScopeDesk

_log = logging.getLogger(__name__)

_THUMBS = {"good": "Like", "bad": "Dislike", "": None}

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What the parts show next; what is None stays as it is.

    Attributes:
        suggested: what stands above the suggestions, and the suggestions.
        waiting: what an answer reads that has not begun.
        is_whole: whether more than the last exchange may have changed.
    """

    box: gr.Textbox | None = None
    conversation: Conversation | None = None
    sources: str | None = None
    wire: str | None = None
    suggested: tuple[str, Sequence[str]] | None = None
    waiting: str = texts.SEARCHING
    is_whole: bool = False

    def row(self) -> Row:
        """Question box, state, chat, name, sources, wire, title and suggestions."""
        now = self.conversation
        chat: Any = None
        if now is not None:
            messages = _messages(now, self.waiting)
            chat = _chat(now, messages) if self.is_whole else messages
        name = now.title if now is not None and self.is_whole else None
        row = (self.box, now, chat, name, self.sources, self.wire)
        kept = (gr.skip() if value is None else value for value in row)
        return (*kept, *_suggested(self.suggested))


class AskDesk:
    """Answers what readers ask, over one library.

    Args:
        dossier: whose library is asked.
        scopes: reads what a question is narrowed to.
        warmup: tells whether the model is there yet.
        sealer: seals complete answers, so that they are known again.
    """

    def __init__(self, dossier: Dossier, scopes: ScopeDesk, warmup: Warmup, sealer: Sealer) -> None:
        self._dossier = dossier
        self._scopes = scopes
        self._warmup = warmup
        self._sealer = sealer
        self._suggestions = Suggestions(
            dossier.retrieve, dossier.record, dossier.document, dossier.settings
        )

    def ask(
        self,
        question: str,
        before: Conversation,
        since: str | None,
        until: str | None,
        documents: list[str] | None,
    ) -> Iterator[Row]:
        """Ask what stands in the box, or what was suggested."""
        question = question.strip()
        if before.is_pending:
            yield Step().row()
            return
        if not question:
            yield Step(wire=browser.send(browser.taken(question))).row()
            return
        if before.is_full:
            gr.Warning(texts.FULL)
            yield Step().row()
            return
        try:
            scope = self._scopes.read(since, until, documents)
        except DossierError as error:
            now = before.asked(question, Scope())
            now = now.with_last(replace(now.exchanges[-1], problem=str(error)))
            wire = browser.send(browser.taken(question))
            yield Step(conversation=now, wire=wire, is_whole=True).row()
            return
        yield from self._answered(question, scope, before)

    def retry(self, before: Conversation) -> Iterator[Row]:
        """Ask the last question again, in its own scope."""
        if before.is_pending or not before.exchanges:
            yield Step().row()
            return
        last = before.exchanges[-1]
        earlier = before.before(len(before.exchanges) - 1)
        yield from self._answered(last.question, last.scope, earlier)

    def edit(self, before: Conversation, event: gr.EditData) -> Iterator[Row]:
        """Ask an edited question in its old scope; it replaces the old one and all after it."""
        index = exchange_of(event)
        edited = str(event.value).strip()[:LONGEST_QUESTION]
        if before.is_pending or not edited or index >= len(before.exchanges):
            yield Step(conversation=before, is_whole=True).row()
            return
        scope = before.exchanges[index].scope
        yield from self._answered(edited, scope, before.before(index))

    def stop(self, before: Conversation) -> Row:
        """Keep what is written."""
        now = asking.stopped(before)
        return Step(
            box=_idle(), conversation=now, wire=browser.send(browser.keep(now)), is_whole=True
        ).row()

    def begin(self, event: gr.EventData) -> Row:
        """Show the conversation that the tab had open before it was loaded, or a new one."""
        kept = from_json(event.conversation)
        commands = [browser.focus("#question textarea")] if event.isWide else []
        return self._opened(kept or Conversation(), commands)

    def suggest(self, now: Conversation) -> Row:
        """Suggest what could be asked next, once the model is there.

        This comes after the events that show something, as an event of its own: what they show
        does not wait for it, and neither does the next question. Title and suggestions.
        """
        is_ready = self._warmup.has_ended and not now.is_pending
        return _suggested(self._suggested(now) if is_ready else None)

    def pick(self, event: gr.EventData, now: Conversation) -> Row:
        """Show a conversation that was kept."""
        kept = from_json(event.conversation)
        if kept is None:
            gr.Warning(texts.UNREADABLE_CONVERSATION)
            return Step(conversation=now, is_whole=True).row()
        return self._opened(kept, [browser.show_open(kept)])

    def fresh(self) -> Row:
        """Begin a new conversation."""
        now = Conversation()
        commands = [browser.show_open(now), browser.focus("#question textarea")]
        return self._opened(now, commands)

    def passage(self, event: gr.EventData, now: Conversation) -> tuple[Any, Any]:
        """The passage that a marker names, and the focus on it: sources and wire.

        A marker is named by its exchange's position and its number, as "2.1"; what is only near
        has the number 0.
        """
        index, _, marker = str(event.citation).partition(".")
        if not (index.isdecimal() and marker.isdecimal()) or int(index) >= len(now.exchanges):
            return gr.skip(), gr.skip()
        shown = self._passage(now, int(index), int(marker))
        return shown, browser.send(browser.focus("#sources .count"))

    def _answered(self, question: str, scope: Scope, before: Conversation) -> Iterator[Row]:
        waiting = texts.SEARCHING if self._warmup.has_ended else texts.STILL_LOADING
        # In every step, not in the first alone: Gradio's page writes a step into the one before it
        # where that has not been shown yet, and what stays as it is would undo what was changed.
        step = Step(
            box=gr.Textbox(submit_btn=False, stop_btn=texts.STOP),
            wire=browser.send(browser.taken(question)),
            suggested=("", ()),
            waiting=waiting,
            is_whole=True,
        )
        index, now, is_shown = len(before.exchanges), before, False
        for now in asking.ask(self._dossier, question, scope, before):
            cited = now.exchanges[-1].citations
            if cited and not is_shown:
                is_shown = True
                yield replace(step, sources=self._passage(now, index, cited[0].marker)).row()
            if now.is_pending:
                yield replace(step, conversation=now).row()
                step = replace(step, is_whole=False)
        now = now.with_last(self._sealer.sealed(now.exchanges[-1]))
        # Once more: only now is it known how many citations there are.
        cited = now.exchanges[-1].citations
        sources = self._passage(now, index, cited[0].marker if cited else 0)
        keep = browser.send(browser.taken(question), browser.keep(now))
        yield Step(_idle(), now, sources, keep, is_whole=True).row()

    def _opened(self, now: Conversation, commands: Sequence[browser.Command]) -> Row:
        last = len(now.exchanges) - 1
        sources: str = passages.empty()
        if last >= 0:
            cited = now.exchanges[last].citations
            sources = self._passage(now, last, cited[0].marker if cited else 0)
        return Step(
            _idle(),
            now,
            sources,
            browser.send(*commands) if commands else None,
            suggested=("", ()),
            is_whole=True,
        ).row()

    def _passage(self, now: Conversation, index: int, marker: int) -> str:
        """The passage of one citation, the nearest passages, or nothing."""
        exchange = now.exchanges[index]
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

    def _suggested(self, now: Conversation) -> tuple[str, Sequence[str]]:
        """Questions to begin with, or to go on with after the last answer."""
        try:
            if not now.exchanges:
                records = self._dossier.documents()
                return texts.TRY, self._suggestions.first(records, SUGGESTED)
            last = now.exchanges[-1]
            if last.outcome is None:
                return "", ()
            ids = [quoted.document.id for quoted in last.citations or last.nearest]
            known = " ".join(f"{one.question} {one.text}" for one in now.exchanges)
            return texts.GO_ON, self._suggestions.next(ids, known, SUGGESTED)
        except DossierError as error:
            _log.info("No question is suggested: %s", error)
            return "", ()


def exchange_of(event: gr.EditData | gr.LikeData) -> int:
    """The position of the exchange whose message an event is about."""
    index = event.index[0] if isinstance(event.index, tuple | list) else event.index
    return int(index) // 2


def _messages(now: Conversation, waiting: str) -> list[Any]:
    messages: list[Any] = []
    for index, exchange in enumerate(now.exchanges):
        asked = replies.question(exchange.question)
        replied = replies.reply(exchange, index, waiting)
        for role, content in (("user", asked), ("assistant", replied)):
            messages.append({"role": role, "content": [{"type": "text", "text": str(content)}]})
    return messages


def _chat(now: Conversation, messages: list[Any]) -> gr.Chatbot:
    thumbs = [_THUMBS[exchange.verdict] for exchange in now.exchanges]
    return gr.Chatbot(value=messages, feedback_value=thumbs)


def _suggested(suggested: tuple[str, Sequence[str]] | None) -> Row:
    if suggested is None:
        return (gr.skip(),) * (1 + SUGGESTED)
    title, questions = suggested
    padded = [*questions, *[""] * (SUGGESTED - len(questions))]
    buttons = (gr.Button(value=question, visible=bool(question)) for question in padded)
    return (frame.suggestions_title(title if questions else ""), *buttons)


def _idle() -> gr.Textbox:
    """The question box while nothing is being answered; what is typed in it stays."""
    return gr.Textbox(submit_btn=texts.ASK, stop_btn=False, interactive=True)
