"""Markdown. The text is the file's own, including its markup."""

import re

from ingest.readers.base import Content, sections_from
from ingest.readers.encoding import decode
from ingest.readers.markdown.blocks import MarkdownBlocks
from ingest.readers.markdown.front_matter import front_matter_of
from ingest.readers.titles import is_title
from rag.structure import Block, Boilerplate, Span, Structure
from rag.types import Omission

_STRUCK = re.compile(
    r"~~(?=\S)[^~]{1,2000}~~|<(?P<tag>s|del|strike)>[^<]{1,2000}</(?P=tag)>", re.IGNORECASE
)


def read(data: bytes) -> Content:
    """Read a Markdown file.

    Raises:
        UnreadableError: the bytes are not text.
    """
    text = decode(data)
    front = front_matter_of(text)
    found = MarkdownBlocks(text, front.end)
    blocks, boilerplate = found.blocks, found.boilerplate
    if front.end:
        blocks.insert(0, Block("paragraph", 0, front.end))
        boilerplate.insert(0, Boilerplate("front matter", 0, front.end))
    title = front.title or next(
        (h.title for h in found.headings if h.level == 1 and is_title(h.title)), ""
    )
    return Content(
        text=text,
        title=title,
        published=front.published,
        sections=sections_from(found.sections, len(text), start=front.end),
        structure=Structure(
            tuple(blocks), boilerplate=tuple(boilerplate), struck=_struck(text, front.end)
        ),
        omissions=(Omission("images", found.images),) if found.images else (),
        title_from="metadata" if front.title else "heading" if title else "",
        published_from="metadata" if front.published else "",
    )


def _struck(text: str, start: int) -> tuple[Span, ...]:
    return tuple(
        match.span()
        for match in _STRUCK.finditer(text, start)
        if "\n\n" not in match.group() and "\r\n\r\n" not in match.group()
    )
