"""The page: its layout, and which event moves which part."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from rag import DossierError
from rag.dossier import Dossier
from ui.web import conversation, panel, texts
from ui.web.changes import Changes
from ui.web.conversation import Conversation
from ui.web.library_tab import library_tab

_QUESTIONS_AT_ONCE = 4
_LONGEST_QUESTION = 2000
_CACHE_SECONDS = (3600, 86_400)
"""How often what Gradio received is looked through, and how old it gets at most."""

_log = logging.getLogger(__name__)


def build(dossier: Dossier, changes: Changes) -> gr.Blocks:
    """The page over a library; it neither loads the model nor opens the library yet."""
    blocks = gr.Blocks(
        title=texts.TITLE, analytics_enabled=False, fill_width=True, delete_cache=_CACHE_SECONDS
    )
    with blocks, gr.Tabs(elem_id="tabs"):
        with gr.Tab(texts.TAB_ASK):
            _ask_tab(blocks, dossier)
        with gr.Tab(texts.TAB_LIBRARY) as library:
            library_tab(blocks, library, dossier, changes)
    blocks.queue(default_concurrency_limit=_QUESTIONS_AT_ONCE)
    return blocks


def _ask_tab(blocks: gr.Blocks, dossier: Dossier) -> None:
    with gr.Row(elem_id="top"):
        head = gr.HTML(panel.masthead(), js_on_load=None, elem_id="masthead")
        clear = gr.Button(texts.CLEAR, size="sm", variant="secondary", elem_id="clear")
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=3, min_width=320, elem_id="talk"):
            chat = _chat()
            box = _question_box()
        with gr.Column(scale=2, min_width=320, elem_id="sources"):
            sources = gr.HTML(panel.empty(), js_on_load=None)
    state = gr.State(Conversation())
    _wire(dossier, box, clear, [chat, sources, state])
    blocks.load(
        lambda: panel.masthead(_holdings(dossier)),
        outputs=head,
        show_progress="hidden",
        api_visibility="private",
    )


def _chat() -> gr.Chatbot:
    # Gradio puts a message into the page as HTML even with Markdown off. So messages come escaped
    # (`panel.message`), and its copy button, which would copy the escapes, is left out.
    return gr.Chatbot(
        label=texts.CONVERSATION,
        show_label=False,
        render_markdown=False,
        sanitize_html=True,
        latex_delimiters=[],
        allow_tags=False,
        buttons=[],
        layout="bubble",
        placeholder=texts.WELCOME,
        height=None,
        elem_id="chat",
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label=texts.QUESTION,
        show_label=False,
        placeholder=texts.QUESTION_HINT,
        lines=1,
        max_lines=5,
        max_length=_LONGEST_QUESTION,
        autofocus=True,
        submit_btn=texts.ASK,
        elem_id="question",
    )


def _wire(dossier: Dossier, box: gr.Textbox, clear: gr.Button, shown: list[Any]) -> None:
    """Connect the question box and the buttons to the chat, the panel and the state."""
    state = shown[-1]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = box.submit(_asking(dossier), [box, state], [box, *shown], **quiet)
    box.stop(None, cancels=[asking], **quiet).then(
        lambda before: (_idle(), *_shown(conversation.stopped(before))),
        [state],
        [box, *shown],
        **quiet,
    )
    clear.click(None, cancels=[asking], **quiet).then(
        lambda: (_idle(), *_shown(Conversation(panel=panel.empty()))),
        None,
        [box, *shown],
        **quiet,
    )


def _asking(dossier: Dossier) -> Callable[[str, Conversation], Iterator[tuple[Any, ...]]]:
    def asking(question: str, before: Conversation) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            yield ("", gr.skip(), gr.skip(), gr.skip())
            return
        busy: Any = gr.Textbox(value="", submit_btn=False, stop_btn=texts.STOP)
        for now in conversation.ask(dossier, question.strip(), before):
            yield (busy, *_shown(now))
            busy = gr.skip()
        yield (_idle(), gr.skip(), gr.skip(), gr.skip())

    return asking


def _idle() -> gr.Textbox:
    """The question box as it is while nothing is being answered; what is typed in it stays."""
    return gr.Textbox(submit_btn=texts.ASK, stop_btn=False)


def _shown(now: Conversation) -> tuple[list[dict[str, Any]], str, Conversation]:
    """The values of chat, panel and state."""
    messages = [
        {"role": turn.role, "content": [{"type": "text", "text": panel.message(turn.content)}]}
        for turn in now.shown
    ]
    return messages, now.panel, now


def _holdings(dossier: Dossier) -> str:
    try:
        records = dossier.documents()
    except DossierError as error:
        _log.warning("%s", error)
        return str(error)
    dates = [record.published for record in records if record.published]
    return texts.holdings(len(records), max(dates, default=None))
