"""Every English text of the page."""

from collections.abc import Sequence
from datetime import date

from ingest import SyncReport

TITLE = "Dossier"
TAGLINE = "Answers from your briefings, each with the passage behind it."
LOADING = "Loading the language model; the first answer waits for it…"
OPENING = "Opening the library…"
TAB_ASK = "Ask"
NO_DOCUMENTS = "No documents yet; put some in with `dossier sync FOLDER`."
UNDATED = "undated"

# Asking.

CONVERSATION = "Conversation"
QUESTION = "Question"
QUESTION_HINT = "Ask a question about the briefings"
ASK = "Ask"
STOP = "Stop"
WELCOME = (
    "Every sentence of an answer ends with a number. "
    "Point at it to read the quote, or open it to see the passage in its document."
)
SEARCHING = "Searching the briefings…"
STILL_LOADING = "The language model is still loading; the search begins as soon as it is there…"
STOPPED = "Stopped."
FAILED = "Something went wrong here, and it was logged. Ask again, or start a new conversation."
TRY = "Questions your documents answer"
GO_ON = "You could go on with"
EDIT_QUESTION = "Edit the question"

# Below an answer.

COPY = "Copy"
COPY_CITED = "Copy with citations"
COPIED = "Copied"
COPY_FAILED = "The browser does not let this page copy"
CITATION = "Citation"
NOT_SUPPORTED = "Not supported"
UNEXPLAINED = "no cited passage carries it"
NOTICES = "Please note"
EXTRACTIVE = "Quoted word for word"

# The word that can go with a verdict.

WORD = "A word on why (optional)"
SEND_WORD = "Send"
WORD_KEPT = "Thank you, noted."

# The passage beside the conversation.

SOURCES = "Sources"
SOURCES_HINT = "The passages behind an answer appear here, marked in their documents."
NEAREST = "Nearest passages"
NEAREST_HINT = "None of these answers the question; they come nearest to it."
ALL_CITATIONS = "All citations of this answer"
PREVIOUS = "Previous"
NEXT = "Next"
CLOSE = "Close"
WHOLE_DOCUMENT = "Read the whole document"
CHANGED = "This document has changed since it was quoted; here is the quote as it was."
GONE = "This document is no longer in the library; here is the quote as it was."

# Scope.

SCOPE = "Scope"
SINCE = "Published on or after"
UNTIL = "Published on or before"
DATE_HINT = "YYYY-MM-DD"
ONLY_DOCUMENTS = "Only these documents"
EVERYTHING = "Searching all documents."
NARROWED = "Searching only:"
SEARCHED_ONLY = "Searched only:"
CLEAR_SCOPE = "Search everything"

# Conversations.

CONVERSATIONS = "Conversations"
CLEAR = "New conversation"
KEPT = "Kept in this browser"
NONE_KEPT = "Conversations appear here once a question is answered."
NAME = "Name"
NAME_HINT = "Name this conversation"
RENAME = "Rename"
DELETE = "Delete"
DELETE_SURE = "Delete this conversation from this browser?"
DELETE_NOW = "Delete it"
KEEP_IT = "Keep it"
EXPORT_WORD = "Export to Word"
EXPORT_MARKDOWN = "Export to Markdown"
KEEP = "Keep conversations in this browser"
KEEP_INFO = "Turning this off deletes those that are kept."
UNREADABLE_CONVERSATION = "That conversation cannot be read any more."
NOTHING_TO_EXPORT = "There is nothing to export yet; ask a question first."
NO_ROOM = "The browser has no room left to keep this conversation; delete some others."

# Keyboard.

KEYBOARD = "Keyboard"
KEYS = (
    ("Enter", "ask the question"),
    ("Shift Enter", "a new line in the question"),
    ("Esc", "stop the answer, or go back from a passage to its marker"),
    ("Alt ↓", "next citation"),
    ("Alt ↑", "previous citation"),
    ("Alt Q", "go to the question"),
)

# An exported conversation.

EXPORTED_FROM = "Answers by Dossier, with the passages they quote."
DOCUMENTS_QUOTED = "Documents quoted"
DOCUMENT_COLUMNS = ("Document", "Published", "Source", "SHA-256")


def day(published: date | None) -> str:
    """The date as read aloud, e.g. "8 May 2025"."""
    return f"{published.day} {published:%B %Y}" if published else UNDATED


def page(number: int) -> str:
    """Where in a paged document."""
    return f"page {number}"


def searched_for(search_text: str) -> str:
    """What was searched, where it is not the question itself."""
    return f"Searched for: {search_text}"


def not_supported(reason: str) -> str:
    """Why a sentence is marked; `reason` is a phrase."""
    return f"{NOT_SUPPORTED}: {reason or UNEXPLAINED}"


def engine(name: str) -> str:
    """What wrote an answer."""
    return (
        EXTRACTIVE if name == "extractive" else f"Written by {name}, checked sentence by sentence"
    )


def seconds(number: float) -> str:
    """How long an answer took, e.g. "0.24 s"."""
    return f"{number:.2f} s" if number < 10 else f"{number:.0f} s"


def citation_of(position: int, total: int) -> str:
    """Which citation is open, e.g. "Citation 2 of 3"."""
    return f"Citation {position} of {total}"


def since(day_given: date) -> str:
    """A chip."""
    return f"from {day(day_given)}"


def until(day_given: date) -> str:
    """A chip."""
    return f"to {day(day_given)}"


def drop(chip: str) -> str:
    """What the button on a chip does."""
    return f"Remove {chip}"


def no_date(value: str) -> str:
    """The error where a date of the scope cannot be read."""
    return f"“{value}” is no date; write year, month and day, as 2026-05-08."


def reversed_dates(first: date, last: date) -> str:
    """The error where the scope ends before it begins."""
    return f"The scope begins on {day(first)} and ends on {day(last)}; exchange the two dates."


def holdings(documents: int, latest: date | None) -> str:
    """How much the library holds, e.g. "12 documents, the latest of 8 May 2025"."""
    if not documents:
        return NO_DOCUMENTS
    count = "1 document" if documents == 1 else f"{documents:,} documents"
    if latest is None:
        return count
    return f"{count}, of {day(latest)}" if documents == 1 else f"{count}, latest {day(latest)}"


def reference(title: str, published: date | None, section: str | None, number: int | None) -> str:
    """Where a quote stands, e.g. "The port of Varna, 8 March 2025, Grain, page 3"."""
    return ", ".join([title, *_where(published, title, section, number)])


def place(published: date | None, title: str, section: str | None, number: int | None) -> str:
    """The same beneath the title, e.g. "8 March 2025 · Grain · page 3"."""
    return " · ".join(_where(published, title, section, number))


def _where(
    published: date | None, title: str, section: str | None, number: int | None
) -> list[str]:
    named = [section] if section and section != title else []
    return [day(published), *named, *([page(number)] if number is not None else [])]


def offsets(start: int, end: int) -> str:
    """Which characters of its document a quote is."""
    return f"characters {start}–{end}"


def exported_on(today: date) -> str:
    """The line that dates an export."""
    return f"Exported on {day(today)}."


# The library tab.

TAB_LIBRARY = "Library"

COLUMNS = {
    "title": "Title",
    "date": "Date",
    "source": "Source",
    "passages": "Passages",
    "indexed": "Indexed",
    "state": "State",
}
STATES = {
    "current": "up to date",
    "changed": "changed on disk",
    "missing": "file missing",
    "unknown": "cannot be checked",
    "outdated": "to be indexed again",
}
OUTCOMES = {
    "failed": "Failed",
    "remaining": "Not reached",
    "added": "Added",
    "changed": "Changed",
    "moved": "Moved",
    "removed": "Removed",
    "unchanged": "Unchanged",
    "duplicate": "Already there",
}
TABLE_CAPTION = "Documents in the library; a heading sorts by its column."
CHOOSE = "Choose"
CHOOSE_ALL = "Choose all documents shown"
UPLOADED = "uploaded here"
LIBRARY_EMPTY = "The library holds no documents yet."
NOTHING_FOUND = "No document has all these words in its title, source, date or state."
SEARCH_LIBRARY = "Search the documents"
SEARCH_LIBRARY_HINT = "Title, source, date or state"

FOLDER = "Folder on the machine that runs Dossier"
FOLDER_HINT = "/path/to/briefings"
FOLDER_INFO = (
    "Makes the library equal to the folder: new and changed files are read, and documents whose "
    "file has left it are removed."
)
NO_FOLDER = "Type the path of a folder first."
SYNC = "Sync"
STOP_SYNC = "Stop"
REMOVE = "Remove…"
REMOVE_NOW = "Remove"
CANCEL = "Cancel"

PROGRESS = "Progress"
LOOKING = "Looking at the files…"
STOPPING = "Stopping after the document at hand…"
SAME_AS = "has the same content as"
BUSY = "The library is being changed just now. Try again when that has ended."
CHANGE_FAILED = "Something went wrong here, and it was logged. Try again."
READ_ONLY = (
    "Documents can be read here. To add and remove them, open the address that dossier serve "
    "printed at its start, or set DOSSIER_REMOTE_CHANGES."
)
FOLDERS_FORBIDDEN = (
    "To sync folders, open the address that dossier serve printed at its start, or set "
    "DOSSIER_REMOTE_CHANGES to folders."
)
FULL = "This conversation is as long as one can be. Begin a new one."
NOT_GIVEN_HERE = (
    "This answer was not given by this library, or by an earlier version. Ask again to judge it."
)


def upload_label(endings: Sequence[str]) -> str:
    """What the place says where files are dropped."""
    return f"Add files ({', '.join(ending.lstrip('.') for ending in endings)})"


def documents(number: int) -> str:
    """A number of documents, e.g. "1 document"."""
    return "1 document" if number == 1 else f"{number:,} documents"


def documents_found(found: int, total: int) -> str:
    """How many documents a search found."""
    return documents(total) if found == total else f"{found:,} of {documents(total)}"


def more(number: int) -> str:
    """The button that shows further rows."""
    return f"Show more ({number:,})"


def and_more(number: int) -> str:
    """The end of a list that is cut."""
    return f"and {number:,} more"


def syncing(folder: str) -> str:
    """The heading of a sync."""
    return f"Sync of {folder}"


def adding(files: int) -> str:
    """The heading of an upload."""
    return "Adding 1 file" if files == 1 else f"Adding {files:,} files"


def removing(number: int) -> str:
    """The heading of a removal."""
    return f"Removing {documents(number)}"


def remove_chosen(number: int) -> str:
    """The button that asks whether to remove what is chosen."""
    return f"Remove {documents(number)}…" if number else REMOVE


def remove_question(number: int) -> str:
    """Asked before documents are removed."""
    return f"Remove {documents(number)} from the library?"


def uploads_are_deleted(number: int) -> str:
    """What becomes of uploaded files."""
    if number == 1:
        return "1 file was uploaded here; the copy kept here is deleted."
    return f"{number:,} files were uploaded here; the copies kept here are deleted."


def comes_back(number: int) -> str:
    """What becomes of files that lie in a folder."""
    if number == 1:
        return "1 file stays in its folder; the next sync of that folder adds it again."
    return f"{number:,} files stay in their folders; the next sync of those adds them again."


def progress(done: int, total: int, passages: int) -> str:
    """How far a sync has come."""
    return f"{done:,} of {documents(total)}, {passages:,} passages indexed"


def summary(report: SyncReport) -> str:
    """What a change did, in one line."""
    counts = [
        f"{len(getattr(report, name)):,} {title.lower()}"
        for name, title in OUTCOMES.items()
        if getattr(report, name)
    ]
    return f"{', '.join(counts).capitalize()}." if counts else "There was nothing to do."


# The document page.

SITE = "Dossier"
DOCUMENTS = "Documents"
ALL_DOCUMENTS = "All documents"
CONTENTS = "Contents"
DOCUMENT_TEXT = "Text of the document"
EXTENT = "Extent"
SHOW_PASSAGES = "Show the passages that are searched"
NO_SUCH_PLACE = "The link names a place that this document does not have; nothing is marked."
CHANGED_SINCE = (
    "This document has changed since the link was made. What was quoted may read otherwise now, "
    "or be gone; nothing is marked."
)
NO_SCRIPT = "To mark the quote that a link names, this page needs its script."
NO_DOCUMENT = "No such document"
NO_DOCUMENT_HINT = (
    "The library holds no document under this address. It may have been removed since the link "
    "was made."
)
CANNOT_READ = "The library cannot be read"


def extent(characters: int, pages: int, number_of_passages: int) -> str:
    """How long a document is."""
    parts = ["1 page" if pages == 1 else f"{pages:,} pages"] if pages else []
    return ", ".join([*parts, f"{characters:,} characters", passages(number_of_passages)])


def passages(number: int) -> str:
    """A number of passages, e.g. "3 passages"."""
    return "1 passage" if number == 1 else f"{number:,} passages"
