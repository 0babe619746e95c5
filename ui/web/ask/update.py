"""What the Ask tab shows next, by component."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.messages import ask as ask_messages
from ui.service.conversation import Conversation
from ui.service.suggestions import NO_QUESTIONS, SuggestedQuestions
from ui.web.ask import frame
from ui.web.ask.layout import SUGGESTIONS, AskTab, ChatPanel
from ui.web.ask.transcript import Message, whole_chat

Values = dict[Any, Any]
"""New values by component; a component that is not in it stays as it is."""


@dataclass(frozen=True, slots=True)
class ChatUpdate:
    """What the tab shows next; what is None stays as it is.

    Attributes:
        conversation: replaces the one shown; its messages come with it.
        messages: those of the whole conversation.
        is_whole: whether more than the last exchange may have changed: verdicts and the name of
            the conversation are set too.
        question: the question box.
        sources: the passage beside the conversation, as HTML.
        commands: to the browser, as `browser.send` writes them.
    """

    conversation: Conversation | None = None
    messages: Sequence[Message] = ()
    is_whole: bool = False
    question: gr.Textbox | None = None
    sources: str | None = None
    commands: str | None = None
    suggestions: SuggestedQuestions | None = None

    def values(self, tab: AskTab) -> Values:
        """The new values of the tab's components."""
        chat = tab.chat
        values: Values = {}
        if self.conversation is not None:
            values[chat.conversation] = self.conversation
            values[chat.chatbot] = list(self.messages)
            if self.is_whole:
                values[chat.chatbot] = whole_chat(self.conversation, self.messages)
                values[tab.saved.name] = self.conversation.title
        given = {
            chat.question: self.question,
            chat.sources: self.sources,
            chat.bridge: self.commands,
        }
        values |= {part: value for part, value in given.items() if value is not None}
        if self.suggestions is not None:
            values |= suggestion_values(chat, self.suggestions)
        return values or unchanged()


def outputs(tab: AskTab) -> list[Any]:
    """Every component that a `ChatUpdate` may change."""
    chat = tab.chat
    return [
        chat.question,
        chat.conversation,
        chat.chatbot,
        tab.saved.name,
        chat.sources,
        chat.bridge,
        *suggestion_outputs(chat),
    ]


def suggestion_outputs(chat: ChatPanel) -> list[Any]:
    """The components that show suggested questions."""
    return [chat.suggestions_title, *chat.suggestions]


def suggestion_values(chat: ChatPanel, suggested: SuggestedQuestions = NO_QUESTIONS) -> Values:
    """A button for each suggested question; the others are hidden."""
    padded = [*suggested.questions, *[""] * (SUGGESTIONS - len(suggested.questions))]
    values: Values = {chat.suggestions_title: frame.suggestions_title(suggested.heading)}
    for button, question in zip(chat.suggestions, padded, strict=True):
        values[button] = gr.Button(value=question, visible=bool(question))
    return values


def unchanged() -> Values:
    """Every component stays as it is. An empty mapping would be a value to Gradio."""
    return dict(gr.skip())


def idle_question() -> gr.Textbox:
    """The question box while nothing is being answered; what is typed in it stays."""
    return gr.Textbox(submit_btn=ask_messages.ASK, stop_btn=False, interactive=True)


def busy_question() -> gr.Textbox:
    """The question box while an answer is written: its button stops that."""
    return gr.Textbox(submit_btn=False, stop_btn=ask_messages.STOP)
