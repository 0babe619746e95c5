"""The texts of the page's head and of its tabs' names."""

from datetime import date

from ui.messages.formats import day
from ui.messages.formats import documents as count_documents

TITLE = "Dossier"
TAGLINE = "Answers from your briefings, each with the passage behind it."
LOADING = "Loading the models; the first answer comes once they are loaded…"
NOT_LOADED = "The models cannot be loaded; the server's log has the details."
OPENING = "Opening the library…"
TAB_ASK = "Ask"
TAB_LIBRARY = "Library"
NO_DOCUMENTS = "No documents yet; add some with `dossier sync FOLDER`."


def holdings(documents: int, latest: date | None) -> str:
    """How much the library holds, e.g. "12 documents, latest 8 May 2025"."""
    if not documents:
        return NO_DOCUMENTS
    count = count_documents(documents)
    if latest is None:
        return count
    return f"{count}, of {day(latest)}" if documents == 1 else f"{count}, latest {day(latest)}"
