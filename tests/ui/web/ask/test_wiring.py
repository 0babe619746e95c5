"""Which event of the Ask tab calls which handler, and in which queue."""

from collections.abc import Iterator

import gradio as gr
import pytest
from gradio.block_function import BlockFunction

import rag
from rag.testing.embedder import FakeEmbedder
from ui.service.sealing import Sealer
from ui.service.warmup import Warmup
from ui.web.ask.conversations import ConversationHandlers
from ui.web.ask.handlers import AskHandlers
from ui.web.ask.layout import AskTab, ask_tab
from ui.web.ask.scope import ScopeHandlers
from ui.web.ask.update import outputs
from ui.web.ask.wiring import connect_events

QUESTIONS = [
    "question.submit",
    "suggestion-0.click",
    "suggestion-1.click",
    "suggestion-2.click",
    "chat.retry",
    "chat.edit",
]


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AskTab, gr.Blocks]]:
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with gr.Blocks() as blocks:
            tab = ask_tab()
            ready = blocks.load(lambda: None)
            sealer = Sealer(settings)
            connect_events(
                tab,
                ready,
                AskHandlers(dossier, Warmup(dossier), sealer, tab),
                ConversationHandlers(settings, sealer, tab),
                ScopeHandlers(dossier, tab.scope),
            )
        yield tab, blocks


def functions(blocks: gr.Blocks) -> Iterator[tuple[str, BlockFunction]]:
    """Each event by the names of what triggers it, as "element.event"."""
    for function in blocks.fns.values():
        for part, event in function.targets:
            element = blocks.blocks[part].elem_id if part in blocks.blocks else None
            yield f"{element or ''}.{event}", function


def named(blocks: gr.Blocks, name: str) -> BlockFunction:
    """The function that an event runs on the server."""
    return next(f for n, f in functions(blocks) if n == name and f.fn is not None)


@pytest.mark.parametrize("name", QUESTIONS)
def test_all_that_asks_waits_in_one_queue_and_shows_the_same_parts(
    wired: tuple[AskTab, gr.Blocks], name: str
) -> None:
    tab, blocks = wired
    function = named(blocks, name)
    assert function.concurrency_id == "questions"
    assert list(function.outputs) == outputs(tab)


@pytest.mark.parametrize(
    "name", ["question.stop", "bridge.open_saved", "new-conversation.click", "delete-now.click"]
)
def test_what_leaves_a_conversation_cancels_its_answer(
    wired: tuple[AskTab, gr.Blocks], name: str
) -> None:
    _, blocks = wired
    asking = {number for n, f in functions(blocks) if n in QUESTIONS and f.fn for number in [f._id]}
    cancelled = {number for n, f in functions(blocks) if n == name for number in f.cancels}
    assert cancelled == asking
    assert len(asking) == 6


@pytest.mark.parametrize(
    ("name", "handler"),
    [
        ("chat.like", "judge"),
        ("comment.submit", "comment"),
        ("bridge.open_citation", "open_citation"),
        ("bridge.list_saved", "list_saved"),
        ("bridge.storage_full", "warn_storage_full"),
        ("saving-enabled.input", "set_saving"),
        ("name.submit", "rename"),
        ("to-word.click", "to_word"),
        ("to-markdown.click", "to_markdown"),
        ("delete.click", "ask_deletion"),
        ("cancel-delete.click", "cancel_deletion"),
        ("delete-now.click", "delete"),
        ("since.change", "chips"),
        ("scope-fields.expand", "choices"),
        ("only-documents.key_up", "find"),
        ("only-documents.input", "chosen"),
        ("clear-scope.click", "clear"),
        ("bridge.remove_chip", "remove_chip"),
    ],
)
def test_an_event_calls_its_handler(
    wired: tuple[AskTab, gr.Blocks], name: str, handler: str
) -> None:
    _, blocks = wired
    assert named(blocks, name).name == handler


def test_the_page_and_the_list_both_hear_of_the_start(wired: tuple[AskTab, gr.Blocks]) -> None:
    _, blocks = wired
    starts = [f for name, f in functions(blocks) if name == "bridge.start" and f.fn]
    assert len(starts) == 2


def test_suggestions_follow_all_that_shows_a_conversation(
    wired: tuple[AskTab, gr.Blocks],
) -> None:
    _, blocks = wired
    following = [f for f in blocks.fns.values() if f.concurrency_id == "suggestions"]
    assert len(following) == 1 + len(QUESTIONS) + 4
    assert {f.name for f in following} == {"suggest"}


def test_no_event_is_in_the_public_api(wired: tuple[AskTab, gr.Blocks]) -> None:
    _, blocks = wired
    visible = {f.name for f in blocks.fns.values() if f.api_visibility != "private"}
    assert visible == {"<lambda>"}  # the load of this test's own page
