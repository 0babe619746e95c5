"""What is said in a conversation and needs no search: greetings, thanks, and vague questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from rag.language.words import content_words
from rag.types import DocumentRecord

_OFFERED = 3
_LONGEST_TITLE = 80


class Chat(Enum):
    """Something that is no question to the documents."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"
    ABILITIES = "abilities"


_AFTER = (
    r"(?:\s+(?:there|all|everyone|again|so much|very much|a lot|a bunch|for (?:the|your) help"
    r"|for now|dossier|then))*"
)
_SAID = {
    Chat.GREETING: r"(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)"
    r"|how are you(?: doing)?(?: today)?)",
    Chat.THANKS: r"(?:(?:ok|okay|great|perfect|good|super|cool|no|yes)[,.!]*\s+)?(?:many |much )?"
    r"(?:thanks|thank you|thank u|thx|ty|cheers|much appreciated)",
    Chat.FAREWELL: r"(?:bye|goodbye|good night|see you(?: later)?|ciao"
    r"|that(?:'s| is|’s) all|have a (?:good|nice|great) (?:day|evening|weekend))",
    Chat.ASSENT: r"(?:ok|okay|great|perfect|cool|nice|good|fine|understood|got it|i see|alright"
    r"|all right|well done|good job|yes|no|sure)",
    Chat.ABILITIES: r"(?:help(?: me)?|who are you|what are you|what (?:can|do) you do(?: for me)?"
    r"|what can i ask(?: you)?|how do you work)",
}
_PATTERNS = {
    kind: re.compile(rf"{said}{_AFTER}(?:[,\s]+{said}{_AFTER})*", re.IGNORECASE)
    for kind, said in _SAID.items()
}
_REPLIES = {
    Chat.GREETING: "Hello. What would you like to know from the briefings?",
    Chat.THANKS: "You are welcome.",
    Chat.FAREWELL: "Goodbye.",
    Chat.ASSENT: "Good. Ask whenever you want to know more.",
    Chat.ABILITIES: "Ask a question about the briefings. The answer comes with the passages that "
    "back it, and where the briefings don't say, you are told so.",
}
_VAGUE = frozenset(
    """
    anything brief briefing briefings content contents continue detail details document documents
    everything fact facts file files information info interesting item know latest list mean more
    new news overview paper papers please question recent report reports show situation something
    story stuff subject summarise summarize summary text texts thing things today topic topics
    update updates
    """.split()
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said without a search."""

    text: str


def small_talk(message: str) -> Reply | None:
    """The reply to a message that is nothing but small talk, else None."""
    said = " ".join(message.split()).strip(" .!?,;:)-–—…🙂👍")
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(said):
            return Reply(_REPLIES[kind])
    return None


def is_vague(question: str) -> bool:
    """Whether a question, nothing having been said before it, names nothing to search for."""
    return all(word.lower() in _VAGUE for word in content_words(question).values())


def clarification(documents: Sequence[DocumentRecord]) -> Reply:
    """Ask back what is meant, with what the documents have.

    Args:
        documents: at least one, the latest first.
    """
    named = "; ".join(_named(record) for record in documents[:_OFFERED])
    latest = "The documents are" if len(documents) <= _OFFERED else "The latest documents are"
    return Reply(
        f"What would you like to know? Name a subject, a person, a place or a day. {latest}: "
        f"{named}."
    )


def _named(record: DocumentRecord) -> str:
    title = " ".join(record.title.split()).rstrip(".")
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
    day = record.published
    return f"“{title}” ({day.day} {day:%B %Y})" if day else f"“{title}”"
