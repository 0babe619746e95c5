"""What every reader returns: the content of one file, before it has an identity in the library."""

from dataclasses import dataclass
from datetime import date

from ingest.readers.sentences import SectionSpans
from rag.types import Document, Page, Section

LONGEST_TITLE = 1_000
"""Most characters of a title, of a document or a section.

A section's title is stored with each of its passages: with headings of any length, the library
would grow with the square of the file. A passage has about as many characters.
"""


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file.

    Attributes:
        title: "" where the file gives none.
        published: the date in the file's own metadata, or None.
        sections: in reading order, without overlap; text outside all of them is not searched.
        pages: in reading order; empty where the format has none.
    """

    text: str
    title: str
    published: date | None
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitContent(Content):
    """Content that is split into sentences.

    Attributes:
        sentences: of each section, in the order of the sections.
        date_in_head: the date that stands alone on one of the text's first lines, or None.
    """

    sentences: tuple[SectionSpans, ...]
    date_in_head: date | None = None


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document that is split into sentences.

    Attributes:
        sentences: of each of the document's sections, in the order of the sections.
    """

    document: Document
    sentences: tuple[SectionSpans, ...]


def sections_from(headings: list[tuple[str, int]], end: int, start: int = 0) -> tuple[Section, ...]:
    """Sections of the span [start, end) that begin at the given (title, offset) pairs.

    Titles are cut to `LONGEST_TITLE` characters.
    """
    untitled = not headings or headings[0][1] > start
    starts = [("", start), *headings] if untitled else headings
    ends = [offset for _, offset in starts[1:]] + [end]
    return tuple(
        Section(title[:LONGEST_TITLE], first, last)
        for (title, first), last in zip(starts, ends, strict=True)
        if last > first
    )


def first_line(text: str, longest: int = 200) -> str:
    """The first line with a letter or digit, cut after a word to about `longest` characters."""
    for line in text.splitlines():
        words = " ".join(line.split()).strip("#*_=-—– \ufeff")
        if any(c.isalnum() for c in words):
            return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
    return ""
