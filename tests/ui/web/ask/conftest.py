"""The Ask tab's components and handlers over a small library, without a page or a server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import gradio as gr
import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from ui.service.sealing import Sealer
from ui.service.warmup import Warmup
from ui.web.ask.conversations import ConversationHandlers
from ui.web.ask.handlers import AskHandlers
from ui.web.ask.layout import AskTab, ask_tab
from ui.web.ask.scope import ScopeHandlers


@dataclass(frozen=True)
class Handled:
    """A tab with its handlers."""

    tab: AskTab
    dossier: Dossier
    ask: AskHandlers
    conversations: ConversationHandlers
    scope: ScopeHandlers


@pytest.fixture(scope="session")
def tab() -> AskTab:
    with gr.Blocks():
        return ask_tab()


@pytest.fixture
def handled_by(tab: AskTab) -> Callable[[Dossier], Handled]:
    """The handlers over a dossier, whose model is loaded already."""

    def make(dossier: Dossier) -> Handled:
        warmup = Warmup(dossier)
        warmup.start()
        warmup.wait()
        sealer = Sealer(dossier.settings)
        return Handled(
            tab,
            dossier,
            AskHandlers(dossier, warmup, sealer, tab),
            ConversationHandlers(dossier.settings, sealer, tab),
            ScopeHandlers(dossier, tab.scope),
        )

    return make


@pytest.fixture
def handled(
    settings_of_all: rag.Settings, handled_by: Callable[[Dossier], Handled]
) -> Iterator[Handled]:
    with rag.open(settings_of_all, embedder=FakeEmbedder()) as dossier:
        yield handled_by(dossier)
