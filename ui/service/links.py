"""Addresses of documents: they hold outside the chat and after a restart."""

from urllib.parse import quote

DOCUMENTS = "/documents"
STYLE = "/documents/-/document.css"
SCRIPT = "/documents/-/document.js"
AS_IN_FILE = "file"
FORMATTED = "formatted"
"""What `view` in the address of a document's page says of how the text is shown."""
DIGITS_OF_HASH = 12
"""Of a document's SHA-256 in a link: enough to tell two versions apart."""


def document_url(
    document_id: str,
    start: int | None = None,
    end: int | None = None,
    sha256: str = "",
    view: str = "",
) -> str:
    """Where a document can be read, with the text from `start` to `end` marked.

    Args:
        start: offset in `Document.text`; where it is None, nothing is marked.
        sha256: of the version that the offsets belong to. Where the document has changed since,
            its page then says so and marks nothing.
        view: `AS_IN_FILE` or `FORMATTED`; where it is "", the page decides.
    """
    values = {"sha256": sha256[:DIGITS_OF_HASH], "view": view}
    query = "&".join(f"{name}={value}" for name, value in values.items() if value)
    place = f"#{start}-{end}" if start is not None and end is not None else ""
    return f"{DOCUMENTS}/{quote(document_id, safe='')}{'?' if query else ''}{query}{place}"
