"""Web pages: their text with its structure, their title and their date."""

from ingest.readers.base import Content
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
    title = title_of(page)
    if not title[0]:
        title = title_among("", (h.title for h in blocks.headings), blocks.text)
    return blocks.content(title, counts, date_of(page))
