"""A conversation in one browser tab, and how a question moves it on. Knows nothing of Gradio."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag import (
    CitationAdded,
    Done,
    DossierError,
    Restarted,
    SearchDone,
    TextAdded,
    Turn,
)
from rag.dossier import Dossier
from ui.web import panel, texts

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said so far.

    Attributes:
        shown: all turns on the page, oldest first, errors and stopped answers among them.
        history: the turns that follow-ups build on: complete answers and their questions.
        panel: the sources panel, as HTML.
    """

    shown: tuple[Turn, ...] = ()
    history: tuple[Turn, ...] = ()
    panel: str = ""

    def reply(self, text: str) -> "Conversation":
        """The same conversation with its last turn, the reply, reading so."""
        return replace(self, shown=(*self.shown[:-1], Turn("assistant", text)))


def ask(dossier: Dossier, question: str, before: Conversation) -> Iterator[Conversation]:
    """The conversation as the answer grows, at once with the question in it.

    What goes wrong is said in the reply; nothing is raised.
    """
    asked = Turn("user", question)
    waiting = Turn("assistant", texts.SEARCHING)
    now = Conversation((*before.shown, asked, waiting), before.history, panel.empty())
    yield now
    try:
        yield from _answered(dossier, question, now)
    except DossierError as error:
        yield now.reply(str(error))
    except Exception:  # noqa: BLE001 (the page must say something, whatever failed)
        _log.exception("A question could not be answered")
        yield now.reply(texts.FAILED)


def stopped(before: Conversation) -> Conversation:
    """The conversation after its answer was stopped: what was written stays, and says so."""
    if not before.shown or before.shown[-1].role != "assistant":
        return before
    written = before.shown[-1].content
    if written == texts.SEARCHING:
        return before.reply(texts.STOPPED)
    return before.reply(f"{written} {texts.STOPPED}")


def _answered(dossier: Dossier, question: str, now: Conversation) -> Iterator[Conversation]:
    search_text, text, citations = question, "", []
    for event in dossier.stream(question, history=now.history):
        match event:
            case SearchDone():
                search_text = event.search_text
            case CitationAdded():
                citations.append(event.citation)
                now = replace(now, panel=panel.of_citations(citations, question, search_text))
            case TextAdded():
                text += event.text
                now = now.reply(text)
                yield now
            case Restarted():
                text, citations = "", []
                now = replace(now.reply(texts.SEARCHING), panel=panel.empty())
                yield now
            case Done():
                answer = event.answer
                yield replace(
                    now.reply(answer.text),
                    history=answer.history,
                    panel=panel.of_answer(answer),
                )
