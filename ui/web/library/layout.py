"""The library tab: its layout. What its parts do is in `library_events`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ingest import readers
from ui.messages import page as texts
from ui.service.documents import Ticks, View
from ui.web.library.handlers import Desk

_SCRIPT = Path(__file__).with_name("library.js")


@dataclass(frozen=True, slots=True)
class _Bringing:
    """The parts that bring documents in, and show how far that has come."""

    note: gr.HTML
    adding: gr.Column
    files: gr.File
    syncing: gr.Column
    folder: gr.Textbox
    sync: gr.Button
    status: gr.HTML
    stop: gr.Button
    ended: gr.State

    @property
    def outcome(self) -> list[Any]:
        """What shows a change. When `ended` has another value, the table is read again."""
        return [self.status, self.sync, self.stop, self.ended]


@dataclass(frozen=True, slots=True)
class _Listing:
    """The table, and what can be done with the documents in it."""

    search: gr.Textbox
    remove: gr.Button
    asking: gr.Column
    question: gr.HTML
    cancel: gr.Button
    confirm: gr.Button
    table: gr.HTML
    view: gr.State
    ticks: gr.State
    asked: gr.State


def library_tab(blocks: gr.Blocks, tab: gr.Tab, desk: Desk) -> None:
    """Fill a tab with the documents and all that can be done with them.

    Args:
        blocks: the page; when it is loaded, the table is read.
        tab: whose context is open; when it is chosen, the table is read again.
        desk: carries the events out.
    """
    with gr.Column(elem_id="library"):
        bringing, listing = _bringing(), _listing()
    _wire_reading(blocks, tab, bringing, listing, desk)
    _wire_bringing(bringing, desk)
    _wire_removing(bringing, listing, desk)


def _bringing() -> _Bringing:
    note = gr.HTML(js_on_load=None, elem_id="library-note")
    with gr.Row(elem_id="bring"):
        with gr.Column(visible=False, min_width=280, elem_id="adding") as adding:
            files = gr.File(
                label=texts.upload_label(readers.suffixes()),
                file_count="multiple",
                height=168,
                elem_id="files",
            )
        with gr.Column(visible=False, min_width=280, elem_id="syncing") as syncing:
            folder = gr.Textbox(
                label=texts.FOLDER,
                info=texts.FOLDER_INFO,
                placeholder=texts.FOLDER_HINT,
                lines=1,
                max_lines=1,
                elem_id="folder",
            )
            sync = gr.Button(texts.SYNC, variant="primary", elem_id="sync")
    with gr.Row(elem_id="doing"):
        status = gr.HTML(js_on_load=None, elem_id="status")
        stop = gr.Button(texts.STOP_SYNC, visible=False, size="sm", elem_id="stop-sync")
    return _Bringing(note, adding, files, syncing, folder, sync, status, stop, gr.State(0))


def _listing() -> _Listing:
    with gr.Row(elem_id="find"):
        search = gr.Textbox(
            label=texts.SEARCH_LIBRARY,
            show_label=False,
            placeholder=texts.SEARCH_LIBRARY_HINT,
            lines=1,
            max_lines=1,
            elem_id="search",
        )
        remove = gr.Button(texts.REMOVE, visible=False, interactive=False, elem_id="remove")
    with gr.Column(visible=False, elem_id="asking") as asking:
        question = gr.HTML(js_on_load=None)
        with gr.Row():
            cancel = gr.Button(texts.CANCEL, elem_id="cancel")
            confirm = gr.Button(texts.REMOVE_NOW, variant="stop", elem_id="confirm")
    script = _SCRIPT.read_text(encoding="utf-8")
    table = gr.HTML(js_on_load=script, apply_default_css=False, elem_id="table")
    states = gr.State(View()), gr.State(Ticks()), gr.State(())
    return _Listing(search, remove, asking, question, cancel, confirm, table, *states)


_UNTICK = """() => document.querySelector("#table .count")?.dispatchEvent(
    new Event("dossier:untick", { bubbles: true }))"""
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LONG: dict[str, Any] = {**_QUIET, "concurrency_limit": None}
"""Of events that last as long as a change does, in however many browsers."""


def _wire_reading(
    blocks: gr.Blocks, tab: gr.Tab, bringing: _Bringing, listing: _Listing, desk: Desk
) -> None:
    view, table = listing.view, listing.table
    place = [bringing.note, bringing.adding, bringing.syncing, bringing.folder, listing.remove]
    opened = blocks.load(desk.open, [view], [*place, table], **_QUIET)
    opened.then(desk.follow, None, bringing.outcome, **_LONG)
    # Gradio drops an event while the one before it is under way, unless told otherwise.
    gr.on(
        [tab.select, bringing.ended.change],
        desk.refresh,
        [view],
        table,
        trigger_mode="multiple",
        **_QUIET,
    )
    listing.search.change(
        desk.search, [listing.search, view], [table, view], trigger_mode="always_last", **_QUIET
    )
    table.sort(desk.sort, [view], [table, view], trigger_mode="multiple", **_QUIET)
    table.more(desk.more, [view], [table, view], **_QUIET)
    # One at a time: an earlier tick must not undo a later one.
    table.choose(
        desk.choose,
        [listing.ticks],
        [listing.remove, listing.ticks],
        trigger_mode="multiple",
        concurrency_limit=1,
        **_QUIET,
    )


def _wire_bringing(bringing: _Bringing, desk: Desk) -> None:
    outcome, files, folder = bringing.outcome, bringing.files, bringing.folder
    files.upload(desk.add, [files], [*outcome, files], **_LONG)
    gr.on([bringing.sync.click, folder.submit], desk.sync, [folder], outcome, **_LONG)
    bringing.stop.click(desk.stop, None, None, **_QUIET)


def _wire_removing(bringing: _Bringing, listing: _Listing, desk: Desk) -> None:
    question = [listing.asking, listing.question, listing.asked]
    asked = listing.remove.click(desk.ask_removal, [listing.ticks], question, **_QUIET)
    asked.then(None, js="() => document.querySelector('#cancel')?.focus()", **_QUIET)
    kept = listing.cancel.click(desk.cancel_removal, None, question, **_QUIET)
    kept.then(None, js="() => document.querySelector('#remove')?.focus()", **_QUIET)
    removed = listing.confirm.click(
        desk.remove, [listing.asked], [*bringing.outcome, listing.asking], **_LONG
    )
    removed.then(None, js=_UNTICK, **_QUIET)
