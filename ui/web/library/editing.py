"""The form of the Library tab in which a document's title and date are set by hand."""

from collections.abc import Callable
from functools import partial
from typing import Any

import gradio as gr

from rag import DossierError, LibraryBusyError
from rag.dossier import Dossier
from ui.messages import library as library_messages
from ui.service import documents as service
from ui.service.access import AccessPolicy
from ui.service.documents import Ticks
from ui.web.library import view as html
from ui.web.library.layout import EditForm

Values = dict[Any, Any]
"""New values by component; a component that is not in it stays as it is."""


class EditHandlers:
    """Handles the events of the form, of all browsers.

    Args:
        dossier: whose documents are edited.
        policy: decides what a browser may change.
        form: the components that the handlers change.
    """

    def __init__(self, dossier: Dossier, policy: AccessPolicy, form: EditForm) -> None:
        self._dossier = dossier
        self._policy = policy
        self._form = form

    def open(self, ticks: Ticks, request: gr.Request) -> Values:
        """The form for the one document that is ticked."""
        if len(ticks.documents) != 1 or not self._may_edit(request):
            return dict(gr.skip())
        (document_id,) = ticks.documents
        try:
            record = self._dossier.record(document_id)
        except DossierError as error:
            return {self._form.form: gr.Column(visible=True), self._form.problem: _problem(error)}
        return {
            self._form.form: gr.Column(visible=True),
            self._form.title: record.title,
            self._form.day: record.published.isoformat() if record.published else "",
            self._form.problem: "",
            self._form.clear: gr.Button(visible=record.title_and_date.is_by_hand),
            self._form.document: document_id,
        }

    def save(
        self, title: str, day: str, document_id: str, saved: int, request: gr.Request
    ) -> Values:
        """Set what was typed."""
        change = partial(service.set_by_hand, self._dossier, document_id, title, day)
        return self._after(change, saved, request)

    def clear(self, document_id: str, saved: int, request: gr.Request) -> Values:
        """Return to what the file gives."""
        return self._after(
            partial(service.clear_by_hand, self._dossier, document_id), saved, request
        )

    def cancel(self) -> Values:
        """Set nothing."""
        return {self._form.form: gr.Column(visible=False), self._form.problem: ""}

    def _after(self, change: Callable[[], None], saved: int, request: gr.Request) -> Values:
        """The form after a change, or why that could not be made."""
        if not self._may_edit(request):
            return {self._form.problem: html.notice(library_messages.READ_ONLY)}
        try:
            change()
        except DossierError as error:
            return {self._form.problem: _problem(error)}
        return {**self.cancel(), self._form.saved: saved + 1}

    def _may_edit(self, request: gr.Request) -> bool:
        return self._policy.access(request.headers).files


def _problem(error: DossierError) -> str:
    if isinstance(error, LibraryBusyError):
        return html.notice(f"{library_messages.BUSY} {library_messages.WAIT}")
    return html.notice(str(error))
