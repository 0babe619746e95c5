"""The Library tab: its components, and where they stand.

What its events do is in `handlers`; `wiring` connects the two.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ingest import readers
from ingest.readers.base import LONGEST_TITLE
from ui.messages import library as library_messages
from ui.service.documents import Ticks, View
from ui.web.library.view import edit_heading

_SCRIPT = Path(__file__).with_name("library.js")
_LONGEST_DATE = 40
"""Characters: a date has ten."""


@dataclass(frozen=True, slots=True)
class ImportPanel:
    """The components that bring documents in, and show how far a job has come.

    Attributes:
        note: what this browser may not do.
        upload: the column with the files; `folder_sync` that with the folder.
        jobs_ended: how many jobs have ended; a change has the table read again.
    """

    note: gr.HTML
    upload: gr.Column
    files: gr.File
    folder_sync: gr.Column
    folder: gr.Textbox
    sync: gr.Button
    status: gr.HTML
    stop: gr.Button
    jobs_ended: gr.State

    @property
    def job(self) -> list[Any]:
        """The components that show a job."""
        return [self.status, self.sync, self.stop, self.jobs_ended]


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """The table, and what can be done with the documents in it.

    Attributes:
        removal: the column that asks before documents are removed.
        view: the `View` of this browser.
        ticks: the `Ticks` of this browser.
        asked: ids of the documents that the question is about.
    """

    search: gr.Textbox
    only_undated: gr.Checkbox
    edit: gr.Button
    remove: gr.Button
    removal: gr.Column
    question: gr.HTML
    cancel: gr.Button
    confirm: gr.Button
    table: gr.HTML
    view: gr.State
    ticks: gr.State
    asked: gr.State

    @property
    def confirmation(self) -> list[Any]:
        """The components of the question before a removal."""
        return [self.removal, self.question, self.asked]


@dataclass(frozen=True, slots=True)
class EditForm:
    """The components in which a document's title and date are set by hand.

    Attributes:
        form: the column with all of them.
        problem: why they could not be set.
        document: id of the document.
        saved: how often something was set; a change has the table read again.
    """

    form: gr.Column
    title: gr.Textbox
    day: gr.Textbox
    problem: gr.HTML
    cancel: gr.Button
    clear: gr.Button
    save: gr.Button
    document: gr.State
    saved: gr.State

    @property
    def opened(self) -> list[Any]:
        """The components that show a document."""
        return [self.form, self.title, self.day, self.problem, self.clear, self.document]

    @property
    def ended(self) -> list[Any]:
        """The components that change once something was set, or could not be."""
        return [self.form, self.problem, self.saved]


@dataclass(frozen=True, slots=True)
class LibraryTab:
    """All components of the tab that events change."""

    imports: ImportPanel
    documents: DocumentTable
    editing: EditForm


def library_tab() -> LibraryTab:
    """Lay the tab out, inside the tab whose context is open."""
    with gr.Column(elem_id="library"):
        imports = _import_panel()
        tools = _table_tools()
        editing = _edit_form()
        return LibraryTab(imports, _document_table(*tools), editing)


def _import_panel() -> ImportPanel:
    note = gr.HTML(js_on_load=None, elem_id="library-note")
    with gr.Row(elem_id="import"):
        with gr.Column(visible=False, min_width=280, elem_id="upload") as upload:
            files = gr.File(
                label=library_messages.upload_label(readers.suffixes()),
                file_count="multiple",
                height=168,
                elem_id="files",
            )
        with gr.Column(visible=False, min_width=280, elem_id="folder-sync") as folder_sync:
            folder = gr.Textbox(
                label=library_messages.FOLDER,
                info=library_messages.FOLDER_INFO,
                placeholder=library_messages.FOLDER_HINT,
                lines=1,
                max_lines=1,
                elem_id="folder",
            )
            sync = gr.Button(library_messages.SYNC, variant="primary", elem_id="sync")
    with gr.Row(elem_id="job"):
        status = gr.HTML(js_on_load=None, elem_id="job-status")
        stop = gr.Button(library_messages.STOP_SYNC, visible=False, size="sm", elem_id="stop-job")
    return ImportPanel(
        note, upload, files, folder_sync, folder, sync, status, stop, jobs_ended=gr.State(0)
    )


def _table_tools() -> tuple[gr.Textbox, gr.Checkbox, gr.Button, gr.Button]:
    """What stands above the table: its search, its filter, and what can be done with a document."""
    with gr.Row(elem_id="table-tools"):
        search = gr.Textbox(
            label=library_messages.SEARCH,
            show_label=False,
            placeholder=library_messages.SEARCH_HINT,
            lines=1,
            max_lines=1,
            elem_id="search",
        )
        undated = gr.Checkbox(
            label=library_messages.ONLY_UNDATED, container=False, elem_id="only-undated"
        )
        edit = gr.Button(library_messages.EDIT, visible=False, interactive=False, elem_id="edit")
        remove = gr.Button(
            library_messages.REMOVE, visible=False, interactive=False, elem_id="remove"
        )
    return search, undated, edit, remove


def _edit_form() -> EditForm:
    with gr.Column(visible=False, elem_id="editing") as form:
        gr.HTML(
            edit_heading(library_messages.EDIT_HEADING, library_messages.EDIT_INFO),
            js_on_load=None,
        )
        with gr.Row():
            title = gr.Textbox(
                label=library_messages.EDIT_TITLE,
                lines=1,
                max_lines=1,
                max_length=LONGEST_TITLE,
                scale=3,
                elem_id="edit-title",
            )
            day = gr.Textbox(
                label=library_messages.EDIT_DATE,
                info=library_messages.EDIT_DATE_INFO,
                lines=1,
                max_lines=1,
                max_length=_LONGEST_DATE,
                elem_id="edit-date",
            )
        problem = gr.HTML(js_on_load=None, elem_id="edit-problem")
        with gr.Row():
            cancel = gr.Button(library_messages.CANCEL, elem_id="cancel-edit")
            clear = gr.Button(library_messages.CLEAR, elem_id="clear-edit")
            save = gr.Button(library_messages.SAVE, variant="primary", elem_id="save-edit")
    states = gr.State(""), gr.State(0)
    return EditForm(form, title, day, problem, cancel, clear, save, *states)


def _document_table(
    search: gr.Textbox, undated: gr.Checkbox, edit: gr.Button, remove: gr.Button
) -> DocumentTable:
    with gr.Column(visible=False, elem_id="removal") as removal:
        question = gr.HTML(js_on_load=None)
        with gr.Row():
            cancel = gr.Button(library_messages.CANCEL, elem_id="cancel-removal")
            confirm = gr.Button(
                library_messages.REMOVE_NOW, variant="stop", elem_id="confirm-removal"
            )
    script = _SCRIPT.read_text(encoding="utf-8")
    table = gr.HTML(js_on_load=script, apply_default_css=False, elem_id="table")
    states = gr.State(View()), gr.State(Ticks()), gr.State(())
    return DocumentTable(
        search, undated, edit, remove, removal, question, cancel, confirm, table, *states
    )
