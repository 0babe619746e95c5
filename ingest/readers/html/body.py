"""Web pages: their text with its structure, their title and their date."""

from collections import Counter

from ingest.readers.base import Content, first_line
from ingest.readers.blocks import Blocks
from ingest.readers.html.metadata import date_of, title_of
from ingest.readers.html.parsing import parse
from ingest.readers.html.rendering import render
from rag.types import Omission


def read(data: bytes) -> Content:
    """Read a web page: all that it shows but its menus; what is boilerplate is marked.

    Raises:
        UnreadableError: the bytes are not text, or hold no page.
    """
    tree = parse(data)
    title, published = title_of(tree), date_of(tree)
    blocks = Blocks()
    counts = render(tree, blocks)
    heading = blocks.headings[0].title if blocks.headings else ""
    text = blocks.text
    return Content(
        text=text,
        title=title or heading or first_line(text),
        published=published,
        sections=blocks.sections,
        structure=blocks.structure,
        omissions=omissions(counts),
    )


def omissions(counts: Counter[str]) -> tuple[Omission, ...]:
    """What is not in the text, the most frequent first."""
    return tuple(Omission(what, count) for what, count in counts.most_common() if count)
