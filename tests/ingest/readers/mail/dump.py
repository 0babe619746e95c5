"""What a reader makes of a message, as plain values that tests compare."""

from ingest.readers.base import Content
from rag.structure import at


def dump(content: Content) -> list[tuple[str, str, str, str]]:
    """Of each block below the headers: kind, author of the quote, what is boilerplate, words."""
    structure = content.structure
    found: list[tuple[str, str, str, str]] = []
    for block in structure.blocks[1:]:
        quoted = at(structure.quoted, block.start)
        mark = at(structure.boilerplate, block.start)
        author = f"{quoted.author} {quoted.sent or ''}".strip() or "?" if quoted else ""
        words = " ".join(content.text[block.start : block.end].split())
        found.append((block.kind, author, mark.kind if mark else "", words))
    return found


def said(content: Content, author: str = "") -> list[str]:
    """The words of the message itself, or of a quoted one, without boilerplate."""
    return [words for _, who, mark, words in dump(content) if who == author and not mark]


def marked(content: Content) -> list[tuple[str, str]]:
    """What is boilerplate below the headers."""
    return [(mark, words) for _, _, mark, words in dump(content) if mark]
