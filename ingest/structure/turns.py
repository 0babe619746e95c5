"""Who speaks in a transcript of a hearing, a press call or an interview."""

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.document_words import (
    NO_SPEAKERS,
    QUESTIONERS,
    SPEAKER_TITLES,
    SPEECH_WORDS,
)
from rag.language.english import NAME_PARTICLES
from rag.language.patterns import any_of
from rag.language.sentences import trim
from rag.structure import Structure, Turn

_SPACE = r"[^\S\r\n]"
_START = rf"^(?P<lead>{_SPACE}{{0,12}}(?:>{_SPACE}{{0,3}})?)"
_NAME = r"[^\W\d_][\w.'’-]{0,30}"
_TITLES = tuple(title.title() for title in SPEAKER_TITLES)
_CAPITALS = r"[A-Z][A-Z.'’-]{0,30}"
_ORGANISATION = rf"(?:{_SPACE}?\([^()\r\n]{{1,80}}\))?"
_AFTER_COLON = rf":{_SPACE}+(?=\S)"
_PATTERNS = {
    # Q    When?  **Q1:** When?
    "question": (
        r"(?:\*\*)?(?P<name>(?:Q|A|Question|Answer)\d{0,3})(?:\*\*)?"
        rf"(?:[.:](?:\*\*)?{_SPACE}+|{_SPACE}{{2,}})(?=\S)"
    ),
    # **Ms Berg**: No.
    "bold": rf"\*\*(?P<name>[^\W\d_][^*:\r\n]{{0,60}})(?::\*\*|\*\*:){_SPACE}*",
    # MR. HALM: No.
    "capitals": (
        rf"(?P<name>{_CAPITALS}(?:{_SPACE}{_CAPITALS}){{0,6}}{_ORGANISATION}){_AFTER_COLON}"
    ),
    # Ms Berg (Ostrel): No.
    "name": rf"(?P<name>{_NAME}(?:{_SPACE}{_NAME}){{0,6}}{_ORGANISATION}){_AFTER_COLON}",
    # Mr. HALM. No.
    "stop": (
        rf"(?P<name>(?:{any_of(_TITLES)}\.?{_SPACE})?{_CAPITALS}(?:{_SPACE}{_CAPITALS}){{0,4}})"
        rf"\.{_SPACE}+(?=[A-Z“\"\[(])"
    ),
}
"""How a speaker is marked."""
_COMPILED = {
    style: re.compile(_START + pattern, re.MULTILINE) for style, pattern in _PATTERNS.items()
}
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_ASKS = re.compile(r"\?[\"”’)\]*_]{0,4}\Z")
_LEAST_TURNS = 4
_LEAST_TITLED = 2
"""Turns of a transcript in which the speakers are surely named: "MR. HALM:", "Q"."""
_LEAST_SPEECH = 0.4
"""Share of the turns that hold a question, or a word of people who speak to one another."""
_OPENING = 400
"""Characters of a turn in which such words are looked for."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a turn may begin.

    Attributes:
        style: how the speaker is marked, a key of `_PATTERNS`.
        words: offset of the first word said.
        is_sure: whether a person is surely named.
    """

    style: str
    speaker: str
    start: int
    words: int
    is_sure: bool


def turns_of(text: str, structure: Structure) -> tuple[Turn, ...]:
    """The turns of speech in a text; empty where nothing shows that people speak.

    A turn ends where the next begins, or at a heading.
    """
    starts = _established(_starts(text))
    if not starts or not _is_speech(text, starts):
        return ()
    borders = [block.start for block in structure.blocks if block.kind == "heading"]
    turns = []
    for found, after in zip(starts, [*starts[1:], None], strict=True):
        last = after.start if after else len(text)
        n = bisect.bisect_right(borders, found.words)
        start, end = trim(text, found.words, min([last, *borders[n : n + 1]]))
        if start < end:
            asks = _asks(found.speaker, text[max(start, end - 8) : end])
            turns.append(Turn(found.speaker, found.start, end, start, asks))
    return tuple(turns)


def _starts(text: str) -> list[_Start]:
    """Where turns may begin, in order."""
    found: dict[int, _Start] = {}
    for style, pattern in _COMPILED.items():
        for match in pattern.finditer(text):
            start = match.end("lead")
            speaker = match["name"].strip(" *")
            if start not in found and _may_speak(speaker, style):
                found[start] = _Start(style, speaker, start, match.end(), _is_sure(speaker, style))
    return [found[start] for start in sorted(found)]


def _may_speak(speaker: str, style: str) -> bool:
    """Whether words before a colon can be the name of a speaker."""
    if style == "question":
        return True
    words = speaker.partition("(")[0].split()
    bare = [word.strip(".,'’-").lower() for word in words]
    if not words or (set(bare) & NO_SPEAKERS and bare[0] not in SPEAKER_TITLES):
        return False
    if style == "stop":
        return len(words) > 1
    return all(word[0].isupper() or word in NAME_PARTICLES for word in words)


def _is_sure(speaker: str, style: str) -> bool:
    first = speaker.split(maxsplit=1)[0].strip(".").lower()
    return style == "question" or (first in SPEAKER_TITLES and first != "the")


def _established(starts: Sequence[_Start]) -> list[_Start]:
    """Those that are marked in a style which the text has again and again."""
    asked = any(found.speaker[0] == "Q" for found in starts if found.style == "question")
    styles = Counter(found.style for found in starts)
    titled = Counter(found.style for found in starts if found.is_sure)
    kept = [
        found
        for found in starts
        if (asked if found.style == "question" else styles[found.style] >= _LEAST_TURNS)
        or (asked and found.is_sure)
        or titled[found.style] >= _LEAST_TITLED == styles[found.style]
    ]
    speakers = Counter(found.speaker for found in kept)
    recurs = len(kept) > len(speakers) or asked or all(found.is_sure for found in kept)
    return kept if recurs and len(speakers) > 1 else []


def _is_speech(text: str, starts: Sequence[_Start]) -> bool:
    """Whether what is said there is said by people to one another."""
    if sum(found.is_sure for found in starts) > len(starts) / 2:
        return True
    spoken = 0
    for found, after in zip(starts, [*starts[1:], None], strict=True):
        last = min(after.start if after else len(text), found.words + _OPENING)
        opening = text[found.words : last]
        words = {word.lower().replace("’", "'") for word in _WORD.findall(opening)}
        spoken += "?" in opening or bool(words & SPEECH_WORDS)
    return spoken >= _LEAST_SPEECH * len(starts)


def _asks(speaker: str, ending: str) -> bool:
    return speaker.rstrip("0123456789").lower() in QUESTIONERS or bool(_ASKS.search(ending))
