"""Every English text of the chat."""

from datetime import date

TITLE = "Dossier"
TAGLINE = "Answers from your briefings, each with the passage behind it."

CONVERSATION = "Conversation"
QUESTION = "Question"
QUESTION_HINT = "Ask a question about the briefings"
ASK = "Ask"
STOP = "Stop"
CLEAR = "New conversation"

WELCOME = (
    "Every sentence of an answer ends with a number. "
    "The passage behind that number stands under Sources, marked in its document."
)
SEARCHING = "Searching the briefings…"
STOPPED = "Stopped."
FAILED = "Something went wrong here, and it was logged. Ask again, or start a new conversation."

SOURCES = "Sources"
NEAREST = "Nearest passages"
SOURCES_HINT = "The passages behind the latest answer appear here."
NEAREST_HINT = "None of these answers the question."
UNDATED = "undated"

NO_DOCUMENTS = "No documents yet; put some in with `dossier sync FOLDER`."


def day(published: date | None) -> str:
    """The date as read aloud, e.g. "8 May 2025"."""
    return f"{published.day} {published:%B %Y}" if published else UNDATED


def page(number: int) -> str:
    """Where in a paged document."""
    return f"page {number}"


def searched_for(search_text: str) -> str:
    """What was searched, where it is not the question itself."""
    return f"Searched for: {search_text}"


def holdings(documents: int, latest: date | None) -> str:
    """How much the library holds, e.g. "12 documents, the latest of 8 May 2025"."""
    if not documents:
        return NO_DOCUMENTS
    count = "1 document" if documents == 1 else f"{documents} documents"
    if latest is None:
        return count
    return f"{count}, of {day(latest)}" if documents == 1 else f"{count}, latest {day(latest)}"


def serving(url: str) -> str:
    """Said once the chat can be reached."""
    return f"The chat is at {url} (Ctrl-C ends it)."


def port_busy(wanted: int, taken: int) -> str:
    """Said where the wanted port is not the one taken."""
    return f"Port {wanted} is busy; taking {taken}."


def ports_busy(first: int, last: int) -> str:
    """The error where no port is free."""
    return f"The ports {first} to {last} are all busy; give another with --port."


def cannot_listen(host: str, port: int, reason: str) -> str:
    """The error where the address cannot be listened on at all."""
    return f"The chat cannot listen on {host!r}, port {port} ({reason}); give --host or --port."
