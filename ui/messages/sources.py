"""The texts beside the conversation, where the passages behind an answer are shown."""

SOURCES = "Sources"
SOURCES_HINT = "The passages behind an answer appear here, highlighted in their documents."
NEAREST_HINT = "None of these answers the question, but they come nearest to it."
ALL_CITATIONS = "All citations of this answer"
PREVIOUS = "Previous"
NEXT = "Next"
CLOSE = "Close"
WHOLE_DOCUMENT = "Read the whole document"
DOCUMENT_CHANGED = (
    "This document has changed since it was quoted; the quote is shown as it was then."
)
DOCUMENT_GONE = "This document is no longer in the library; the quote is shown as it was then."


def citation_of(position: int, total: int) -> str:
    """Which citation is open, e.g. "Citation 2 of 3"."""
    return f"Citation {position} of {total}"
