"""What a system said to a question, next to what is known of the answer."""

from dataclasses import dataclass
from typing import Protocol

from evals.questions import Question
from evals.spans import Span


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system said to one question.

    Attributes:
        text: the answer without markers; "" where none was given.
        answered: whether it gave one.
        confidence: in [0, 1], that the corpus answers the question.
        passages: what it drew on, best first.
        cited: what it quoted, in the order of its answer.
        search_text: what it searched for.
    """

    text: str
    answered: bool
    confidence: float
    passages: tuple[Span, ...]
    cited: tuple[Span, ...]
    search_text: str
    search_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, its reply, and the spans of its evidence.

    Attributes:
        evidence: where the quotes lie; empty where the question has none.
    """

    question: Question
    reply: Reply
    evidence: tuple[Span, ...]

    @property
    def right_documents(self) -> tuple[str, ...]:
        """File names of the documents that hold the evidence."""
        return tuple(dict.fromkeys(item.document for item in self.question.evidence))

    @property
    def found_documents(self) -> tuple[str, ...]:
        """File names of the passages' documents, best first; may repeat."""
        return tuple(span.document for span in self.reply.passages)


class System(Protocol):
    """Something that answers questions over a corpus."""

    @property
    def name(self) -> str:
        """What the report calls it."""
        ...

    def ask(self, question: Question, documents: tuple[str, ...]) -> Reply:
        """Answer one question.

        Args:
            documents: file names to look in; empty means all.
        """
        ...
