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
    verdict: str
    question: str
    answer: str
    engine: str
    citations: list[tuple[str, int, int]]
    comment: str
    at: datetime | None

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
