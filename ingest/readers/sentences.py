"""The spans of the sentences of a document's sections."""

import re
from collections.abc import Iterator, Sequence

from rag.language.sentences import Span, split_sentences, trim
from rag.structure import UNDIVIDED, Block, Structure, at, within
from rag.types import Section

SectionSpans = tuple[Span, ...]
"""The spans of a section's sentences, in order. The first of a titled section is its heading."""

_HEADING = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)(?:[=\-_*~]{3,}[^\S\r\n]*(?=[\r\n]|\Z))?")
_WHOLE = {"heading", "head", "row"}
"""Blocks that are one sentence each."""


def sentences_of(
    text: str, sections: Sequence[Section], structure: Structure = UNDIVIDED
) -> tuple[SectionSpans, ...]:
    """The spans of each section's sentences; they cover all of a section but white space.

    A sentence never crosses a block's border or a speaker's turn.
    """
    return tuple(_in_section(text, section, structure) for section in sections)


def _in_section(text: str, section: Section, structure: Structure) -> SectionSpans:
    start = section.start
    found: list[Span] = []
    if section.title:
        start = _heading_end(text, section, structure)
        found.append(trim(text, section.start, start))
    for block in within(structure.blocks, start, section.end):
        found += split_sentences(text, start, max(start, block.start))
        first, start = max(start, block.start), max(start, min(block.end, section.end))
        found += _in_block(text, block, first, start, structure)
    found += split_sentences(text, start, section.end)
    return tuple(found)


def _in_block(
    text: str, block: Block, start: int, end: int, structure: Structure
) -> Iterator[Span]:
    if block.kind in _WHOLE:
        whole = trim(text, start, end)
        yield from [whole] if whole[0] < whole[1] else []
        return
    for turn in within(structure.turns, start, end):
        if turn.start > start:
            yield from split_sentences(text, start, turn.start, is_block=True)
            start = turn.start
    yield from split_sentences(text, start, end, is_block=True)


def _heading_end(text: str, section: Section, structure: Structure) -> int:
    """Where the section's heading ends, with the underline below it if there is one."""
    block = at(structure.blocks, section.start)
    if block is not None and block.kind == "heading":
        return block.end
    match = _HEADING.match(text, section.start, section.end)
    return match.end() if match else section.start
