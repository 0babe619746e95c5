"""Names of a text, and whether another text has them."""

import re
from collections.abc import Set
from dataclasses import dataclass

from rag.verification.reading import Reading, Word

_JOINS = frozenset("of the de la van von der den du di da del bin al and for & y e".split())
_PLAIN_ENDS = re.compile(r".{3}(?:ing|ly|tion|ment|ness|ity|ed|ers|ists|ances?|ences?)$")
_NATIONS = (
    "france french",
    "germany german germans",
    "britain british uk england english",
    "netherlands dutch",
    "spain spanish spaniard",
    "china chinese",
    "japan japanese",
    "greece greek",
    "ireland irish",
    "switzerland swiss",
    "denmark danish dane",
    "sweden swedish swede",
    "poland polish pole",
    "turkey turkish turk türkiye turkiye",
    "wales welsh",
    "scotland scottish scots",
    "ukraine ukrainian",
    "portugal portuguese",
    "finland finnish finn",
    "norway norwegian",
    "us usa u.s america american",
)
_ENDINGS = re.compile(r"(?:ians?|ans?|ns?|ese|ish|ic|is?|s)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words written as a name.

    Attributes:
        words: indices of its words in the reading, joining words left out.
        text: as written.
        sure: whether it can be nothing but a name; a word that only opens a sentence may be none.
    """

    words: tuple[int, ...]
    text: str
    sure: bool


def names(reading: Reading, apart: Set[int] = frozenset()) -> list[Name]:
    """The names, in order. A word that opens a sentence and is elsewhere in lower case is none.

    Args:
        apart: offsets of the text that hold no names, as those of its dates.
    """
    plain = {word.lower for word in reading.words if word.content and not word.capital}
    found: list[Name] = []
    run: list[int] = []
    for index, word in enumerate(reading.words):
        dated = word.start in apart
        if _is_name(word) and not dated and not (word.opens and word.lower in plain):
            run.append(index)
            continue
        joins = run and word.lower in _JOINS and index + 1 < len(reading.words)
        if joins and _is_name(reading.words[index + 1]) and word.lower != "and":
            continue
        found.extend(_closed(reading, run))
        run = []
    return [*found, *_closed(reading, run)]


def _is_name(word: Word) -> bool:
    return word.content and word.capital and any(c.isalpha() for c in word.text)


def _closed(reading: Reading, run: list[int]) -> list[Name]:
    if not run:
        return []
    first, last = reading.words[run[0]], reading.words[run[-1]]
    text = reading.text[first.start : last.start + len(last.text)]
    lone = len(run) == 1 and first.opens
    sure = not lone or (first.text.isupper() and len(first.text) > 1)
    if lone and not sure and _PLAIN_ENDS.match(first.lower):
        return []
    return [Name(tuple(run), text, sure)]


def absent(name: Name, said: Reading, found: Reading) -> list[int]:
    """The words of a name, by index, that the other text does not have in any form."""
    missing = [i for i in name.words if not has(said.words[i], found)]
    if missing and (_initials_of(name, said, found) or _spelled_out(name, said, found)):
        return []
    return missing


def has(word: Word, found: Reading) -> bool:
    """Whether the text has the word, its people's name, or the name of its people's country."""
    if word.stem in found.places:
        return True
    root = word.lower.removesuffix("'s").rstrip("'")
    kin = next((line.split() for line in _NATIONS if root in line.split()), None)
    roots = {other.lower.removesuffix("'s").rstrip("'") for other in found.words if other.capital}
    if kin and roots & set(kin):
        return True
    base = _ENDINGS.sub("", root)
    return len(base) >= 4 and any(_ENDINGS.sub("", other) == base for other in roots)


def _initials_of(name: Name, said: Reading, found: Reading) -> bool:
    """Whether the name's first letters are an abbreviation in the text."""
    if len(name.words) < 2:
        return False
    letters = "".join(said.words[i].text[0] for i in name.words).lower()
    return any(w.text.isupper() and w.lower.replace(".", "") == letters for w in found.words)


def _spelled_out(name: Name, said: Reading, found: Reading) -> bool:
    """Whether the name is an abbreviation of words that stand together in the text."""
    short = said.words[name.words[0]].lower.replace(".", "")
    if len(name.words) > 1 or not said.words[name.words[0]].text.isupper() or len(short) < 2:
        return False
    capitals = "".join(
        word.lower[0] if word.content and word.capital else " "
        for word in found.words
        if word.lower not in _JOINS
    )
    return short in capitals
