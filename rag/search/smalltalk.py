"""Messages that need no search: small talk, and questions that name nothing to search for."""

import re
from enum import Enum

from rag.language.words import content_words


class SmallTalk(Enum):
    """What a message that asks the documents nothing is."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"
    ABILITIES = "abilities"


_ADDITIONS = (
    r"(?:\s+(?:there|all|everyone|again|so much|very much|a lot|a bunch|for (?:the|your) help"
    r"|for now|dossier|then))*"
)
_PHRASES = {
    SmallTalk.GREETING: (
        r"(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)"
        r"|how are you(?: doing)?(?: today)?)"
    ),
    SmallTalk.THANKS: (
        r"(?:(?:ok|okay|great|perfect|good|super|cool|no|yes)[,.!]*\s+)?(?:many |much )?"
        r"(?:thanks|thank you|thank u|thx|ty|cheers|much appreciated)"
    ),
    SmallTalk.FAREWELL: (
        r"(?:bye|goodbye|good night|see you(?: later)?|ciao"
        r"|that(?:'s| is|’s) all|have a (?:good|nice|great) (?:day|evening|weekend))"
    ),
    SmallTalk.ASSENT: (
        r"(?:ok|okay|great|perfect|cool|nice|good|fine|understood|got it|i see|alright"
        r"|all right|well done|good job|yes|no|sure)"
    ),
    SmallTalk.ABILITIES: (
        r"(?:help(?: me)?|who are you|what are you|what (?:can|do) you do(?: for me)?"
        r"|what can i ask(?: you)?|how do you work)"
    ),
}
_PATTERNS = {
    kind: re.compile(rf"{phrase}{_ADDITIONS}(?:[,\s]+{phrase}{_ADDITIONS})*", re.IGNORECASE)
    for kind, phrase in _PHRASES.items()
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


def recognise(message: str) -> SmallTalk | None:
    """The kind of a message that is nothing but small talk, else None."""
    words = " ".join(message.split()).strip(" .!?,;:)-–—…🙂👍")
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(words)), None)


def is_vague(question: str) -> bool:
    """Whether a question with no conversation before it names nothing to search for."""
    return all(word.lower() in _VAGUE for word in content_words(question).values())
