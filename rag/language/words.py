"""Words and their stems, the same for the lexical index, for answers and for what is missing."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

ANALYZER = "briefing"
"""Name under which the analyzer is registered with an index."""

_LONGEST = 64
_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")


def build_analyzer() -> "TextAnalyzer":
    """Words in lower case, without accents, reduced to their English stem."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


@cache
def _analyzer() -> "TextAnalyzer":
    return build_analyzer()


def stems(text: str) -> list[str]:
    """The stem of every word, in order, function words included."""
    return list(_analyzer().analyze(text))


def content_words(text: str) -> dict[str, str]:
    """The words that carry meaning: the word as written, by stem, in order of appearance."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if word.lower().replace("’", "'") in FUNCTION_WORDS:
            continue
        for stem in stems(word):
            if stem not in _FUNCTION_STEMS and (len(stem) > 1 or stem.isdigit()):
                found.setdefault(stem, word)
    return found


FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also although am among an and any are aren't as at
    be because been before being below between both but by can can't cannot could couldn't
    did didn't do does doesn't doing don't done down during each either else ever every few
    for from further get gets got had hadn't has hasn't have haven't having he he'd he'll
    he's her here here's hers herself him himself his how how's however i i'd i'll i'm i've
    if in into is isn't it it's its itself just let's like many may me might more most much
    must my myself neither no nor not of off on once only onto or other our ours ourselves
    out over own per please same shall she she's should shouldn't since so some such than
    that that's the their theirs them themselves then there there's these they they'd
    they'll they're they've this those though through to too under until up upon us very was
    wasn't we we'd we'll we're we've were weren't what what's when where where's whether
    which while who who's whom whose why will with within without won't would wouldn't yes
    yet you you'd you'll you're you've your yours yourself yourselves tell say says said
    give gave describe explain named called
    """.split()
)
_FUNCTION_STEMS = frozenset({"s", "t", "d", "ll", "re", "ve", "m"})
