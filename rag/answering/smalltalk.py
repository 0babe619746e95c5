"""Replies to messages that need no search."""

from collections.abc import Sequence

from rag.language.dates import written_day
from rag.search.smalltalk import SmallTalk
from rag.types import DocumentRecord

_OFFERED = 3
_LONGEST_TITLE = 80
_REPLIES = {
    SmallTalk.GREETING: "Hello. What would you like to know from the briefings?",
    SmallTalk.THANKS: "You are welcome.",
    SmallTalk.FAREWELL: "Goodbye.",
    SmallTalk.ASSENT: "Good. Ask whenever you want to know more.",
    SmallTalk.ABILITIES: (
        "Ask a question about the briefings. The answer comes with the passages that back it, and "
        "where the briefings don't say, you are told so."
    ),
}


def reply_to(kind: SmallTalk) -> str:
    """What is said to small talk of that kind."""
    return _REPLIES[kind]


def clarification(documents: Sequence[DocumentRecord]) -> str:
    """Ask back what is meant, with what the documents have.

    Args:
        documents: at least one, the latest first.
    """
    named = "; ".join(_named(record) for record in documents[:_OFFERED])
    latest = "The documents are" if len(documents) <= _OFFERED else "The latest documents are"
    return (
        f"What would you like to know? Name a subject, a person, a place or a day. {latest}: "
        f"{named}."
    )


def _named(record: DocumentRecord) -> str:
    title = " ".join(record.title.split()).rstrip(".")
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
    day = record.published
    return f"“{title}” ({written_day(day)})" if day else f"“{title}”"
