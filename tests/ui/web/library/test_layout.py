"""The components of the Library tab: what they take, and what they show at first."""

import gradio as gr
import pytest

from ui.service.documents import Ticks, View
from ui.web.library.layout import LibraryTab, library_tab


@pytest.fixture(scope="module")
def tab() -> LibraryTab:
    with gr.Blocks():
        return library_tab()


def test_nothing_can_be_changed_before_the_browser_is_known(tab: LibraryTab) -> None:
    imports, documents = tab.imports, tab.documents
    hidden = (
        imports.upload,
        imports.folder_sync,
        imports.stop,
        documents.edit,
        documents.remove,
        documents.removal,
        tab.editing.form,
    )
    assert [part.visible for part in hidden] == [False] * 7
    assert documents.remove.interactive is documents.edit.interactive is False


def test_a_session_begins_with_the_newest_documents_and_no_ticks(tab: LibraryTab) -> None:
    assert tab.documents.view.value == View("", "date", True, 100, only_undated=False)
    assert tab.documents.ticks.value == Ticks()
    assert tab.documents.asked.value == ()
    assert tab.imports.jobs_ended.value == 0


def test_several_files_are_uploaded_at_once_of_the_types_that_are_read(tab: LibraryTab) -> None:
    assert tab.imports.files.file_count == "multiple"
    for ending in ("pdf", "docx", "md", "txt", "html", "eml"):
        assert ending in str(tab.imports.files.label)


def test_a_job_and_a_question_have_their_components(tab: LibraryTab) -> None:
    imports, documents = tab.imports, tab.documents
    assert imports.job == [imports.status, imports.sync, imports.stop, imports.jobs_ended]
    assert documents.confirmation == [documents.removal, documents.question, documents.asked]


def test_the_table_has_its_script(tab: LibraryTab) -> None:
    for event in ("sort", "more", "choose"):
        assert f'trigger("{event}"' in str(tab.documents.table.js_on_load)
