"""Conversations kept, named, deleted, exported and judged in the Ask tab."""

import re
import unicodedata
from dataclasses import replace
from typing import Any

import gradio as gr

from rag import DossierError, Settings
from ui.messages import page as texts
from ui.service import export, feedback
from ui.service.conversation import Conversation, Exchange, Verdict
from ui.service.feedback import LONGEST_TEXT, Feedback
from ui.service.sealing import Sealer
from ui.web.ask import browser
from ui.web.ask.handlers import exchange_of

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class KeepDesk:
    """Does what readers want done with a conversation.

    Args:
        settings: say where the feedback is kept.
        sealer: tells which answers were given here.
    """

    def __init__(self, settings: Settings, sealer: Sealer) -> None:
        self._settings = settings
        self._sealer = sealer

    def listed(self, event: gr.EventData) -> gr.Radio:
        """The list of the conversations that the browser keeps."""
        kept = browser.read_list(event.kept)
        ids = [key for key, _ in kept]
        return gr.Radio(
            choices=[(title or texts.CONVERSATION, key) for key, title in kept],
            value=event.open if event.open in ids else None,
            info="" if kept else texts.NONE_KEPT,
        )

    def begin(self, event: gr.EventData) -> tuple[gr.Accordion, gr.Checkbox, gr.Radio]:
        """What the browser says when the page is loaded: whether it keeps anything, and what.

        On a wide page the list stands open.
        """
        fold = gr.Accordion(open=event.isWide is True)
        return fold, gr.Checkbox(value=event.keeps is not False), self.listed(event)

    def keep_or_not(self, is_on: bool, now: Conversation) -> str:
        """Keep conversations from now on, this one first, or delete them all."""
        commands = [browser.keep_nothing(not is_on)]
        if is_on and now.exchanges:
            commands.append(browser.keep(now))
        return browser.send(*commands)

    def rename(self, name: str, now: Conversation) -> tuple[Conversation, str, Any]:
        """Name the conversation: state, name, wire."""
        now = replace(now, name=" ".join(name.split()))
        if not now.exchanges:
            return now, now.title, gr.skip()
        return now, now.title, browser.send(browser.keep(now))

    def make_sure(self) -> tuple[gr.Group, str]:
        """Ask before a conversation is deleted: the question, wire."""
        return gr.Group(visible=True), browser.send(browser.focus("#cancel-delete"))

    def leave(self) -> tuple[gr.Group, str]:
        """Delete nothing: the question, wire."""
        return gr.Group(visible=False), browser.send(browser.focus("#delete"))

    def forget(self, now: Conversation) -> tuple[str, gr.Group]:
        """Delete the conversation from the browser: wire, and the question before it."""
        return browser.send(browser.forget(now)), gr.Group(visible=False)

    def no_room(self) -> None:
        """Say that the browser could not keep a conversation."""
        gr.Warning(texts.NO_ROOM)

    def to_word(self, now: Conversation) -> Any:
        """The conversation as a Word document, to the browser."""
        if not now.exchanges:
            gr.Info(texts.NOTHING_TO_EXPORT)
            return gr.skip()
        return browser.send(browser.download(_file(now, "docx"), _WORD, export.to_docx(now)))

    def to_markdown(self, now: Conversation) -> Any:
        """The conversation as Markdown, to the browser."""
        if not now.exchanges:
            gr.Info(texts.NOTHING_TO_EXPORT)
            return gr.skip()
        written = export.to_markdown(now).encode()
        return browser.send(browser.download(_file(now, "md"), "text/markdown", written))

    def judge(self, now: Conversation, event: gr.LikeData) -> tuple[Any, Any, Any, Any]:
        """Note a verdict: state, the answer it is on, the row for a word, wire."""
        index = exchange_of(event)
        if index >= len(now.exchanges) or now.exchanges[index].outcome is None:
            return (gr.skip(),) * 4
        verdict: Verdict = ""
        if isinstance(event.liked, bool):
            verdict = "good" if event.liked else "bad"
        now = now.judged(index, verdict)
        if not self._note(now.exchanges[index], ""):
            return (gr.skip(),) * 4
        row = gr.Row(visible=bool(verdict))
        wire = browser.send(browser.keep(now), browser.focus("#word input"))
        return now, now.exchanges[index].id, row, wire

    def add_word(self, word: str, now: Conversation, answer: str | None) -> tuple[str, gr.Row]:
        """Add the reader's word to a verdict: the word's field, its row."""
        for exchange in now.exchanges:
            if exchange.id == answer and word.strip() and self._note(exchange, word.strip()):
                gr.Info(texts.WORD_KEPT, duration=3)
        return "", gr.Row(visible=False)

    def _note(self, exchange: Exchange, word: str) -> bool:
        """Write the verdict down; whether that could be done."""
        if not self._sealer.is_sealed(exchange):
            gr.Warning(texts.NOT_GIVEN_HERE)
            return False
        outcome = exchange.outcome
        entry = Feedback(
            answer_id=exchange.id,
            verdict=exchange.verdict,
            question=exchange.question,
            answer=exchange.text[:LONGEST_TEXT],
            engine=outcome.engine if outcome else "",
            citations=tuple((one.document.id, one.start, one.end) for one in exchange.citations),
            word=word,
        )
        try:
            feedback.add(self._settings, entry)
        except DossierError as error:
            gr.Warning(str(error))
            return False
        return True


def _file(now: Conversation, ending: str) -> str:
    """A file's name made of the conversation's: letters and figures, and hyphens between."""
    plain = unicodedata.normalize("NFKD", now.title).encode("ascii", "ignore").decode().lower()
    return f"{_NOT_IN_A_NAME.sub('-', plain).strip('-')[:60] or 'conversation'}.{ending}"
