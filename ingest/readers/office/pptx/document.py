"""Opening a presentation, and adding one slide after the other."""

import io
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.readers.base import Content
from ingest.readers.blocks import Blocks
from ingest.readers.office.pptx.slides import SlideReader
from ingest.readers.office.programs import Program, open_archive, refusing_damage
from ingest.readers.titles import title_among
from rag.types import Page

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_POWERPOINT = Program("PowerPoint", "a PowerPoint presentation", ".pptx")
_HEIGHT = 6_858_000
"""Of a slide, in the unit of which there are 914,400 to an inch, where the file gives none."""


def read(data: bytes) -> Content:
    """Read a presentation: each slide that is shown is a page, and a section under its title.

    Raises:
        UnreadableError: the file is no presentation, is damaged or encrypted, or holds too much.
    """
    open_archive(data, _POWERPOINT).close()
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    with refusing_damage(_POWERPOINT, PythonPptxError):
        return _content(Presentation(io.BytesIO(data)))


def _content(presentation: "Presentation") -> Content:
    blocks = Blocks()
    reader = SlideReader(blocks, presentation.slide_height or _HEIGHT)
    begins: list[tuple[int, int]] = []
    seen: set[str] = set()
    for number, slide in enumerate(presentation.slides, 1):
        if str(slide.part.partname) in seen:
            continue  # listed more than once, as no program does
        seen.add(str(slide.part.partname))
        if slide.element.get("show") in {"0", "false"}:
            reader.left_out["hidden slides"] += 1
            continue
        begins.append((number, len(blocks)))
        reader.add(slide)
    stated = presentation.core_properties.title
    title = title_among(stated, (h.title for h in blocks.headings), blocks.text)
    return blocks.content(title, reader.left_out, pages=_pages(begins, blocks))


def _pages(begins: list[tuple[int, int]], blocks: Blocks) -> tuple[Page, ...]:
    """The pages of the slides that have text.

    Args:
        begins: each slide's number, and how many blocks there were before it.
    """
    found = blocks.structure.blocks
    return tuple(
        Page(number, found[first].start, found[last - 1].end)
        for (number, first), (_, last) in pairwise([*begins, (0, len(found))])
        if last > first
    )
