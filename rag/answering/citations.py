"""Where citations are made, for both engines."""

from rag.types import Citation, Document, Passage


def cite(marker: int, document: Document, passage: Passage, start: int, end: int) -> Citation:
    """The citation of the document's characters `start` to `end`, which lie in the passage."""
    return Citation(
        marker=marker,
        document=document,
        passage_id=passage.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        section=passage.section,
        page=passage.page,
    )
