"""The library tab: its layout. What its parts do is in `library_events`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ingest import readers
from rag.dossier import Dossier
from ui.web import texts
from ui.web.catalogue import View
from ui.web.changes import Changes
from ui.web.library_events import Desk

_SCRIPT = Path(__file__).with_name("library.js")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the tab that events move."""

    note: gr.HTML
    adding: gr.Column
    files: gr.File
    syncing: gr.Column
    folder: gr.Textbox
    sync: gr.Button
    stop: gr.Button
    status: gr.HTML
    search: gr.Textbox
    remove: gr.Button
    asking: gr.Column
    question: gr.HTML
    confirm: gr.Button
    cancel: gr.Button
    table: gr.HTML
    view: gr.State
    chosen: gr.State
    asked: gr.State
    ended: gr.State


def library_tab(blocks: gr.Blocks, tab: gr.Tab, dossier: Dossier, changes: Changes) -> None:
    """Fill a tab with the documents and all that can be done with them.

    Args:
        blocks: the page; when it is loaded, the table is read.
        tab: whose context is open; when it is chosen, the table is read again.
        dossier: whose library is shown.
        changes: runs what changes the library.
    """
    with gr.Column(elem_id="library"):
        parts = _layout()
    desk = Desk(dossier, changes)
    _wire_reading(blocks, tab, parts, desk)
    _wire_changing(parts, desk)


def _layout() -> _Parts:
    view, chosen, asked, ended = gr.State(View()), gr.State(()), gr.State(()), gr.State(0)
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
    return _Parts(
        note=note,
        adding=adding,
        files=files,
        syncing=syncing,
        folder=folder,
        sync=sync,
        stop=stop,
        status=status,
        search=search,
        remove=remove,
        asking=asking,
        question=question,
        confirm=confirm,
        cancel=cancel,
        table=table,
        view=view,
        chosen=chosen,
        asked=asked,
        ended=ended,
    )


_UNTICK = """() => document.querySelector("#table .count")?.dispatchEvent(
    new Event("dossier:untick", { bubbles: true }))"""
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _wire_reading(blocks: gr.Blocks, tab: gr.Tab, parts: _Parts, desk: Desk) -> None:
    place = [parts.note, parts.adding, parts.syncing, parts.folder, parts.remove]
    opened = blocks.load(desk.open, [parts.view], [*place, parts.table], **_QUIET)
    opened.then(desk.follow, None, _outcome(parts), concurrency_limit=None, **_QUIET)
    gr.on([tab.select, parts.ended.change], desk.refresh, [parts.view], parts.table, **_QUIET)
    shown = [parts.table, parts.view]
    parts.search.change(
        desk.search, [parts.search, parts.view], shown, trigger_mode="always_last", **_QUIET
    )
    parts.table.sort(desk.sort, [parts.view], shown, **_QUIET)
    parts.table.more(desk.more, [parts.view], shown, **_QUIET)
    # One at a time, in the order they were made: an earlier tick must not undo a later one.
    parts.table.choose(
        desk.choose, None, [parts.remove, parts.chosen], concurrency_limit=1, **_QUIET
    )


def _outcome(parts: _Parts) -> list[Any]:
    """What shows a change. When `ended` has another value, the table is read again."""
    return [parts.status, parts.sync, parts.stop, parts.ended]


def _wire_changing(parts: _Parts, desk: Desk) -> None:
    question = [parts.asking, parts.question, parts.asked]
    outcome = _outcome(parts)
    long: dict[str, Any] = {**_QUIET, "concurrency_limit": None}
    parts.files.upload(desk.add, [parts.files], [*outcome, parts.files], **long)
    gr.on([parts.sync.click, parts.folder.submit], desk.sync, [parts.folder], outcome, **long)
    parts.confirm.click(desk.remove, [parts.asked], [*outcome, parts.asking], **long).then(
        None, js=_UNTICK, **_QUIET
    )
    parts.stop.click(desk.stop, None, None, **_QUIET)
    parts.remove.click(desk.ask_removal, [parts.chosen], question, **_QUIET).then(
        None, js="() => document.querySelector('#cancel')?.focus()", **_QUIET
    )
    parts.cancel.click(desk.cancel_removal, None, question, **_QUIET).then(
        None, js="() => document.querySelector('#remove')?.focus()", **_QUIET
    )
