"""Which event of the Ask tab calls which handler."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.web.ask.conversations import ConversationHandlers
from ui.web.ask.handlers import AskHandlers
from ui.web.ask.layout import AskTab, ChatPanel, SavedPanel, ScopePanel
from ui.web.ask.scope import ScopeHandlers
from ui.web.ask.update import outputs, suggestion_outputs

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_ASKS: dict[str, Any] = {**_QUIET, "concurrency_id": "questions"}
"""Of events that ask something, from wherever: they wait in one queue."""


def connect_events(
    tab: AskTab,
    ready: gr.events.Dependency,
    ask: AskHandlers,
    conversations: ConversationHandlers,
    scopes: ScopeHandlers,
) -> None:
    """Connect the events of the tab with their handlers.

    Args:
        ready: the event after which the model is loaded.
    """
    asking = _connect_questions(tab, ask)
    deleted = _connect_saved(tab.chat, tab.saved, conversations, asking)
    opening = _connect_opening(tab, ask, asking, deleted)
    for event in (ready, *asking, *opening):
        event.then(
            ask.suggest,
            [tab.chat.conversation],
            suggestion_outputs(tab.chat),
            concurrency_id="suggestions",
            **_QUIET,
        )
    _connect_citations(tab.chat, ask)
    _connect_verdicts(tab.chat, conversations)
    _connect_scope(tab.chat, tab.scope, scopes)


def _connect_questions(tab: AskTab, ask: AskHandlers) -> list[Any]:
    """The events that ask something."""
    chat, scope, shown = tab.chat, tab.scope, outputs(tab)
    narrowed = [chat.conversation, scope.since, scope.until, scope.documents]
    # Gradio drops an event that comes while the one before has not quite ended, unless it is told
    # to run the last one then: Enter must not be lost.
    submitted = chat.question.submit(
        ask.ask, [chat.question, *narrowed], shown, trigger_mode="always_last", **_ASKS
    )
    suggested = [
        button.click(ask.ask, [button, *narrowed], shown, **_ASKS) for button in chat.suggestions
    ]
    retried = chat.chatbot.retry(ask.retry, [chat.conversation], shown, **_ASKS)
    edited = chat.chatbot.edit(ask.edit, [chat.conversation], shown, **_ASKS)
    asking: list[Any] = [submitted, *suggested, retried, edited]
    chat.question.stop(ask.stop, [chat.conversation], shown, **_QUIET)
    _cancel(chat.question.stop, asking)
    return asking


def _cancel(listen: Callable[..., Any], asking: list[Any]) -> None:
    """Have an event end the answer that is being written.

    Each event that may be writing it is cancelled by itself: given several, Gradio's page cancels
    one after the other, waits for the server in between, and so cancels what began meanwhile.
    """
    for event in asking:
        listen(None, cancels=[event], **_QUIET)


def _connect_opening(
    tab: AskTab, ask: AskHandlers, asking: list[Any], deleted: gr.events.Dependency
) -> list[Any]:
    """The events that open a conversation."""
    chat, saved, shown = tab.chat, tab.saved, outputs(tab)
    opening = [
        chat.bridge.start(ask.start, None, shown, **_QUIET),
        chat.bridge.open_saved(ask.open_saved, [chat.conversation], shown, **_QUIET),
        saved.new.click(ask.start_new, None, shown, **_QUIET),
        deleted.then(ask.start_new, None, shown, **_QUIET),
    ]
    _cancel(chat.bridge.open_saved, asking)
    _cancel(saved.new.click, asking)
    saved.saved.input(
        None,
        [saved.saved],
        None,
        js="(id) => { window.dossierOpenSaved(id); return []; }",
        **_QUIET,
    )
    return opening


def _connect_citations(chat: ChatPanel, ask: AskHandlers) -> None:
    """The event that opens a passage; each is handled: readers may be faster than passages."""
    chat.bridge.open_citation(
        ask.open_citation,
        [chat.conversation],
        [chat.sources, chat.bridge],
        trigger_mode="multiple",
        concurrency_limit=1,
        **_QUIET,
    )


def _connect_saved(
    chat: ChatPanel, saved: SavedPanel, handlers: ConversationHandlers, asking: list[Any]
) -> gr.events.Dependency:
    """What is saved, named and exported; the event after which a conversation is deleted."""
    now, bridge = chat.conversation, chat.bridge
    bridge.list_saved(handlers.list_saved, None, [saved.saved], trigger_mode="multiple", **_QUIET)
    bridge.start(handlers.start, None, [saved.fold, saved.saving_enabled, saved.saved], **_QUIET)
    bridge.flush(lambda: None, None, None, **_QUIET)
    bridge.storage_full(handlers.warn_storage_full, None, None, **_QUIET)
    saved.saving_enabled.input(handlers.set_saving, [saved.saving_enabled, now], [bridge], **_QUIET)
    saved.name.submit(handlers.rename, [saved.name, now], [now, saved.name, bridge], **_QUIET)
    saved.to_word.click(handlers.to_word, [now], [bridge], **_QUIET)
    saved.to_markdown.click(handlers.to_markdown, [now], [bridge], **_QUIET)
    confirmation = [saved.confirmation, bridge]
    saved.delete.click(handlers.ask_deletion, None, confirmation, **_QUIET)
    saved.cancel.click(handlers.cancel_deletion, None, confirmation, **_QUIET)
    _cancel(saved.confirm.click, asking)
    return saved.confirm.click(handlers.delete, [now], confirmation, **_QUIET)


def _connect_verdicts(chat: ChatPanel, handlers: ConversationHandlers) -> None:
    """Verdicts on answers, and a comment with them."""
    chat.chatbot.like(
        handlers.judge,
        [chat.conversation],
        [chat.conversation, chat.judged_answer, chat.comment_row, chat.bridge],
        **_QUIET,
    )
    chat.comment.submit(
        handlers.comment,
        [chat.comment, chat.conversation, chat.judged_answer],
        [chat.comment, chat.comment_row],
        **_QUIET,
    )


def _connect_scope(chat: ChatPanel, scope: ScopePanel, handlers: ScopeHandlers) -> None:
    """What the next question is narrowed to."""
    fields = [scope.since, scope.until, scope.documents]
    gr.on(
        [scope.since.change, scope.until.change, scope.documents.change],
        handlers.chips,
        fields,
        [scope.chips],
        trigger_mode="always_last",
        **_QUIET,
    )
    documents = [scope.documents]
    # Each key, one after the other: of several that wait, Gradio would send the last with what was
    # typed at the first, and what was offered first, when the fields were opened, must not be last.
    finding: dict[str, Any] = {
        "trigger_mode": "multiple",
        "concurrency_id": "choices",
        "concurrency_limit": 1,
        **_QUIET,
    }
    scope.fold.expand(handlers.choices, documents, documents, **finding)
    scope.documents.key_up(handlers.find, documents, documents, **finding)
    scope.documents.input(handlers.chosen, documents, documents, **finding)
    scope.clear.click(handlers.clear, None, fields, **_QUIET)
    chat.bridge.remove_chip(handlers.remove_chip, fields, fields, **_QUIET)
