"""What the tests of pages compare: a page's blocks as pairs of kind and words."""

from ingest.readers.base import Content
from ingest.readers.html import read
from rag.structure import at
from tests.ingest.readers.make import assert_well_formed


def content_of(body: str, head: str = "") -> Content:
    """What is read of a page with that body."""
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    content = read(page.encode())
    assert_well_formed(content)
    return content


def blocks_of(body: str, head: str = "") -> list[tuple[str, str]]:
    """The blocks of a page with that body, e.g. ("heading 2", "Ports") or ("row", "| a | b |")."""
    content = content_of(body, head)
    return [
        (f"{b.kind} {b.level}" if b.level else b.kind, content.text[b.start : b.end])
        for b in content.structure.blocks
    ]


def marked_of(body: str) -> list[tuple[str, str]]:
    """The blocks of a page with that body that are boilerplate, with its kind."""
    content = content_of(body)
    return [
        (span.kind, content.text[b.start : b.end])
        for b in content.structure.blocks
        if (span := at(content.structure.boilerplate, b.start))
    ]
