"""What the next question is narrowed to, as the reader gives it."""

from collections.abc import Sequence
from datetime import date

import gradio as gr

from rag import DocumentRecord, DossierError, UsageError
from rag.dossier import Dossier
from ui.messages import page as texts
from ui.service.conversation import Scope
from ui.web.ask import frame

_DOCUMENT = "document:"


class ScopeDesk:
    """Reads the fields of the scope, and says what they amount to.

    Args:
        dossier: whose documents can be chosen.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def read(self, since: str | None, until: str | None, documents: Sequence[str] | None) -> Scope:
        """The scope of the three fields.

        Args:
            since: a date as 2026-05-08, or nothing; so is `until`.
            documents: ids; those that have left the library are passed over.

        Raises:
            UsageError: a date cannot be read, or the scope ends before it begins.
            LibraryError: documents are chosen, and the library cannot be read.
        """
        first, last = _date(since), _date(until)
        if first and last and first > last:
            raise UsageError(texts.reversed_dates(first, last))
        records = {record.id: record for record in self._dossier.documents()} if documents else {}
        chosen = tuple((key, records[key].title) for key in documents or () if key in records)
        return Scope(first, last, chosen)

    def chips(self, since: str | None, until: str | None, documents: list[str] | None) -> str:
        """What the fields amount to, as chips, or why they do not."""
        try:
            return frame.chips(self.read(since, until, documents))
        except DossierError as error:
            return frame.chips(Scope(), str(error))

    def choices(self) -> gr.Dropdown:
        """The documents that can be chosen, the latest first; none where they cannot be read."""
        try:
            records = self._dossier.documents()
        except DossierError:
            records = []
        return gr.Dropdown(choices=[(_choice(record), record.id) for record in records])

    def dropped(
        self,
        event: gr.EventData,
        since: str | None,
        until: str | None,
        documents: list[str] | None,
    ) -> tuple[str | None, str | None, list[str]]:
        """The fields after a chip was removed."""
        what = str(event.what)
        return (
            "" if what == "since" else since,
            "" if what == "until" else until,
            [key for key in documents or () if what != f"{_DOCUMENT}{key}"],
        )


def _choice(record: DocumentRecord) -> str:
    return f"{record.title} ({texts.day(record.published)})"


def _date(value: str | None) -> date | None:
    value = (value or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(texts.no_date(value)) from None
