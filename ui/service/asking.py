"""Asking a question in a conversation: the conversation after each step of the answer."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from rag import CitationAdded, Done, DossierError, Restarted, SentenceChecked, TextAdded
from rag.dossier import Dossier
from ui.messages import ask as ask_messages
from ui.service.conversation import Conversation, Exchange, completed, saved_citation
from ui.service.scope import Scope

_log = logging.getLogger(__name__)


def ask(
    dossier: Dossier, question: str, scope: Scope, before: Conversation
) -> Iterator[Conversation]:
    """The conversation as the answer grows; the first one has the question and no answer yet.

    An error becomes the problem of the last exchange; nothing is raised.
    """
    now = before.asked(question, scope)
    yield now
    exchange = now.exchanges[-1]
    try:
        for exchange in _replied(dossier, exchange, before):  # noqa: B020 (the latest one)
            yield now.with_last(exchange)
    except DossierError as error:
        yield now.with_last(replace(exchange, problem=str(error)))
    except Exception:  # noqa: BLE001 (the page must say something, whatever failed)
        _log.exception("A question could not be answered")
        yield now.with_last(replace(exchange, problem=ask_messages.FAILED))


def stopped(now: Conversation) -> Conversation:
    """The conversation after its answer was stopped: what was written stays, and says so."""
    if not now.is_pending:
        return now
    return now.with_last(replace(now.exchanges[-1], problem=ask_messages.STOPPED))


def _replied(dossier: Dossier, exchange: Exchange, before: Conversation) -> Iterator[Exchange]:
    history = before.history()
    for event in dossier.stream(
        exchange.question, filters=exchange.scope.filters(), history=history
    ):
        match event:
            case CitationAdded():
                cited = (*exchange.citations, saved_citation(event.citation))
                exchange = replace(exchange, citations=cited)
            case TextAdded():
                exchange = replace(exchange, text=exchange.text + event.text)
                yield exchange
            case SentenceChecked():
                exchange = replace(exchange, sentences=(*exchange.sentences, event.sentence))
                if not event.sentence.supported:
                    yield exchange
            case Restarted():
                exchange = replace(exchange, text="", citations=(), sentences=())
                yield exchange
            case Done():
                yield completed(exchange, event.answer, history)
