"""Which event of the Library tab calls which handler."""

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from gradio.block_function import BlockFunction

import rag
from rag.testing.embedder import FakeEmbedder
from ui.service.access import AccessPolicy
from ui.service.jobs import JobRunner
from ui.web.library.editing import EditHandlers
from ui.web.library.handlers import LibraryHandlers
from ui.web.library.layout import LibraryTab, library_tab
from ui.web.library.wiring import connect_events

Wired = tuple[LibraryTab, dict[str, BlockFunction]]


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    """The tab, and the functions its events run on the server by "element.event"."""
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    policy = AccessPolicy(settings, ("127.0.0.1", 1))
    with rag.open(settings, embedder=FakeEmbedder()) as dossier:
        with gr.Blocks() as blocks:
            with gr.Tab("Library", elem_id="shown") as shown:
                tab = library_tab()
            handlers = LibraryHandlers(dossier, JobRunner(), policy, Path("uploads"), tab)
            editing = EditHandlers(dossier, policy, tab.editing)
            connect_events(blocks, shown, tab, handlers, editing)
        named = {
            f"{getattr(blocks.blocks.get(part), 'elem_id', None) or ''}.{event}": function
            for function in blocks.fns.values()
            if function.fn
            for part, event in function.targets
        }
        yield tab, named


@pytest.mark.parametrize(
    ("event", "handler"),
    [
        (".load", "open"),
        ("shown.select", "refresh"),
        ("search.change", "search"),
        ("table.sort", "sort"),
        ("table.more", "more"),
        ("table.choose", "choose"),
        ("files.upload", "add"),
        ("sync.click", "sync"),
        ("folder.submit", "sync"),
        ("stop-job.click", "stop"),
        ("remove.click", "ask_removal"),
        ("cancel-removal.click", "cancel_removal"),
        ("confirm-removal.click", "remove"),
        ("only-undated.input", "filter_undated"),
        ("edit.click", "open"),
        ("save-edit.click", "save"),
        ("edit-title.submit", "save"),
        ("edit-date.submit", "save"),
        ("clear-edit.click", "clear"),
        ("cancel-edit.click", "cancel"),
    ],
)
def test_an_event_calls_its_handler(wired: Wired, event: str, handler: str) -> None:
    assert wired[1][event].name == handler
    assert wired[1][event].api_visibility == "private"


def test_a_job_is_shown_by_whatever_starts_it(wired: Wired) -> None:
    tab, named = wired
    for event in ("files.upload", "sync.click", "confirm-removal.click"):
        assert list(named[event].outputs)[:4] == tab.imports.job
        assert named[event].concurrency_limit is None


def test_ticks_are_taken_one_at_a_time(wired: Wired) -> None:
    assert wired[1]["table.choose"].concurrency_limit == 1
    assert wired[1]["table.choose"].trigger_mode == "multiple"


def test_what_shows_the_table_runs_in_order(wired: Wired) -> None:
    """A reading that began before a search must not be shown after it."""
    tab, named = wired
    showing = {name: f for name, f in named.items() if tab.documents.table in f.outputs}
    assert {".load", "shown.select", "search.change", "table.sort", "table.more"} <= set(showing)
    assert len({function.concurrency_id for function in showing.values()}) == 1
    assert {function.concurrency_limit for function in showing.values()} == {1}


def test_typing_searches_for_what_was_typed_last(wired: Wired) -> None:
    assert wired[1]["search.change"].trigger_mode == "always_last"


def test_the_table_is_read_again_when_a_job_has_ended_or_a_title_was_set(wired: Wired) -> None:
    tab, named = wired
    for state in (tab.imports.jobs_ended, tab.editing.saved):
        assert (state._id, "change") in named["shown.select"].targets
