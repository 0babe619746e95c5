"""Texts as the support check compares them: words with their stems, sentence by sentence."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.language.english import STOP_WORDS
from rag.language.folding import fold
from rag.language.sentences import split_sentences
from rag.language.verbs import IRREGULAR
from rag.language.words import analyzed, names_like_stop_words

MOST_EVIDENCE_CHARACTERS = 20_000
"""Characters that are read of the evidence: some three passages of the greatest length. The time of
a check grows with them."""
MOST_CLAIM_CHARACTERS = 3_000
"""Characters that are read of a sentence; hardly one is longer than 1,000."""

_MARKER = re.compile(r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]")
# What is marked up is bounded, so that a run of opening marks is not read to its end for each. A
# tag begins with a letter: "<5%" is no tag.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|!?\[([^\]]{0,500})\]\([^)\s]{0,500}\)|[*_`#]+")
_SPLIT_CLITIC = re.compile(r"(?<=\w)\s+(?=n['’]t\b|['’](?:s|re|ve|ll|d|m)\b)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’.](?=[^\W\d_])[^\W_]+)*|[,;:.!?()–—]")
_DOLLARS = re.compile(r"\s?\$")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_STEMS_KEPT = 50_000
"""Words whose stems are kept: more than the vocabulary of a library's answers, some 10 MB."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of punctuation.

    Attributes:
        text: as written.
        lower: in lower case, without accents, with a straight apostrophe.
        stem: what words of one root share; "" for a mark.
        is_content: whether it carries meaning of its own; a mark, a stop word or a letter does not.
        sentence: number of the sentence it stands in, from 0.
        opens_sentence: whether it is the sentence's first word.
        start: offset of its first character in the text that was parsed.
    """

    text: str
    lower: str
    stem: str
    is_content: bool
    sentence: int
    opens_sentence: bool
    start: int

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text as words.

    Attributes:
        text: as parsed: without markers, markup and what exceeds the limit.
        words: in order, marks of punctuation among them.
        positions: the indices of the content words, by stem.
        content_indices: indices of the content words, in order.
        ranks: for each word, how many content words stand before it.
    """

    text: str
    words: tuple[Word, ...]
    positions: Mapping[str, tuple[int, ...]]
    content_indices: tuple[int, ...]
    ranks: tuple[int, ...]

    def index_at(self, offset: int) -> int:
        """Index of the first word that ends after an offset; of the last word, if none does."""
        index = bisect_right(self.words, offset, key=lambda word: word.start + len(word.text))
        return min(index, len(self.words) - 1)


def parse(texts: Sequence[str], limit: int = MOST_EVIDENCE_CHARACTERS) -> ParsedText:
    """Several texts parsed as one; a sentence never runs from one into the next.

    Args:
        limit: characters that are read of all together.
    """
    text = "\n\n".join(_plain(text) for text in texts)[:limit]
    words = _words(text)
    positions: dict[str, list[int]] = {}
    ranks: list[int] = []
    content: list[int] = []
    for index, word in enumerate(words):
        ranks.append(len(content))
        if word.is_content:
            positions.setdefault(word.stem, []).append(index)
            content.append(index)
    by_stem = {stem: tuple(indices) for stem, indices in positions.items()}
    return ParsedText(text, tuple(words), by_stem, tuple(content), tuple(ranks))


def _plain(text: str) -> str:
    """The text without markers such as "[1]", without markup, with "does n't" as "doesn't"."""
    unmarked = _MARKER.sub(" ", text[:MOST_EVIDENCE_CHARACTERS])
    plain = _MARKUP.sub(lambda match: match.group(1) or "", unmarked)
    return _SPLIT_CLITIC.sub("", plain).strip()


def _words(text: str) -> list[Word]:
    names = names_like_stop_words(text)
    words: list[Word] = []
    for number, (start, end) in enumerate(split_sentences(text)):
        opens = True
        for match in _WORD.finditer(text, start, end):
            word = match.group()
            # "US $5" names a currency, not a country.
            name = None if _DOLLARS.match(text, match.end()) else names.get(match.start())
            stem, is_content = _stem(word, name)
            lower = fold(word) if stem else word
            words.append(Word(word, lower, stem, is_content, number, opens, match.start()))
            opens = opens and not stem
    return words


def _stem(word: str, name: str | None) -> tuple[str, bool]:
    """The stem of a word, and whether it carries meaning of its own.

    Args:
        name: the form in which it is compared, if it is a name that looks like a stop word.
    """
    if not any(c.isalnum() for c in word):
        return "", False
    if name is not None:
        return stem_of(name.lower()), True
    lower = fold(word)
    root = _POSSESSIVE.sub("", lower)
    is_letter = len(root) == 1 and "a" <= root <= "z"
    is_content = not (lower in STOP_WORDS or root in STOP_WORDS or is_letter)
    return stem_of(root) or root, is_content


@lru_cache(maxsize=_STEMS_KEPT)
def stem_of(word: str) -> str:
    """The stem of a folded word; an irregular past has that of its present."""
    return "".join(analyzed(_presents().get(word, word)))


@cache
def _presents() -> dict[str, str]:
    lines = (line.split() for line in IRREGULAR.strip().splitlines())
    return {past: present for present, *pasts in lines for past in pasts}
