"""The Ask tab: its layout.

What its parts do is in `ask_desk` and `keep_desk`, which event moves which part in `ask_events`.
"""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from rag.types import LONGEST_QUESTION
from ui.messages import page as texts
from ui.service.conversation import Conversation, Scope
from ui.web.ask import frame, passages

SUGGESTED = 3
"""Most questions suggested at a time."""

_LONGEST_WORD = 2_000
"""Characters of the word that goes with a verdict."""

_SCRIPT = Path(__file__).with_name("ask.js")


@dataclass(frozen=True, slots=True)
class Scoping:
    """The fields that narrow the next question, and what they amount to."""

    since: gr.Textbox
    until: gr.Textbox
    documents: gr.Dropdown
    clear: gr.Button
    chips: gr.HTML
    fold: gr.Accordion


@dataclass(frozen=True, slots=True)
class Keeping:
    """The conversations of this browser."""

    fresh: gr.Button
    fold: gr.Accordion
    kept: gr.Radio
    name: gr.Textbox
    to_word: gr.Button
    to_markdown: gr.Button
    delete: gr.Button
    sure: gr.Group
    delete_now: gr.Button
    cancel: gr.Button
    keeps: gr.Checkbox


@dataclass(frozen=True, slots=True)
class Talking:
    """The conversation itself.

    Attributes:
        wire: carries the script's events to the server and the server's commands to the script.
    """

    chat: gr.Chatbot
    title: gr.HTML
    suggested: tuple[gr.Button, ...]
    judged: gr.Row
    word: gr.Textbox
    box: gr.Textbox
    sources: gr.HTML
    wire: gr.HTML
    state: gr.State
    judging: gr.State


@dataclass(frozen=True, slots=True)
class AskTab:
    """All parts of the tab that events move."""

    talking: Talking
    scoping: Scoping
    keeping: Keeping


def ask_tab() -> AskTab:
    """Lay the tab out, inside the tab whose context is open."""
    with gr.Column(elem_id="ask"):
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=0, min_width=200, elem_id="conversations"):
                keeping = _keeping()
            with gr.Column(scale=3, min_width=300, elem_id="talk"):
                chat = _chat()
                title = gr.HTML(js_on_load=None, apply_default_css=False, elem_id="suggested-title")
                with gr.Row(elem_id="suggested"):
                    suggested = tuple(_suggestion(n) for n in range(SUGGESTED))
                judged, word = _judging()
                scoping = _scoping()
                box = _question_box()
            with gr.Column(scale=2, min_width=300, elem_id="sources"):
                sources = gr.HTML(passages.empty(), js_on_load=None, apply_default_css=False)
                gr.HTML(passages.help_(), js_on_load=None, apply_default_css=False)
        gr.HTML(frame.said(), js_on_load=None, apply_default_css=False, elem_id="announcements")
        # Without a template nothing of its value gets into the page as markup.
        wire = gr.HTML(
            html_template="", js_on_load=_SCRIPT.read_text(encoding="utf-8"), elem_id="wire"
        )
    talking = Talking(
        chat=chat,
        title=title,
        suggested=suggested,
        judged=judged,
        word=word,
        box=box,
        sources=sources,
        wire=wire,
        state=gr.State(Conversation()),
        judging=gr.State(None),
    )
    return AskTab(talking, scoping, keeping)


def _chat() -> gr.Chatbot:
    # Gradio puts a message into the page as HTML even with Markdown off. So messages come escaped
    # (`html.replies`), and its copy button, which would copy the markup, is left out.
    return gr.Chatbot(
        label=texts.CONVERSATION,
        show_label=False,
        render_markdown=False,
        sanitize_html=True,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        editable="user",
        layout="panel",
        placeholder=texts.WELCOME,
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


def _judging() -> tuple[gr.Row, gr.Textbox]:
    with gr.Row(visible=False, elem_id="judged") as row:
        word = gr.Textbox(
            label=texts.WORD,
            lines=1,
            max_lines=1,
            max_length=_LONGEST_WORD,
            submit_btn=texts.SEND_WORD,
            elem_id="word",
        )
    return row, word


def _scoping() -> Scoping:
    with gr.Column(elem_id="scope"):
        chips = gr.HTML(frame.chips(Scope()), js_on_load=None, apply_default_css=False)
        with gr.Accordion(texts.SCOPE, open=False, elem_id="scope-fields") as fold:
            with gr.Row():
                since = _date(texts.SINCE, "since")
                until = _date(texts.UNTIL, "until")
            documents = gr.Dropdown(
                choices=[],
                multiselect=True,
                label=texts.ONLY_DOCUMENTS,
                elem_id="only-documents",
            )
            clear = gr.Button(texts.CLEAR_SCOPE, size="sm", elem_id="clear-scope")
    return Scoping(since, until, documents, clear, chips, fold)


def _date(label: str, name: str) -> gr.Textbox:
    return gr.Textbox(
        label=label,
        placeholder=texts.DATE_HINT,
        lines=1,
        max_lines=1,
        max_length=10,
        min_width=140,
        elem_id=name,
    )


def _question_box() -> gr.Textbox:
    # It opens once the page has shown the conversation it had before: a question that came earlier
    # would be overwritten by it.
    return gr.Textbox(
        interactive=False,
        label=texts.QUESTION,
        show_label=False,
        placeholder=texts.QUESTION_HINT,
        lines=1,
        max_lines=5,
        max_length=LONGEST_QUESTION,
        submit_btn=texts.ASK,
        elem_id="question",
    )


def _keeping() -> Keeping:
    fresh = gr.Button(texts.CLEAR, size="sm", variant="secondary", elem_id="fresh")
    with gr.Accordion(texts.CONVERSATIONS, open=False, elem_id="kept-fold") as fold:
        kept = gr.Radio(choices=[], label=texts.KEPT, info=texts.NONE_KEPT, elem_id="kept")
        name = gr.Textbox(
            label=texts.NAME,
            placeholder=texts.NAME_HINT,
            lines=1,
            max_lines=1,
            max_length=200,
            submit_btn=texts.RENAME,
            elem_id="name",
        )
        to_word = gr.Button(texts.EXPORT_WORD, size="sm", elem_id="to-word")
        to_markdown = gr.Button(texts.EXPORT_MARKDOWN, size="sm", elem_id="to-markdown")
        delete = gr.Button(texts.DELETE, size="sm", elem_id="delete")
        with gr.Group(visible=False, elem_id="sure") as sure:
            gr.HTML(frame.sure(), js_on_load=None, apply_default_css=False)
            with gr.Row():
                cancel = gr.Button(texts.CANCEL, size="sm", elem_id="cancel-delete")
                delete_now = gr.Button(
                    texts.DELETE_NOW, size="sm", variant="stop", elem_id="delete-now"
                )
        keeps = gr.Checkbox(True, label=texts.KEEP, info=texts.KEEP_INFO, elem_id="keeps")
    return Keeping(
        fresh=fresh,
        fold=fold,
        kept=kept,
        name=name,
        to_word=to_word,
        to_markdown=to_markdown,
        delete=delete,
        sure=sure,
        delete_now=delete_now,
        cancel=cancel,
        keeps=keeps,
    )
