"""Addresses of documents: they hold outside the chat and after a restart."""

from urllib.parse import quote

DOCUMENTS = "/documents"
STYLE = "/documents/-/document.css"
SCRIPT = "/documents/-/document.js"
AS_IN_FILE = "file"
"""The value of `view` in the address of a document's page that shows the text as in the file."""
DIGITS_OF_HASH = 12
"""Of a document's SHA-256 in a link: enough to tell two versions apart."""


def document_url(
    document_id: str,
    start: int | None = None,
    end: int | None = None,
    sha256: str = "",
    *,
    as_in_file: bool = False,
) -> str:
    """Where a document can be read, with the text from `start` to `end` marked.

    Args:
        start: offset in `Document.text`; where it is None, nothing is marked.
        sha256: of the version that the offsets belong to. Where the document has changed since,
            its page then says so and marks nothing.
        as_in_file: whether the text is shown with all its characters, or formatted.
    """
    values = {"sha256": sha256[:DIGITS_OF_HASH], "view": AS_IN_FILE if as_in_file else ""}
    query = "&".join(f"{name}={value}" for name, value in values.items() if value)
    place = f"#{start}-{end}" if start is not None and end is not None else ""
    return f"{DOCUMENTS}/{quote(document_id, safe='')}{'?' if query else ''}{query}{place}"
