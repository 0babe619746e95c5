"""The spans of the sentences of a document's sections."""

import re
from collections.abc import Sequence

from rag.language.sentences import Span, split_sentences, trim
from rag.types import Section

SectionSpans = tuple[Span, ...]
"""The spans of a section's sentences, in order. The first of a titled section is its heading."""

_HEADING = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)(?:[=\-_*~]{3,}[^\S\r\n]*(?=[\r\n]|\Z))?")


def sentences_of(text: str, sections: Sequence[Section]) -> tuple[SectionSpans, ...]:
    """The spans of each section's sentences; they cover all of a section but white space."""
    return tuple(_in_section(text, section) for section in sections)


def _in_section(text: str, section: Section) -> SectionSpans:
    if not section.title:
        return tuple(split_sentences(text, section.start, section.end))
    heading = _heading_line(text, section)
    return (trim(text, *heading), *split_sentences(text, heading[1], section.end))


def _heading_line(text: str, section: Section) -> Span:
    """The line of the section's heading, including the underline below it if there is one."""
    match = _HEADING.match(text, section.start, section.end)
    return (section.start, match.end() if match else section.start)
