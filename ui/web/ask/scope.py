"""What the next question is narrowed to: the handlers of the scope's fields."""

from typing import Any

import gradio as gr

from rag import DossierError
from rag.dossier import Dossier
from ui.service.scope import DocumentChoices, Scope, read_scope
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
        self._choices = DocumentChoices(dossier)

    def chips(self, since: str | None, until: str | None, documents: list[str] | None) -> str:
        """The chips: what the fields amount to, or why they cannot be used."""
        try:
            return frame.chips(read_scope(self._dossier, since, until, documents))
        except DossierError as error:
            return frame.chips(Scope(), str(error))

    def choices(self, chosen: list[str] | None) -> gr.Dropdown:
        """The documents that can be chosen, the latest first; none where they cannot be read."""
        return self._offered("", chosen)

    def find(self, event: gr.KeyUpData, chosen: list[str] | None) -> Any:
        """The documents that can be chosen by what is typed, where the browser lacks some."""
        return self._found(str(event.input_value), chosen)

    def chosen(self, chosen: list[str] | None) -> Any:
        """The documents that can be chosen next: what was typed is no longer in the field."""
        return self._found("", chosen)

    def _found(self, typed: str, chosen: list[str] | None) -> Any:
        try:
            is_known = self._choices.are_all_offered()
        except DossierError:
            is_known = True
        return gr.skip() if is_known else self._offered(typed, chosen)

    def _offered(self, typed: str, chosen: list[str] | None) -> gr.Dropdown:
        try:
            return gr.Dropdown(choices=self._choices.offered(typed, chosen or ()))
        except DossierError:
            return gr.Dropdown(choices=[])

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
