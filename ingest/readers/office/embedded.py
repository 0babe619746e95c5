"""Documents of another format within a document."""

from collections.abc import Callable

from ingest.readers.base import Content
from ingest.readers.blocks import Blocks
from rag.errors import UnreadableError
from rag.language.sentences import skip_bullet


def read_embedded(data: bytes, content_type: str) -> Content | None:
    """The content of an embedded file; None where it is of a format that is not read, or damaged.

    Args:
        content_type: a MIME type, with or without parameters.
    """
    reader = _reader(content_type.partition(";")[0].strip().lower())
    if reader is None:
        return None
    try:
        return reader(data)
    except UnreadableError:
        return None


def _reader(content_type: str) -> Callable[[bytes], Content] | None:
    if content_type in {"text/html", "application/xhtml+xml"}:
        from ingest.readers import html

        return html.read
    if content_type in {"application/rtf", "text/rtf"}:
        from ingest.readers.office import rtf

        return rtf.read
    if content_type == "text/plain":
        from ingest.readers import plain

        return plain.read
    return None


def add_content(blocks: Blocks, content: Content) -> None:
    """Add what an embedded document says, block by block."""
    text = content.text
    if not content.structure.blocks:
        _add_undivided(blocks, content)
        return
    for block in content.structure.blocks:
        words = text[block.start : block.end]
        if block.kind in {"head", "row"} and block.cells:
            cells = [text[slice(*cell)] for cell in block.cells]
            blocks.add_row(cells, "head" if block.kind == "head" else "row")
        elif block.kind == "item":
            start, end = skip_bullet(text, block.start, block.end)
            mark = text[block.start : start].strip() or "-"
            blocks.add(text[start:end], "item", block.level, mark)
        else:
            blocks.add(words, block.kind, block.level)


def _add_undivided(blocks: Blocks, content: Content) -> None:
    for section in content.sections:
        body = content.text[section.start : section.end]
        if section.title and body.startswith(section.title):
            blocks.add(section.title, "heading", section.level)
            body = body[len(section.title) :]
        for paragraph in body.split("\n\n"):
            blocks.add(paragraph)
