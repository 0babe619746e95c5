"""Messages that need no search: small talk, and questions that name nothing to search for."""

import re
from enum import Enum

from rag.language.patterns import any_of
from rag.language.words import content_words


class SmallTalk(Enum):
    """What a message that asks the documents nothing is."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"
    ABILITIES = "abilities"


_AGREEMENTS = tuple("ok okay great perfect cool good yes no".split())
_ADDITIONS = (
    *("there", "all", "everyone", "again", "so much", "very much", "a lot", "a bunch", "for now"),
    *("for the help", "for your help", "dossier", "then"),
)
_GREETINGS = (
    *("hi", "hello", "hey", "hiya", "greetings", "good morning", "good afternoon", "good evening"),
    *("good day", "how are you", "how are you today", "how are you doing"),
    *("how are you doing today",),
)
_THANKS = ("thanks", "thank you", "thank u", "thx", "ty", "cheers", "much appreciated")
_FAREWELLS = (
    *("bye", "goodbye", "good night", "see you", "see you later", "ciao", "that is all"),
    *("that's all", "that’s all"),
    *(
        f"have a {kind} {time}"
        for kind in ("good", "nice", "great")
        for time in ("day", "evening", "weekend")
    ),
)
_ASSENTS = (
    *_AGREEMENTS,
    *("nice", "fine", "understood", "got it", "i see", "alright", "all right", "well done"),
    *("good job", "sure"),
)
_ABILITIES = (
    *("help", "help me", "who are you", "what are you", "what can you do", "what do you do"),
    *("what can you do for me", "what do you do for me", "what can i ask", "what can i ask you"),
    *("how do you work",),
)
_PHRASES = {
    SmallTalk.GREETING: any_of(_GREETINGS),
    SmallTalk.THANKS: (
        rf"(?:{any_of((*_AGREEMENTS, 'super'))}[,.!]*+\s++)?(?:many\s++|much\s++)?{any_of(_THANKS)}"
    ),
    SmallTalk.FAREWELL: any_of(_FAREWELLS),
    SmallTalk.ASSENT: any_of(_ASSENTS),
    SmallTalk.ABILITIES: any_of(_ABILITIES),
}
_WITH_ADDITIONS = {
    kind: rf"{phrase}(?:\s++{any_of(_ADDITIONS)})*" for kind, phrase in _PHRASES.items()
}
_PATTERNS = {
    kind: re.compile(rf"{phrase}(?:[,\s]+{phrase})*", re.IGNORECASE)
    for kind, phrase in _WITH_ADDITIONS.items()
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
