"""What the words of a text tell of its structure, title and date, whatever its format."""

from dataclasses import replace
from datetime import date

from ingest.readers.base import Content
from ingest.readers.dates import dates_stated
from ingest.readers.titles import title_of
from ingest.structure.boilerplate import with_boilerplate
from ingest.structure.captions import with_captions
from ingest.structure.lists import with_items
from ingest.structure.turns import turns_of
from rag.structure import Block, Structure
from rag.types import Origin, Section


def structured(content: Content) -> tuple[Content, date | None]:
    """The content with what its words tell, and the day of its last change, where they say it."""
    titles = [section.title for section in content.sections if section.title]
    structure = _structure(content.text, content.structure, [content.title, *titles])
    content = _without_headings_of_turns(replace(content, structure=structure))
    structure = content.structure
    title, title_from = title_of(content)
    dates = dates_stated(content.text, structure.boilerplate, title)
    published = content.published or dates.published
    published_from: Origin = dates.published_from
    if content.published:
        published_from = content.published_from or "metadata"
    found = replace(
        content,
        title=title,
        title_from=title_from,
        published=published,
        published_from=published_from,
    )
    return found, dates.changed


def _structure(text: str, given: Structure, titles: list[str]) -> Structure:
    blocks = tuple(with_captions(text, with_items(text, given.blocks)))
    structure = with_boilerplate(text, replace(given, blocks=blocks), titles)
    return replace(structure, turns=structure.turns or turns_of(text, structure))


def _without_headings_of_turns(content: Content) -> Content:
    """The content with each heading that begins a turn of speech as a paragraph."""
    structure = content.structure
    spoken = {turn.start for turn in structure.turns}
    if not any(block.start in spoken for block in structure.blocks if block.kind == "heading"):
        return content
    blocks = tuple(
        Block("paragraph", block.start, block.end)
        if block.kind == "heading" and block.start in spoken
        else block
        for block in structure.blocks
    )
    sections: list[Section] = []
    for section in content.sections:
        if section.start not in spoken:
            sections.append(section)
        elif sections and sections[-1].end == section.start:
            sections[-1] = replace(sections[-1], end=section.end)
        else:
            sections.append(replace(section, title="", level=0))
    return replace(content, sections=tuple(sections), structure=replace(structure, blocks=blocks))
