"""From a draft to the answer that a caller gets."""

from collections.abc import Sequence

from rag.answering.draft import Draft
from rag.types import Answer, Filters, Hit, Timings, Turn


def assemble(
    question: str,
    draft: Draft,
    *,
    search_text: str,
    hits: Sequence[Hit],
    timings: Timings,
    history: tuple[Turn, ...],
    filters: Filters,
) -> Answer:
    """The answer to a question, in the one place where answers are made.

    Args:
        question: as asked, on one line.
        search_text: as searched; the question where nothing was searched.
        hits: the passages considered, best first.
        history: the conversation, this answer included where later questions may build on it.
        filters: those that held for the search.
    """
    return Answer(
        question=question,
        search_text=search_text,
        text=draft.text,
        answered=bool(draft.citations),
        confidence=draft.confidence,
        engine=draft.engine,
        sentences=draft.sentences,
        citations=draft.citations,
        hits=tuple(hits),
        missing=draft.missing,
        timings=timings,
        history=history,
        filters=filters,
        notices=draft.notices,
    )
