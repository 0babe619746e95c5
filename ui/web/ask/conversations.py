"""Conversations saved, named, deleted, exported and judged: handlers of the Ask tab."""

import re
import unicodedata
from dataclasses import replace
from typing import Any

import gradio as gr

from rag import DossierError, Settings
from ui.messages import ask as ask_messages
from ui.messages import saved as saved_messages
from ui.service import export, feedback
from ui.service.conversation import Conversation, Exchange, Verdict
from ui.service.feedback import LONGEST_TEXT, Feedback
from ui.service.sealing import Sealer
from ui.web.ask import browser
from ui.web.ask.layout import AskTab
from ui.web.ask.transcript import exchange_index
from ui.web.ask.update import Values, unchanged

_NOT_IN_FILE_NAME = re.compile(r"[^a-z0-9]+")
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ConversationHandlers:
    """Does what readers want done with a conversation.

    Args:
        settings: say where the feedback is stored.
        sealer: tells which answers were given here.
        tab: the components that the handlers change.
    """

    def __init__(self, settings: Settings, sealer: Sealer, tab: AskTab) -> None:
        self._settings = settings
        self._sealer = sealer
        self._chat = tab.chat
        self._panel = tab.saved

    def list_saved(self, event: gr.EventData) -> gr.Radio:
        """The list of the conversations that the browser has saved."""
        saved = browser.saved_list(event.saved)
        ids = [key for key, _ in saved]
        return gr.Radio(
            choices=[(title or ask_messages.CONVERSATION, key) for key, title in saved],
            value=event.open if event.open in ids else None,
            info="" if saved else saved_messages.NONE_SAVED,
        )

    def start(self, event: gr.EventData) -> Values:
        """What the browser tells when the page is loaded: whether it saves anything, and what.

        On a wide page the list stands open.
        """
        return {
            self._panel.fold: gr.Accordion(open=event.isWide is True),
            self._panel.saving_enabled: gr.Checkbox(value=event.isSaving is not False),
            self._panel.saved: self.list_saved(event),
        }

    def set_saving(self, enabled: bool, now: Conversation) -> str:
        """Save conversations from now on, this one first, or delete them all: the commands."""
        commands = [browser.set_saving(enabled=enabled)]
        if enabled and now.exchanges:
            commands.append(browser.save(now))
        return browser.send(*commands)

    def rename(self, name: str, now: Conversation) -> Values:
        """Name the conversation."""
        now = replace(now, name=" ".join(name.split()))
        values: Values = {self._chat.conversation: now, self._panel.name: now.title}
        if now.exchanges:
            values[self._chat.bridge] = browser.send(browser.save(now))
        return values

    def ask_deletion(self) -> Values:
        """Ask before a conversation is deleted."""
        return self._confirmation(browser.focus("#cancel-delete"), is_visible=True)

    def cancel_deletion(self) -> Values:
        """Delete nothing."""
        return self._confirmation(browser.focus("#delete"), is_visible=False)

    def delete(self, now: Conversation) -> Values:
        """Delete the conversation from the browser."""
        return self._confirmation(browser.delete(now), is_visible=False)

    def warn_storage_full(self) -> None:
        """Tell that the browser could not save a conversation."""
        gr.Warning(saved_messages.STORAGE_FULL)

    def to_word(self, now: Conversation) -> Any:
        """The conversation as a Word document: the command to download it."""
        if not now.exchanges:
            gr.Info(saved_messages.NOTHING_TO_EXPORT)
            return gr.skip()
        return browser.send(browser.download(_file(now, "docx"), _WORD, export.to_docx(now)))

    def to_markdown(self, now: Conversation) -> Any:
        """The conversation as Markdown: the command to download it."""
        if not now.exchanges:
            gr.Info(saved_messages.NOTHING_TO_EXPORT)
            return gr.skip()
        written = export.to_markdown(now).encode()
        return browser.send(browser.download(_file(now, "md"), "text/markdown", written))

    def judge(self, now: Conversation, event: gr.LikeData) -> Values:
        """Record a verdict on an answer, and ask for a comment on it."""
        index = exchange_index(event)
        if index >= len(now.exchanges) or now.exchanges[index].outcome is None:
            return unchanged()
        verdict: Verdict = ""
        if isinstance(event.liked, bool):
            verdict = "good" if event.liked else "bad"
        now = now.judged(index, verdict)
        if not self._record(now.exchanges[index], ""):
            return unchanged()
        return {
            self._chat.conversation: now,
            self._chat.judged_answer: now.exchanges[index].id,
            self._chat.comment_row: gr.Row(visible=bool(verdict)),
            self._chat.bridge: browser.send(browser.save(now), browser.focus("#comment input")),
        }

    def comment(self, comment: str, now: Conversation, answer: str | None) -> Values:
        """Add the reader's comment to a verdict.

        Args:
            answer: the id of the answer that it is about.
        """
        comment = comment.strip()
        for exchange in now.exchanges:
            if exchange.id == answer and comment and self._record(exchange, comment):
                gr.Info(ask_messages.COMMENT_SAVED, duration=3)
        return {self._chat.comment: "", self._chat.comment_row: gr.Row(visible=False)}

    def _confirmation(self, command: browser.Command, *, is_visible: bool) -> Values:
        return {
            self._panel.confirmation: gr.Group(visible=is_visible),
            self._chat.bridge: browser.send(command),
        }

    def _record(self, exchange: Exchange, comment: str) -> bool:
        """Write the verdict down; whether that could be done."""
        if not self._sealer.is_sealed(exchange):
            gr.Warning(ask_messages.NOT_GIVEN_HERE)
            return False
        outcome = exchange.outcome
        entry = Feedback(
            answer_id=exchange.id,
            verdict=exchange.verdict,
            question=exchange.question,
            answer=exchange.text[:LONGEST_TEXT],
            engine=outcome.engine if outcome else "",
            citations=tuple((one.document.id, one.start, one.end) for one in exchange.citations),
            comment=comment,
        )
        try:
            feedback.add(self._settings, entry)
        except DossierError as error:
            gr.Warning(str(error))
            return False
        return True


def _file(now: Conversation, ending: str) -> str:
    """A file name made from the conversation's title: letters and digits, hyphens between them."""
    plain = unicodedata.normalize("NFKD", now.title).encode("ascii", "ignore").decode().lower()
    return f"{_NOT_IN_FILE_NAME.sub('-', plain).strip('-')[:60] or 'conversation'}.{ending}"
