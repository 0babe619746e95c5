"""The texts of the library: its table of documents, and the jobs that change it."""

from collections.abc import Sequence

from ingest import SyncReport
from ui.messages.formats import documents
from ui.messages.syncing import STOPPED

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
    "remaining": "Not processed",
    "added": "Added",
    "changed": "Changed",
    "moved": "Moved",
    "removed": "Removed",
    "unchanged": "Unchanged",
    "duplicate": "Duplicate",
}

LEFT_OUT = "Not in the documents' texts"

# The table.

TABLE_CAPTION = "Documents in the library; a heading sorts by its column."
CHOOSE = "Choose"
CHOOSE_ALL = "Choose all documents shown"
UPLOADED = "uploaded here"
EMPTY = "The library holds no documents yet."
NOTHING_FOUND = "No document has all these words in its title, source, date or state."
NONE_UNDATED = "Every document has a date."
TOO_MANY = "No more are shown at once; the search finds the others."
SEARCH = "Search the documents"
SEARCH_HINT = "Title, source, date or state"

ONLY_UNDATED = "Only undated documents"

# Setting title and date by hand.

EDIT = "Edit…"
EDIT_HEADING = "Title and date, set by hand"
EDIT_TITLE = "Title"
EDIT_DATE = "Date"
EDIT_DATE_INFO = "As in 2026-05-08; empty for none"
EDIT_INFO = "What is set here stays, whatever becomes of the file."
SAVE = "Save"
CLEAR = "Use what the file says"

# Adding and removing documents.

FOLDER = "Folder on the machine that runs Dossier"
FOLDER_HINT = "/path/to/briefings"
FOLDER_INFO = (
    "Makes the library match the folder: new and changed files are read, and documents whose "
    "file is gone from it are removed."
)
NO_FOLDER = "Type the path of a folder first."
SYNC = "Sync"
STOP_SYNC = "Stop"
REMOVE = "Remove…"
REMOVE_NOW = "Remove"
CANCEL = "Cancel"
READ_ONLY = (
    "You can read documents here. To add, edit or remove them, open the address that dossier serve "
    "printed when it started, or set DOSSIER_REMOTE_CHANGES."
)
FOLDERS_FORBIDDEN = (
    "To sync folders, open the address that dossier serve printed when it started, or set "
    "DOSSIER_REMOTE_CHANGES to folders."
)

# A job.

PROGRESS = "Progress"
STOPPING = "Stopping after the current document…"
SAME_AS = "has the same content as"
BUSY = "The library is being changed by another job."
WAIT = "Try again when it has finished."
JOB_FAILED = "Something went wrong; the server's log has the details. Try again."


def upload_label(endings: Sequence[str]) -> str:
    """The label of the area that files are dropped on."""
    return f"Add files ({', '.join(ending.lstrip('.') for ending in endings)})"


def documents_found(found: int, total: int, shown: int) -> str:
    """How many documents a search found, and how many of these are shown."""
    counted = documents(total) if found == total else f"{found:,} of {documents(total)}"
    return counted if shown == found else f"{counted}, the first {shown:,} shown"


def more(number: int) -> str:
    """The button that shows further rows."""
    return f"Show more ({number:,})"


def and_more(number: int) -> str:
    """The end of a list that is cut."""
    return f"and {number:,} more"


def syncing(folder: str) -> str:
    """The title of a sync."""
    return f"Sync of {folder}"


def adding(files: int) -> str:
    """The title of an upload."""
    return "Adding 1 file" if files == 1 else f"Adding {files:,} files"


def removing(number: int) -> str:
    """The title of a removal."""
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
        return "1 file was uploaded here; its copy is deleted too."
    return f"{number:,} files were uploaded here; their copies are deleted too."


def files_stay(number: int) -> str:
    """What becomes of files that lie in a folder."""
    if number == 1:
        return "1 file stays in its folder; the next sync of that folder adds it again."
    return f"{number:,} files stay in their folders; the next sync of those adds them again."


def summary(report: SyncReport) -> str:
    """What a job did, in one line, and first of all that it was stopped."""
    counts = [
        f"{len(getattr(report, name)):,} {title.lower()}"
        for name, title in OUTCOMES.items()
        if getattr(report, name)
    ]
    if report.remaining:
        return f"{STOPPED}: {', '.join(counts)}."
    return f"{', '.join(counts).capitalize()}." if counts else "Nothing to do."
