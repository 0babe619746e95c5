"""Texts as the support check reads them: words with their stems, and where clauses end."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rag.language.english import STOP_WORDS
from rag.language.folding import fold
from rag.language.sentences import split_sentences
from rag.language.words import analyzed

LONGEST = 20_000
"""Characters that are read of the evidence."""
LONGEST_SENTENCE = 3_000
"""Characters that are read of a sentence."""

_MARKER = re.compile(r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]")
# What is marked up is bounded, so that a run of opening marks is not read to its end for each.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|!?\[([^\]]{0,500})\]\([^)\s]{0,500}\)|[*_`#]+")
_SPLIT_CLITIC = re.compile(r"(?<=\w)\s+(?=n['’]t\b|['’](?:s|re|ve|ll|d|m)\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’.](?=[^\W\d_])[^\W_]+)*|[,;:.!?()–—]")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SINGLE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

_IRREGULAR = """
    arise arose arisen
    beat beaten
    become became
    begin began begun
    break broke broken
    bring brought
    build built
    buy bought
    catch caught
    choose chose chosen
    come came
    draw drew drawn
    drive drove driven
    eat ate eaten
    fall fell fallen
    feel felt
    fight fought
    fly flew flown
    forget forgot forgotten
    go went gone
    grow grew grown
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lead led
    leave left
    lend lent
    lose lost
    make made
    meet met
    pay paid
    ride rode ridden
    rise rose risen
    run ran
    see saw seen
    seek sought
    sell sold
    send sent
    shrink shrank shrunk
    sink sank sunk
    speak spoke spoken
    spend spent
    stand stood
    steal stole stolen
    strike struck
    swear swore sworn
    take took taken
    teach taught
    think thought
    throw threw thrown
    understand understood
    wear wore worn
    win won
    write wrote written
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of punctuation.

    Attributes:
        text: as written.
        lower: in lower case, without accents, with a straight apostrophe.
        stem: what words of one root share; "" for a mark.
        content: whether it carries meaning of its own.
        sentence: number of the sentence it stands in.
        opens: whether it is the sentence's first word.
        start: offset of its first character in the text that was read.
    """

    text: str
    lower: str
    stem: str
    content: bool
    sentence: int
    opens: bool
    start: int

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as words.

    Attributes:
        text: as read: without markers, markup and what exceeds `LONGEST`.
        words: in order, marks of punctuation among them.
        places: the indices of the content words, by stem.
        order: indices of the content words, in order.
        ranks: for each word, how many content words stand before it.
    """

    text: str
    words: tuple[Word, ...]
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    ranks: tuple[int, ...] = ()

    def index_at(self, offset: int) -> int:
        """Index of the first word that ends after an offset; of the last word, if none does."""
        index = bisect_right(self.words, offset, key=lambda word: word.start + len(word.text))
        return min(index, len(self.words) - 1)


def clean(text: str) -> str:
    """The text without markers such as "[1]", without markup, with "does n't" as "doesn't"."""
    plain = _MARKUP.sub(lambda match: match.group(1) or "", _MARKER.sub(" ", text[:LONGEST]))
    return _SPLIT_CLITIC.sub("", plain).strip()


def read(texts: Sequence[str], longest: int = LONGEST) -> Reading:
    """Several texts as one reading; a sentence never runs from one into the next.

    Args:
        longest: characters that are read of all together.
    """
    cleaned = "\n\n".join(clean(text) for text in texts)[:longest]
    words: list[Word] = []
    for number, (start, end) in enumerate(split_sentences(cleaned)):
        opens = True
        for match in _WORD.finditer(cleaned, start, end):
            word = _word(match.group(), number, opens, match.start())
            words.append(word)
            opens = opens and not word.stem
    places: dict[str, list[int]] = {}
    ranks: list[int] = []
    before = 0
    for index, word in enumerate(words):
        ranks.append(before)
        if word.content:
            places.setdefault(word.stem, []).append(index)
            before += 1
    kept = {stem: tuple(indices) for stem, indices in places.items()}
    order = tuple(index for index, word in enumerate(words) if word.content)
    return Reading(cleaned, tuple(words), kept, order, tuple(ranks))


def _word(text: str, sentence: int, opens: bool, start: int) -> Word:
    lower = fold(text)
    if not any(c.isalnum() for c in text):
        return Word(text, text, "", False, sentence, opens, start)
    root = _POSSESSIVE.sub("", lower)
    content = lower not in STOP_WORDS and root not in STOP_WORDS and root not in _SINGLE_LETTERS
    return Word(text, lower, stem_of(root) or root, content, sentence, opens, start)


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """The stem of a folded word; an irregular past has that of its present."""
    return "".join(analyzed(_present().get(word, word)))


@cache
def _present() -> dict[str, str]:
    lines = (line.split() for line in _IRREGULAR.strip().splitlines())
    return {past: present for present, *pasts in lines for past in pasts}
