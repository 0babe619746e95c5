"""The texts of an exported conversation."""

from datetime import date

from ui.messages.formats import day

EXPORTED_FROM = "Answers by Dossier, with the passages they quote."
DOCUMENTS_QUOTED = "Documents quoted"
DOCUMENT_COLUMNS = ("Document", "Published", "Source", "SHA-256")


def exported_on(today: date) -> str:
    """The line that dates an export."""
    return f"Exported on {day(today)}."
