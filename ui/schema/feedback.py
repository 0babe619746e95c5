"""The JSON of readers' feedback."""

from datetime import datetime
from typing import Self

from ui.schema.base import Model
from ui.service import feedback as service


class Feedback(Model):
    """A reader's verdict on an answer, as `dossier feedback --json` lists it.

    `verdict` is "good" or "bad"; each citation is a document's id, a start and an end.
    """

    answer_id: str
    """Of several verdicts on an answer, the last counts."""
    verdict: str
    """"good" or "bad"."""
    question: str
    """As asked."""
    answer: str
    """Its text, markers included."""
    engine: str
    """What wrote the answer."""
    citations: list[tuple[str, int, int]]
    """Document id, start and end of each."""
    comment: str
    """The reader's own words, or ""."""
    at: datetime | None
    """When it was given, in UTC."""

    @classmethod
    def of(cls, entry: service.Feedback) -> Self:
        """As `ui.service.feedback.Feedback` has it."""
        return cls(
            answer_id=entry.answer_id,
            verdict=entry.verdict,
            question=entry.question,
            answer=entry.answer,
            engine=entry.engine,
            citations=list(entry.citations),
            comment=entry.comment,
            at=entry.at,
        )
