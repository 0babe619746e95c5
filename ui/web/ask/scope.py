"""What the next question is narrowed to: the handlers of the scope's fields."""

import gradio as gr

from rag import DocumentRecord, DossierError
from rag.dossier import Dossier
from ui.messages import formats
from ui.service.scope import Scope, read_scope
from ui.web.ask import frame
from ui.web.ask.layout import ScopePanel
from ui.web.ask.update import Values


class ScopeHandlers:
    """Shows what the fields of the scope amount to, and changes them.

    Args:
        dossier: whose documents can be chosen.
        panel: the components that the handlers change.
    """

    def __init__(self, dossier: Dossier, panel: ScopePanel) -> None:
        self._dossier = dossier
        self._panel = panel

    def chips(self, since: str | None, until: str | None, documents: list[str] | None) -> str:
        """The chips: what the fields amount to, or why they cannot be used."""
        try:
            return frame.chips(read_scope(self._dossier, since, until, documents))
        except DossierError as error:
            return frame.chips(Scope(), str(error))

    def choices(self) -> gr.Dropdown:
        """The documents that can be chosen, the latest first; none where they cannot be read."""
        try:
            records = self._dossier.documents()
        except DossierError:
            records = []
        return gr.Dropdown(choices=[(_choice(record), record.id) for record in records])

    def remove_chip(
        self,
        event: gr.EventData,
        since: str | None,
        until: str | None,
        documents: list[str] | None,
    ) -> Values:
        """The fields after a chip was removed."""
        removed = str(event.chip)
        remaining = [key for key in documents or () if removed != f"{frame.DOCUMENT_CHIP}{key}"]
        return {
            self._panel.since: "" if removed == "since" else since,
            self._panel.until: "" if removed == "until" else until,
            self._panel.documents: remaining,
        }

    def clear(self) -> Values:
        """Empty fields: every document is searched."""
        return {self._panel.since: "", self._panel.until: "", self._panel.documents: []}


def _choice(record: DocumentRecord) -> str:
    return f"{record.title} ({formats.day(record.published)})"
