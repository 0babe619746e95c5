"""The texts of the command line's output. Those of its help are in `ui.commands`."""

from datetime import date

from ui.messages.formats import UNDATED, documents

STOPPED = "Stopped."
STOPPING = "Stopping after the current document; press Ctrl-C again to stop at once."
NEAREST = "The nearest passages:"
NO_FEEDBACK = "No feedback yet."
NOTHING_TO_DO = "Nothing to do"
WOULD_BE = "Would be: "
WELL = "Nothing is wrong."
ALL_REPAIRED = "All findings were repaired."
REPAIRED = "repaired: "
COLLECTION_COLUMNS = ("Name", "Documents", "Embedding model")
CHOSEN = "the one that is used"
DOCUMENT_COLUMNS = ("Id", "Published", "Date from", "Passages", "Title (from)")
OUTCOMES = {
    "added": "added",
    "changed": "changed",
    "moved": "moved",
    "removed": "removed",
    "unchanged": "unchanged",
    "duplicate": "duplicate",
    "failed": "failed",
    "remaining": "not processed",
}
"""What became of files, by the field of a sync's report that has them."""


def day(published: date | None) -> str:
    """The date as programs sort it, e.g. "2025-05-08"."""
    return published.isoformat() if published else UNDATED


def reference(
    title: str, published: date | None, section: str | None, page: int | None, who: str = ""
) -> str:
    """The source of a quote, e.g. "The port of Varna, 2025-03-08, Grain, page 3, Ada Lund"."""
    parts = [title, day(published)]
    parts += [section] if section and section != title else []
    parts += [f"page {page}"] if page is not None else []
    return ", ".join([*parts, who] if who else parts)


def searched_for(search_text: str) -> str:
    """What was searched, where it is not the question itself."""
    return f"Searched for: {search_text}"


def not_supported(sentence: str, reason: str) -> str:
    """That a sentence is not supported, and why; `reason` is a phrase."""
    return f"Not supported: “{sentence}” ({reason})"


def note(notice: str) -> str:
    """What the reader has to know beside the text."""
    return f"Note: {notice}"


def duplicate(source: str, indexed_copy: str) -> str:
    """That a file is not indexed, because another has the same content."""
    return f"duplicate {source} of {indexed_copy}"


def left(files: int) -> str:
    """That a sync was stopped before its end."""
    count = "1 file" if files == 1 else f"{files:,} files"
    return f"Stopped with {count} left. Sync again to index the rest."


def embedded(done: int, remaining: int) -> str:
    """What embedding a library anew did."""
    if remaining:
        return f"{STOPPED} {documents(done)} embedded, {remaining:,} left; run it again to go on."
    return f"{documents(done)} embedded." if done else "The library has this model already."
