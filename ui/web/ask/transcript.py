"""A conversation as the messages of Gradio's chat: a question and a reply for each exchange."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from ui.messages import ask as ask_messages
from ui.service.conversation import Conversation, Exchange
from ui.web.ask import replies

Message = dict[str, Any]
"""As Gradio's chat takes it: whose it is, and its content as HTML."""

_THUMBS = {"good": "Like", "bad": "Dislike", "": None}
"""Gradio's words for a verdict."""


def messages_of(conversation: Conversation) -> list[Message]:
    """All messages of a conversation, each exchange rendered."""
    return [
        message
        for index, exchange in enumerate(conversation.exchanges)
        for message in exchange_messages(exchange, index)
    ]


def exchange_messages(
    exchange: Exchange, index: int, pending: str = ask_messages.SEARCHING
) -> list[Message]:
    """A question and its reply as far as it is written.

    Args:
        index: the position of the exchange in the conversation.
        pending: shown until there is text.
    """
    return [
        _message("user", replies.question(exchange.question)),
        _message("assistant", replies.reply(exchange, index, pending)),
    ]


def whole_chat(conversation: Conversation, messages: Sequence[Message]) -> gr.Chatbot:
    """The messages together with the verdicts on the answers."""
    verdicts = [_THUMBS[exchange.verdict] for exchange in conversation.exchanges]
    value: list[Any] = list(messages)
    return gr.Chatbot(value=value, feedback_value=verdicts)


def exchange_index(event: gr.EditData | gr.LikeData) -> int:
    """The position of the exchange whose message an event is about."""
    index = event.index[0] if isinstance(event.index, tuple | list) else event.index
    return int(index) // 2


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": [{"type": "text", "text": str(content)}]}
