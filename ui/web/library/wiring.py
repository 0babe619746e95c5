"""Which event of the Library tab calls which handler."""

from typing import Any

import gradio as gr

from ui.web.library.editing import EditHandlers
from ui.web.library.handlers import LibraryHandlers
from ui.web.library.layout import DocumentTable, ImportPanel, LibraryTab

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_LONG: dict[str, Any] = {**_QUIET, "concurrency_limit": None}
"""Of events that last as long as a job does, in however many browsers."""

_TABLE: dict[str, Any] = {**_QUIET, "concurrency_id": "library-table", "concurrency_limit": 1}
"""Of events that show the table. They run one after the other, so that each begins with the view
that the one before it left: a reading of the table that began before a search was typed would
otherwise end after it, and show the table without the search."""

_CLEAR_TICKS = """() => document.querySelector("#table .count")?.dispatchEvent(
    new Event("dossier:clear-ticks", { bubbles: true }))"""
_FOCUS_CANCEL = "() => document.querySelector('#cancel-removal')?.focus()"
_FOCUS_TITLE = "() => document.querySelector('#edit-title input')?.focus()"
_FOCUS_EDIT = "() => document.querySelector('#edit')?.focus()"
_FOCUS_REMOVE = "() => document.querySelector('#remove')?.focus()"


def connect_events(
    blocks: gr.Blocks,
    shown: gr.Tab,
    tab: LibraryTab,
    handlers: LibraryHandlers,
    editing: EditHandlers,
) -> None:
    """Connect the events of the tab with their handlers.

    Args:
        blocks: the page; when it is loaded, the table is read.
        shown: the tab of the page; when it is chosen, the table is read again.
        editing: handles the form in which title and date are set.
    """
    _connect_opening(blocks, tab, handlers)
    _connect_table(shown, tab, handlers)
    _connect_editing(tab, editing)
    _connect_imports(tab.imports, handlers)
    _connect_removal(tab.imports, tab.documents, handlers)


def _connect_opening(blocks: gr.Blocks, tab: LibraryTab, handlers: LibraryHandlers) -> None:
    imports, documents = tab.imports, tab.documents
    first_shown = [
        imports.note,
        imports.upload,
        imports.folder_sync,
        imports.folder,
        documents.edit,
        documents.remove,
        documents.table,
    ]
    opened = blocks.load(handlers.open, [documents.view], first_shown, **_TABLE)
    opened.then(handlers.follow, None, imports.job, **_LONG)


def _connect_table(shown: gr.Tab, tab: LibraryTab, handlers: LibraryHandlers) -> None:
    documents = tab.documents
    view, table = documents.view, documents.table
    # Gradio drops an event while the one before it is under way, unless told otherwise.
    gr.on(
        [shown.select, tab.imports.jobs_ended.change, tab.editing.saved.change],
        handlers.refresh,
        [view],
        table,
        trigger_mode="multiple",
        **_TABLE,
    )
    documents.search.change(
        handlers.search,
        [documents.search, view],
        [table, view],
        trigger_mode="always_last",
        **_TABLE,
    )
    documents.only_undated.input(
        handlers.filter_undated,
        [documents.only_undated, view],
        [table, view],
        trigger_mode="always_last",
        **_TABLE,
    )
    table.sort(handlers.sort, [view], [table, view], trigger_mode="multiple", **_TABLE)
    table.more(handlers.more, [view], [table, view], **_TABLE)
    # One at a time: an earlier tick must not undo a later one.
    table.choose(
        handlers.choose,
        [documents.ticks],
        [documents.edit, documents.remove, documents.ticks],
        trigger_mode="multiple",
        concurrency_limit=1,
        **_QUIET,
    )


def _connect_editing(tab: LibraryTab, handlers: EditHandlers) -> None:
    form = tab.editing
    opened = tab.documents.edit.click(handlers.open, [tab.documents.ticks], form.opened, **_QUIET)
    opened.then(None, js=_FOCUS_TITLE, **_QUIET)
    typed = [form.title, form.day, form.document, form.saved]
    gr.on(
        [form.save.click, form.title.submit, form.day.submit],
        handlers.save,
        typed,
        form.ended,
        **_QUIET,
    )
    form.clear.click(handlers.clear, [form.document, form.saved], form.ended, **_QUIET)
    cancelled = form.cancel.click(handlers.cancel, None, form.ended, **_QUIET)
    cancelled.then(None, js=_FOCUS_EDIT, **_QUIET)


def _connect_imports(imports: ImportPanel, handlers: LibraryHandlers) -> None:
    files, folder, job = imports.files, imports.folder, imports.job
    files.upload(handlers.add, [files], [*job, files], **_LONG)
    gr.on([imports.sync.click, folder.submit], handlers.sync, [folder], job, **_LONG)
    imports.stop.click(handlers.stop, None, None, **_QUIET)


def _connect_removal(
    imports: ImportPanel, documents: DocumentTable, handlers: LibraryHandlers
) -> None:
    confirmation = documents.confirmation
    asked = documents.remove.click(handlers.ask_removal, [documents.ticks], confirmation, **_QUIET)
    asked.then(None, js=_FOCUS_CANCEL, **_QUIET)
    cancelled = documents.cancel.click(handlers.cancel_removal, None, confirmation, **_QUIET)
    cancelled.then(None, js=_FOCUS_REMOVE, **_QUIET)
    removed = documents.confirm.click(
        handlers.remove, [documents.asked], [*imports.job, documents.removal], **_LONG
    )
    removed.then(None, js=_CLEAR_TICKS, **_QUIET)
