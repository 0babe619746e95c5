"""The values that flow from a question to a cited answer.

All are frozen. Offsets count characters of `Document.text`; a span is half open, `[start, end)`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rag.structure import UNDIVIDED, BoilerplateKind, QuotedMail, Structure, at

LONGEST_QUESTION = 2_000
"""Most characters of a question: ten times the longest that people were seen to ask."""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a document.

    Attributes:
        title: the heading's words, or "" for text before the first heading.
        start: offset of the heading (of the text, where there is no heading).
        end: offset just after the section's last character.
        level: of its heading, from 1, the outermost; 0 for text before the first heading. A section
            lies in the nearest one before it of a smaller level.
    """

    title: str
    start: int
    end: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged document.

    Attributes:
        number: as printed by a viewer, from 1.
        start: offset of its first character.
        end: offset just after its last character.
        ocr: where the page was read by OCR, the mean confidence of its letters, in [0, 1]; else
            None.
    """

    number: int
    start: int
    end: int
    ocr: float | None = None


Origin = Literal["", "by hand", "metadata", "label", "heading", "line", "file name", "mail header"]
"""Where a title or date was found: set by a person, in the file's metadata, behind a label in the
text, in a heading, in a line of its own, in the file's name, in a mail's header; "" for nowhere."""


@dataclass(frozen=True, slots=True)
class TitleAndDate:
    """A document's title and published date, each with where it was found."""

    title: str
    published: date | None
    title_from: Origin = ""
    published_from: Origin = ""

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has set either."""
        return "by hand" in (self.title_from, self.published_from)


@dataclass(frozen=True, slots=True)
class Omission:
    """Something in a source that its document's text does not contain.

    Attributes:
        what: in the plural, e.g. "struck-out words", "images", "pages without text (3, 7-9)".
        count: how many.
    """

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Document:
    """One briefing as read from its source.

    Attributes:
        id: stable across changes of content and moves of the source.
        title: the first heading or line; never empty.
        source: where it was read from; for a file, its absolute path; for a part of one, such as an
            attachment of a mail, that path, "#" and the part's name.
        published: the date the document gives for itself, or None where it gives none.
        text: what offsets count in.
        pages: in reading order; empty where the format has no pages.
        sections: in reading order, without overlap; what lies in none, as front matter, is not
            searched.
        sha256: hexadecimal digest of the source's bytes.
        structure: what the text is made of.
        omissions: what of the source is not in the text.
    """

    id: str
    title: str
    source: str
    published: date | None
    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    sha256: str
    structure: Structure = UNDIVIDED
    omissions: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What the register of documents says of a document: all but its text.

    Attributes:
        version: changes whenever the document's passages do.
        passages: how many passages it has; they are numbered from 0.
        characters: length of its text.
        indexed_at: when this version entered the library, in UTC.
        title_from: where the title was found.
        published_from: where the date was found.
        part: names it among the documents of its file, as the name of an attachment; its source is
            the file's path, "#" and this. "" where it is the file itself.
    """

    id: str
    title: str
    source: str
    published: date | None
    sha256: str
    version: str
    passages: int
    characters: int
    indexed_at: datetime
    title_from: Origin = ""
    published_from: Origin = ""
    part: str = ""

    @property
    def file(self) -> str:
        """The path of the file that it was read from."""
        return self.source.removesuffix(f"#{self.part}") if self.part else self.source

    @property
    def title_and_date(self) -> TitleAndDate:
        """Its title and date, with where they were found."""
        return TitleAndDate(self.title, self.published, self.title_from, self.published_from)


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous piece of one document, in whole sentences, that the embedding model reads whole.

    Attributes:
        id: made of the document's id and version and the passage's position.
        section: title of the section it lies in, or None.
        page: number of the page it begins on, or None.
        text: equals `document.text[start:end]`.
        sentences: spans of its sentences in `document.text`, in order; headings are not among them.
        context: what the passage stands under and is searched with, but is not quoted of it: titles
            of the sections around it, the lead-in of a list, the heads of a table, the speaker;
            one a line, the outermost first.
        structure: of its document, what has a character of it.
    """

    id: str
    document_id: str
    start: int
    end: int
    section: str | None
    page: int | None
    text: str
    sentences: tuple[tuple[int, int], ...]
    context: str = ""
    structure: Structure = UNDIVIDED

    @property
    def boilerplate(self) -> BoilerplateKind | None:
        """What it is where it is no part of what the document says, as a contents list."""
        found = at(self.structure.boilerplate, self.start)
        return found.kind if found else None

    @property
    def quoted(self) -> QuotedMail | None:
        """The older mail that it is quoted from, in a mail."""
        return at(self.structure.quoted, self.start)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the scores that found it.

    Attributes:
        passage: the passage found.
        document: the document it belongs to.
        score: the fused score, or its mean with the reranker's where there is one, in [0, 1]; hits
            are ordered by it, highest first.
        dense: cosine of the question's and the passage's vectors, in [-1, 1].
        lexical: BM25 score, 0 where no term of the question occurs in the passage.
        sentences: cosine of the question's vector and that of each of the passage's sentences.
        title_residual_cosine: cosine of the question's and the passage's vectors once the part of
            each along the vector of the document's title is taken away, in [-1, 1]: high where
            they share more than what the document is about. Of a document of one sentence, which
            is its title too, it is the cosine.
    """

    passage: Passage
    document: DocumentRecord
    score: float
    dense: float
    lexical: float
    sentences: tuple[float, ...]
    title_residual_cosine: float

    @property
    def published(self) -> date | None:
        """The date of the passage's words: of the mail they are quoted from, or its document's."""
        quoted = self.passage.quoted
        return quoted.sent if quoted else self.document.published


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that backs a sentence of an answer.

    `document.text[start:end] == quote`, always.

    Attributes:
        marker: the number in the answer's text, from 1, in order of appearance.
        speaker: who says it, where the document tells speakers apart or quotes an older mail.
        sent: the date of that mail.
        row: of a quote from a table, its row's cells with the names of their columns.
    """

    marker: int
    document: Document
    passage_id: str
    start: int
    end: int
    quote: str
    section: str | None
    page: int | None
    speaker: str | None = None
    sent: date | None = None
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of an answer.

    Attributes:
        text: without markers; of a quotation, its words on one line, without Markdown's marks.
        markers: numbers of the citations it rests on, ascending.
        supported: whether its citations carry it.
        support: how well they do, in [0, 1]; 1 for a verbatim sentence.
        reason: why it is not supported, as a phrase for the reader; "" where it is.
    """

    text: str
    markers: tuple[int, ...]
    supported: bool
    support: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent searching, and answering after the search."""

    search_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrows a question to some documents; every condition given must hold.

    A document without a published date passes no date condition.

    Attributes:
        since: earliest published date, inclusive.
        until: latest published date, inclusive.
        documents: ids of the documents to search; empty means all.
    """

    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question.

    Attributes:
        question: as asked, on one line.
        search_text: as searched; differs from the question in a conversation.
        text: all sentences with their markers, or the plain statement that nothing answers.
        answered: False exactly when there are no citations.
        confidence: in [0, 1], that the documents answer the question.
        engine: what wrote the sentences: "extractive", or "llm:" and the model's name.
        sentences: in reading order; empty when not answered.
        citations: ordered by marker.
        hits: the passages considered, best first.
        missing: words of the question that none of the hits contains.
        history: the conversation up to and including this answer, oldest first, without what is
            too far back and without small talk.
        filters: those that held for the search, given or read from the question.
        notices: what the reader has to know beside the text, a sentence each: that sources
            differ, how many documents a date filter left out because they have no date, or why the
            language model did not write the answer.
    """

    question: str
    search_text: str
    text: str
    answered: bool
    confidence: float
    engine: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    timings: Timings
    history: tuple[Turn, ...]
    filters: Filters = Filters()
    notices: tuple[str, ...] = ()


def date_number(day: date | None) -> int:
    """The date as a number that sorts as dates do, e.g. 20260504; 0 for None."""
    return int(f"{day:%Y%m%d}") if day else 0
