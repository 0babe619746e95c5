"""What every reader returns: the content of one file, before it has an identity in the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.readers.sentences import SectionSpans
from rag.structure import UNDIVIDED, Structure
from rag.types import Document, Omission, Origin, Page, Section

LONGEST_TITLE = 1_000
"""Most characters of a title, of a document or a section.

A section's title is stored with each of its passages: with headings of any length, the library
would grow with the square of the file. A passage has about as many characters.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Something in a file that is a document of its own, as an attachment of a mail.

    Attributes:
        name: tells it from the other parts of the file, as far as the file does; its ending says in
            which format it is. Without what has a meaning in a path.
        data: its bytes; empty where `span` has them.
        span: where it lies in the file, in bytes, if it lies there as it is.
    """

    name: str
    data: bytes = b""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in a file.

    Attributes:
        title: "" where the file gives none.
        published: the date that the file gives for itself, or None.
        sections: in reading order, without overlap; text outside all of them is not searched.
        pages: in reading order; empty where the format has none.
        structure: what the text is made of; without blocks where the reader does not divide it.
        omissions: what of the file is not in the text.
        title_from: where the title was found.
        published_from: where the date was found.
        parts: that are documents of their own; with parts, the text may be empty, and the file is
            no document itself.
    """

    text: str
    title: str
    published: date | None
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    structure: Structure = UNDIVIDED
    omissions: tuple[Omission, ...] = ()
    title_from: Origin = ""
    published_from: Origin = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitContent(Content):
    """Content that is split into sentences.

    Attributes:
        sentences: of each section, in the order of the sections.
        changed: the day that the text says it was last changed, or None; it dates a document that
            gives no better date.
    """

    sentences: tuple[SectionSpans, ...]
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document that is split into sentences.

    Attributes:
        sentences: of each of the document's sections, in the order of the sections.
        title_from: where its title was found.
        published_from: where its date was found.
        part: names it among the documents of its file; "" where it is the file itself.
    """

    document: Document
    sentences: tuple[SectionSpans, ...]
    title_from: Origin = ""
    published_from: Origin = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its words, its offset in the text, and its level from 1, the outermost."""

    title: str
    start: int
    level: int = 1


def sections_from(headings: Sequence[Heading], end: int, start: int = 0) -> tuple[Section, ...]:
    """Sections of the span [start, end) that begin at the given headings.

    Titles are cut to `LONGEST_TITLE` characters.
    """
    untitled = not headings or headings[0].start > start
    starts = [Heading("", start, 0), *headings] if untitled else headings
    ends = [heading.start for heading in starts[1:]] + [end]
    return tuple(
        Section(heading.title[:LONGEST_TITLE], heading.start, last, heading.level)
        for heading, last in zip(starts, ends, strict=True)
        if last > heading.start
    )


def first_line(text: str, longest: int = 200) -> str:
    """The first line with a letter or digit, cut after a word to about `longest` characters."""
    for line in text.splitlines():
        words = " ".join(line.split()).strip("#*_=-—– \ufeff")
        if any(c.isalnum() for c in words):
            return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
    return ""


def omissions(counts: Mapping[str, int]) -> tuple[Omission, ...]:
    """What is not in a text, in the order in which it was first counted; what is none is left out.

    Args:
        counts: by what was left out, in the plural: "images".
    """
    return tuple(Omission(what, count) for what, count in counts.items() if count)
