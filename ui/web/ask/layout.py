"""The Ask tab: its components, and where they stand.

What its events do is in `handlers`, `conversations` and `scope`; `wiring` connects the two.
"""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.types import LONGEST_QUESTION
from ui.messages import ask as ask_messages
from ui.messages import saved as saved_messages
from ui.messages import scope as scope_messages
from ui.service.conversation import Conversation
from ui.service.scope import Scope
from ui.web.ask import frame, passages

SUGGESTIONS = 3
"""Questions suggested at a time: as many as fit on one line of a laptop's screen."""

_LONGEST_COMMENT = 2_000
"""Characters of the comment that goes with a verdict, as of a question."""

_SCRIPT = Path(__file__).with_name("ask.js")


@dataclass(frozen=True, slots=True)
class ChatPanel:
    """The conversation itself, and the passage beside it.

    Attributes:
        bridge: carries the script's events to the server and the server's commands to the script.
        conversation: the `Conversation` that is shown.
        judged_answer: id of the answer that a comment is about; None before the first verdict.
    """

    chatbot: gr.Chatbot
    suggestions_title: gr.HTML
    suggestions: tuple[gr.Button, ...]
    comment_row: gr.Row
    comment: gr.Textbox
    question: gr.Textbox
    sources: gr.HTML
    bridge: gr.HTML
    conversation: gr.State
    judged_answer: gr.State


@dataclass(frozen=True, slots=True)
class ScopePanel:
    """The fields that narrow the next question, and what they amount to."""

    since: gr.Textbox
    until: gr.Textbox
    documents: gr.Dropdown
    clear: gr.Button
    chips: gr.HTML
    fold: gr.Accordion


@dataclass(frozen=True, slots=True)
class SavedPanel:
    """The conversations that this browser has saved.

    Attributes:
        saved: the list of them; the chosen one is shown.
        confirmation: asks before one is deleted.
    """

    new: gr.Button
    fold: gr.Accordion
    saved: gr.Radio
    name: gr.Textbox
    to_word: gr.Button
    to_markdown: gr.Button
    delete: gr.Button
    confirmation: gr.Group
    confirm: gr.Button
    cancel: gr.Button
    saving_enabled: gr.Checkbox


@dataclass(frozen=True, slots=True)
class AskTab:
    """All components of the tab that events change."""

    chat: ChatPanel
    scope: ScopePanel
    saved: SavedPanel


def ask_tab() -> AskTab:
    """Lay the tab out, inside the tab whose context is open."""
    with gr.Column(elem_id="ask"):
        with gr.Row(elem_id="workspace"):
            with gr.Column(scale=0, min_width=200, elem_id="conversations"):
                saved = _saved_panel()
            with gr.Column(scale=3, min_width=300, elem_id="conversation"):
                chatbot = _chatbot()
                title = _html(elem_id="suggestions-title")
                with gr.Row(elem_id="suggestions"):
                    suggestions = tuple(_suggestion(n) for n in range(SUGGESTIONS))
                comment_row, comment = _comment()
                scope = _scope_panel()
                question = _question_box()
            with gr.Column(scale=2, min_width=300, elem_id="sources"):
                sources = _html(passages.empty())
                _html(passages.keyboard_help())
        _html(frame.announcement(), elem_id="announcements")
        # Without a template nothing of its value gets into the page as markup.
        bridge = gr.HTML(
            html_template="", js_on_load=_SCRIPT.read_text(encoding="utf-8"), elem_id="bridge"
        )
    chat = ChatPanel(
        chatbot=chatbot,
        suggestions_title=title,
        suggestions=suggestions,
        comment_row=comment_row,
        comment=comment,
        question=question,
        sources=sources,
        bridge=bridge,
        conversation=gr.State(Conversation()),
        judged_answer=gr.State(None),
    )
    return AskTab(chat, scope, saved)


def _html(value: str = "", elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(value or None, js_on_load=None, apply_default_css=False, elem_id=elem_id)


def _chatbot() -> gr.Chatbot:
    # Gradio puts a message into the page as HTML even with Markdown off. So messages come escaped
    # (`replies`), and its copy button, which would copy the markup, is left out.
    return gr.Chatbot(
        label=ask_messages.CONVERSATION,
        show_label=False,
        render_markdown=False,
        sanitize_html=True,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        editable="user",
        layout="panel",
        placeholder=ask_messages.WELCOME,
        height=None,
        elem_id="chat",
    )


def _suggestion(number: int) -> gr.Button:
    return gr.Button(
        visible=False,
        size="sm",
        variant="secondary",
        elem_classes="suggestion",
        elem_id=f"suggestion-{number}",
    )


def _comment() -> tuple[gr.Row, gr.Textbox]:
    with gr.Row(visible=False, elem_id="comment-row") as row:
        comment = gr.Textbox(
            label=ask_messages.COMMENT,
            lines=1,
            max_lines=1,
            max_length=_LONGEST_COMMENT,
            submit_btn=ask_messages.SEND_COMMENT,
            elem_id="comment",
        )
    return row, comment


def _scope_panel() -> ScopePanel:
    with gr.Column(elem_id="scope"):
        chips = _html(frame.chips(Scope()))
        with gr.Accordion(scope_messages.SCOPE, open=False, elem_id="scope-fields") as fold:
            with gr.Row():
                since = _date(scope_messages.SINCE, "since")
                until = _date(scope_messages.UNTIL, "until")
            documents = gr.Dropdown(
                choices=[],
                multiselect=True,
                label=scope_messages.ONLY_DOCUMENTS,
                elem_id="only-documents",
            )
            clear = gr.Button(scope_messages.CLEAR, size="sm", elem_id="clear-scope")
    return ScopePanel(since, until, documents, clear, chips, fold)


def _date(label: str, name: str) -> gr.Textbox:
    return gr.Textbox(
        label=label,
        placeholder=scope_messages.DATE_HINT,
        lines=1,
        max_lines=1,
        max_length=10,
        min_width=140,
        elem_id=name,
    )


def _question_box() -> gr.Textbox:
    # It is enabled once the page has shown the conversation it had before: a question entered
    # earlier would be overwritten by that.
    return gr.Textbox(
        interactive=False,
        label=ask_messages.QUESTION,
        show_label=False,
        placeholder=ask_messages.QUESTION_HINT,
        lines=1,
        max_lines=5,
        max_length=LONGEST_QUESTION,
        submit_btn=ask_messages.ASK,
        elem_id="question",
    )


def _saved_panel() -> SavedPanel:
    new = gr.Button(
        saved_messages.NEW_CONVERSATION, size="sm", variant="secondary", elem_id="new-conversation"
    )
    with gr.Accordion(saved_messages.CONVERSATIONS, open=False, elem_id="saved-fold") as fold:
        saved = gr.Radio(
            choices=[], label=saved_messages.SAVED, info=saved_messages.NONE_SAVED, elem_id="saved"
        )
        name = gr.Textbox(
            label=saved_messages.NAME,
            placeholder=saved_messages.NAME_HINT,
            lines=1,
            max_lines=1,
            max_length=200,
            submit_btn=saved_messages.RENAME,
            elem_id="name",
        )
        to_word = gr.Button(saved_messages.EXPORT_WORD, size="sm", elem_id="to-word")
        to_markdown = gr.Button(saved_messages.EXPORT_MARKDOWN, size="sm", elem_id="to-markdown")
        delete = gr.Button(saved_messages.DELETE, size="sm", elem_id="delete")
        confirmation, cancel, confirm = _delete_confirmation()
        saving_enabled = gr.Checkbox(
            True, label=saved_messages.SAVE, info=saved_messages.SAVE_INFO, elem_id="saving-enabled"
        )
    return SavedPanel(
        new=new,
        fold=fold,
        saved=saved,
        name=name,
        to_word=to_word,
        to_markdown=to_markdown,
        delete=delete,
        confirmation=confirmation,
        confirm=confirm,
        cancel=cancel,
        saving_enabled=saving_enabled,
    )


def _delete_confirmation() -> tuple[gr.Group, gr.Button, gr.Button]:
    with gr.Group(visible=False, elem_id="delete-confirmation") as group:
        _html(frame.delete_question())
        with gr.Row():
            cancel = gr.Button(saved_messages.KEEP_IT, size="sm", elem_id="cancel-delete")
            confirm = gr.Button(
                saved_messages.DELETE_NOW, size="sm", variant="stop", elem_id="delete-now"
            )
    return group, cancel, confirm
