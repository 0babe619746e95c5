"""The page: its head and its tabs."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import gradio as gr

from rag import DossierError
from rag.dossier import Dossier
from ui.messages import page as page_messages
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.service.sealing import Sealer
from ui.service.warmup import Warmup
from ui.web.ask import frame
from ui.web.ask import wiring as ask_wiring
from ui.web.ask.conversations import ConversationHandlers
from ui.web.ask.handlers import AskHandlers
from ui.web.ask.layout import AskTab, ask_tab
from ui.web.ask.scope import ScopeHandlers
from ui.web.gate.sharing import MOST_SESSIONS
from ui.web.library import wiring as library_wiring
from ui.web.library.editing import EditHandlers
from ui.web.library.handlers import LibraryHandlers
from ui.web.library.layout import library_tab

_QUESTIONS_AT_ONCE = 4
"""Answered at a time; each uses one processor for most of its time."""

_MOST_WAITING = 400
"""Events in the queue, of all browsers: a page has at most a few."""

_CACHE_SECONDS = (3600, 86_400)
"""How often Gradio looks for old files among those it received, and from which age it deletes them.
"""


def build(
    dossier: Dossier, jobs: JobRunner, warmup: Warmup, policy: AccessPolicy, uploads: Path
) -> gr.Blocks:
    """The page over a library. It neither waits for the model nor opens the library yet.

    Args:
        dossier: whose library is asked and shown.
        jobs: runs the jobs that browsers start.
        warmup: tells the page when the model is loaded.
        policy: decides what a browser may change.
        uploads: the folder into which Gradio puts uploaded files.
    """
    blocks = gr.Blocks(
        title=page_messages.TITLE,
        analytics_enabled=False,
        fill_width=True,
        delete_cache=_CACHE_SECONDS,
    )
    with blocks:
        head = gr.HTML(
            frame.masthead(page_messages.OPENING),
            js_on_load=None,
            apply_default_css=False,
            elem_id="masthead",
        )
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab(page_messages.TAB_ASK):
                ask = ask_tab()
            with gr.Tab(page_messages.TAB_LIBRARY) as shown:
                library = library_tab()
        handlers = LibraryHandlers(dossier, jobs, policy, uploads, library)
        editing = EditHandlers(dossier, policy, library.editing)
        library_wiring.connect_events(blocks, shown, library, handlers, editing)
        ready = blocks.load(
            partial(head_states, dossier, warmup),
            outputs=head,
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=None,
        )
        _connect_ask(ask, ready, dossier, warmup)
    _bound(blocks)
    return blocks


def _connect_ask(
    tab: AskTab, ready: gr.events.Dependency, dossier: Dossier, warmup: Warmup
) -> None:
    sealer = Sealer(dossier.settings)
    ask_wiring.connect_events(
        tab,
        ready,
        AskHandlers(dossier, warmup, sealer, tab),
        ConversationHandlers(dossier.settings, sealer, tab),
        ScopeHandlers(dossier, tab.scope),
    )


def _bound(blocks: gr.Blocks) -> None:
    """Bound what waits and what is stored, and have Gradio check uploads."""
    blocks.queue(default_concurrency_limit=_QUESTIONS_AT_ONCE, max_size=_MOST_WAITING)
    # After each event Gradio would build a table of the last 10,000, which nothing here shows.
    blocks._queue.ANALYTICS_MAX_EVENTS = 0
    blocks.state_session_capacity = MOST_SESSIONS
    # Gradio checks that an event's files were uploaded only where this is set. Its own `launch`,
    # which is not used here, would set it.
    blocks.has_launched = True


def head_states(dossier: Dossier, warmup: Warmup) -> Iterator[str]:
    """The head of the page: that the model is loading, then what the library holds."""
    if not warmup.has_ended:
        yield frame.masthead(page_messages.LOADING)
    problem = warmup.wait()
    yield frame.masthead(problem or _holdings(dossier))


def _holdings(dossier: Dossier) -> str:
    try:
        records = dossier.documents()
    except DossierError as error:
        return str(error)
    return page_messages.holdings(len(records), records[0].published if records else None)
