"""What every reader gives: the content of one file, before it has an identity in the library."""

from dataclasses import dataclass
from datetime import date

from ingest.readers.sentences import SectionSpans
from rag.types import Document, Page, Section


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file.

    Attributes:
        title: "" where the text names none.
        published: the date that the file's own metadata give, or None.
        sections: in reading order, without overlap, covering what is to be found and quoted.
        pages: empty where the format has none.
    """

    text: str
    title: str
    published: date | None
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitContent(Content):
    """Content whose sentences have been told apart.

    Attributes:
        sentences: of each section, in the order of the sections.
    """

    sentences: tuple[SectionSpans, ...]


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document as it was read.

    Attributes:
        sentences: of each of its sections, in the order of the sections.
    """

    document: Document
    sentences: tuple[SectionSpans, ...]


def sections_from(headings: list[tuple[str, int]], end: int, start: int = 0) -> tuple[Section, ...]:
    """Sections of the span [start, end) that begin at the given (title, offset) pairs."""
    untitled = not headings or headings[0][1] > start
    starts = [("", start), *headings] if untitled else headings
    ends = [offset for _, offset in starts[1:]] + [end]
    return tuple(
        Section(title, first, last)
        for (title, first), last in zip(starts, ends, strict=True)
        if last > first
    )


def first_line(text: str, longest: int = 200) -> str:
    """The first line with a letter or digit in it, shortened at a word."""
    for line in text.splitlines():
        words = " ".join(line.split()).strip("#*_=-—– \ufeff")
        if any(c.isalnum() for c in words):
            return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
    return ""
