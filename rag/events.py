"""What a stream of an answer yields, in the order in which it comes."""

from dataclasses import dataclass

from rag.types import Answer, Citation, Hit, Sentence


@dataclass(frozen=True, slots=True)
class SearchDone:
    """The search has ended; the hits are known, nothing is written yet."""

    search_text: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class TextAdded:
    """A further piece of the answer's text, markers included."""

    text: str


@dataclass(frozen=True, slots=True)
class CitationAdded:
    """A citation whose marker is about to appear in the text."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """A sentence is complete and its support is known."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Restarted:
    """What was written so far is void, citations and sentences too; the answer begins anew.

    That happens where a language model fails in the middle, and where no passage supports what it
    wrote.

    Attributes:
        reason: why, as a sentence for the reader; the answer's notices say it too.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """The answer is complete; always the last event."""

    answer: Answer


Event = SearchDone | TextAdded | CitationAdded | SentenceChecked | Restarted | Done
