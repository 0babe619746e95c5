"""Web pages: their text with its structure, their title and their date."""

from ingest.readers.base import Content, omissions
from ingest.readers.blocks import Blocks
from ingest.readers.html.dates import date_of
from ingest.readers.html.page import page_of
from ingest.readers.html.parsing import parse
from ingest.readers.html.rendering import render
from ingest.readers.html.titles import title_of
from ingest.readers.titles import title_among


def read(data: bytes) -> Content:
    """Read a web page: all that it shows but its menus; what is boilerplate is marked.

    Raises:
        UnreadableError: the bytes are not text, or hold no page.
    """
    page = page_of(parse(data))
    blocks = Blocks()
    counts = render(page, blocks)
    text = blocks.text
    title, title_from = title_of(page)
    if not title:
        title, title_from = title_among("", (h.title for h in blocks.headings), text)
    published, published_from = date_of(page)
    return Content(
        text=text,
        title=title,
        published=published,
        sections=blocks.sections,
        structure=blocks.structure,
        omissions=omissions(counts),
        title_from=title_from,
        published_from=published_from,
    )
