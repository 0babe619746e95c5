"""Names of a text, and whether another text has them."""

import re
from collections.abc import Set
from dataclasses import dataclass

from rag.language.english import NAME_PARTICLES, NOT_NAME_ENDINGS
from rag.verification.countries import Countries, names_any
from rag.verification.parsing import ParsedText, Word

_SHORTEST_STEM = 3
"""Letters before an ending by which a word is told to be no name: "Ted" may be one."""
_ENDINGS = re.compile(r"(?:ians?|ans?|ers?|ese|ish|s)$")
"""What the names of a town's people add to its name: Berliners, Parisians."""
_SHORTEST_ROOT = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A run of words written as a name.

    Attributes:
        words: indices of its words in the text, joining words left out.
        text: as written.
        is_certain: whether it can only be a name; a word that opens a sentence may be none.
    """

    words: tuple[int, ...]
    text: str
    is_certain: bool


def names(parsed: ParsedText, apart: Set[int] = frozenset()) -> list[Name]:
    """The names, in order. A word that opens a sentence and is elsewhere in lower case is none.

    Args:
        apart: offsets of the text that hold no names, as those of its dates.
    """
    plain = {word.lower for word in parsed.words if word.is_content and not word.is_capitalised}
    result: list[Name] = []
    run: list[int] = []
    for index, word in enumerate(parsed.words):
        dated = word.start in apart
        if _is_name(word) and not dated and not (word.opens_sentence and word.lower in plain):
            run.append(index)
            continue
        joins = run and word.lower in NAME_PARTICLES and index + 1 < len(parsed.words)
        if joins and _is_name(parsed.words[index + 1]) and word.lower != "and":
            continue
        result.extend(_closed(parsed, run))
        run = []
    return [*result, *_closed(parsed, run)]


def _is_name(word: Word) -> bool:
    return word.is_content and word.is_capitalised and any(c.isalpha() for c in word.text)


def _closed(parsed: ParsedText, run: list[int]) -> list[Name]:
    if not run:
        return []
    first, last = parsed.words[run[0]], parsed.words[run[-1]]
    text = parsed.text[first.start : last.start + len(last.text)]
    lone = len(run) == 1 and first.opens_sentence
    is_certain = not lone or (first.text.isupper() and len(first.text) > 1)
    if lone and not is_certain and first.lower.endswith(NOT_NAME_ENDINGS, _SHORTEST_STEM):
        return []
    return [Name(tuple(run), text, is_certain)]


def absent(
    name: Name,
    claim: ParsedText,
    evidence: ParsedText,
    claim_countries: Countries,
    evidence_countries: Countries,
) -> list[int]:
    """The words of a name, by index, that the evidence does not have in any form."""
    named = frozenset().union(*evidence_countries.values())
    missing = []
    for index in name.words:
        word = claim.words[index]
        places = evidence.positions.get(word.stem, ())
        if index in claim_countries:
            has_it = names_any(claim_countries[index], named) or any(
                place not in evidence_countries for place in places
            )
        else:
            has_it = bool(places) or _has_root(word, evidence)
        if not has_it:
            missing.append(index)
    if missing and (_initials_of(name, claim, evidence) or _spelled_out(name, claim, evidence)):
        return []
    return missing


def _has_root(word: Word, evidence: ParsedText) -> bool:
    """Whether the evidence has the town or other place whose people the word names, or its people.

    Countries are told by their names (`rag.verification.countries`).
    """
    root = _root(word)
    return len(root) >= _SHORTEST_ROOT and any(
        _root(other) == root for other in evidence.words if other.is_capitalised
    )


def _root(word: Word) -> str:
    return _ENDINGS.sub("", word.lower.removesuffix("'s").rstrip("'"))


def _initials_of(name: Name, claim: ParsedText, evidence: ParsedText) -> bool:
    """Whether the name's first letters are an abbreviation in the text."""
    if len(name.words) < 2:
        return False
    letters = "".join(claim.words[i].text[0] for i in name.words).lower()
    return any(w.text.isupper() and w.lower.replace(".", "") == letters for w in evidence.words)


def _spelled_out(name: Name, claim: ParsedText, evidence: ParsedText) -> bool:
    """Whether the name is an abbreviation of words that stand together in the text."""
    short = claim.words[name.words[0]].lower.replace(".", "")
    if len(name.words) > 1 or not claim.words[name.words[0]].text.isupper() or len(short) < 2:
        return False
    capitals = "".join(
        word.lower[0] if word.is_content and word.is_capitalised else " "
        for word in evidence.words
        if word.lower not in NAME_PARTICLES
    )
    return short in capitals
