"""What an engine makes of the hits, before it becomes an answer."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from rag.events import Event
from rag.types import Citation, Sentence

ABSTENTION = "The briefings don't say."
QUOTATIONS = "extractive"
"""`Answer.engine` where no language model wrote the text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with what backs it.

    Attributes:
        sentences: in reading order; empty where nothing answers.
        citations: ordered by marker.
        confidence: in [0, 1], that the text answers the question.
        missing: words of the question that no hit has.
        notices: what the reader has to know besides, a sentence each; `differences` among them.
        differences: notices that documents contradict each other.
        engine: what wrote the text, as `Answer.engine` says it.
    """

    text: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    missing: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    engine: str = QUOTATIONS


DraftEvents = Generator[Event, None, Draft]
"""The events of an answer while it is made; the generator returns its draft."""


def with_markers(sentence: Sentence) -> str:
    """The sentence as shown, e.g. "It rained. [1]"."""
    return " ".join([sentence.text, "".join(f"[{n}]" for n in sentence.markers)]).strip()


def abstention(missing: Sequence[str]) -> str:
    """That the briefings don't say, with the question's words that no passage has."""
    if not missing:
        return ABSTENTION
    quoted = ", ".join(f"“{word}”" for word in missing)
    return f"{ABSTENTION} No passage found mentions {quoted}."
