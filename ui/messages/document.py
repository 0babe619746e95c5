"""The texts of the pages on which documents are read."""

from datetime import date

from ui.messages.formats import day, passages

DOCUMENTS = "Documents"
ALL_DOCUMENTS = "All documents"
CONTENTS = "Contents"
DOCUMENT_TEXT = "Text of the document"
LENGTH = "Length"
SHOW_AS_IN_FILE = "Show the text as in the file"
SHOW_FORMATTED = "Show the text formatted"
TABLE = "Table"
QUOTED_MAIL = "Quoted message"
LEFT_OUT = "Not in the text"
SHOW_PASSAGES = "Show the passages that are searched"
NO_SUCH_SPAN = (
    "The link points to a part that this document does not have, so nothing is highlighted."
)
CHANGED_SINCE = (
    "This document has changed since the link was made. The quoted text may have changed or be "
    "gone, so nothing is highlighted."
)
NO_SCRIPT = "This page needs JavaScript to highlight the quote that a link points to."
NO_DOCUMENT = "No such document"
NO_DOCUMENT_HINT = (
    "The library holds no document at this address. It may have been removed since the link "
    "was made."
)
CANNOT_READ = "The library cannot be read"


def length(characters: int, pages: int, number_of_passages: int) -> str:
    """How long a document is."""
    parts = ["1 page" if pages == 1 else f"{pages:,} pages"] if pages else []
    return ", ".join([*parts, f"{characters:,} characters", passages(number_of_passages)])


def quoted_mail(author: str, sent: date | None) -> str:
    """Whose older message stands below, and of which day, as far as that is known."""
    return ", ".join(filter(None, [author, day(sent) if sent else ""])) or QUOTED_MAIL
