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
from rag.structure import Structure


def structured(content: Content) -> tuple[Content, date | None]:
    """The content with what its words tell, and the day of its last change, where they say it."""
    titles = [section.title for section in content.sections if section.title]
    structure = _structure(content.text, content.structure, [content.title, *titles])
    content = replace(content, structure=structure)
    title, title_from = title_of(content)
    dates = dates_stated(content.text, structure.boilerplate)
    published, published_from = content.published, content.published_from or "metadata"
    if published is None:
        published, published_from = dates.published, dates.published_from
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
