"""The date of a line that is no more than a date with a label, a place, a weekday or a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.readers.dates.patterns import WRITTEN, day_of
from rag.language.document_words import (
    CHANGED_WORDS,
    LABEL_WORDS,
    OTHER_DATE_WORDS,
    PUBLISHED_WORDS,
)
from rag.language.english import NAME_PARTICLES, WEEKDAYS
from rag.language.patterns import any_of

Label = Literal["published", "changed", "other", ""]
"""What a label says the date is of: the publication, a change, something else; "" for no label."""

_MARKS = "*_#>|\"'`“”[]() \t\u00a0"
_WEEKDAY = rf"(?:{any_of([*WEEKDAYS, *(day[:3] for day in WEEKDAYS)])}\.?,?\s++)?"
_TIME = r"(?:T\d{2}:\d{2}[\d:.+Zz-]{0,20}|[,\s]++(?:at\s++)?\d{1,2}[:.]\d{2}.{0,16})?"
_DATES = [
    re.compile(rf"{_WEEKDAY}{pattern}{_TIME}(?P<rest>.*)", re.IGNORECASE) for pattern in WRITTEN
]
_START = re.compile(
    rf"(?<![\w/.-])(?:{any_of([*WEEKDAYS, *(day[:3] for day in WEEKDAYS)])}\b|\d|[A-Z][a-z]{{2}})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_REST = re.compile(r"[.;,(|–—/-]|by\b|in\b|at\b|updated\b", re.IGNORECASE)
"""What may follow a date behind a label: the name of its author, a second date."""
_DATELINE = re.compile(r"(?:[—–]|-{1,2}\s)\s*+\S")
_OF_TESTIMONY = {"delivery", "expected"}
"""In "For release on delivery, expected at 2:00 p.m.", which stands above a testimony."""
_LONGEST_LABEL = 40
_LONGEST_LINE = 120
"""Characters of a line that is no more than a date with a label and a place."""
_MOST_WORDS_OF_PLACE = 5
_MOST_STARTS = 12
"""Words of a line at which a date is looked for."""


@dataclass(frozen=True, slots=True)
class DatedLine:
    """What a line, or one of the cells of a line, says of a date.

    Attributes:
        day: None where it is a label alone, whose date may be in the next cell or line.
        ends_in_colon: whether a label alone ends in a colon.
    """

    day: date | None
    label: Label
    ends_in_colon: bool = False


def parse_date(text: str) -> date | None:
    """The date that a short text consists of; None where it is something else."""
    found = read_line(text.strip())
    return found.day if found and found.label != "other" else None


def read_line(line: str, *, may_open_a_paragraph: bool = False) -> DatedLine | None:
    """What a line says of a date; None where it says nothing of one.

    Args:
        line: without white space around it.
        may_open_a_paragraph: whether the line may go on after a place and a date, as the first of
            a press report does: "OSLO, 4 May 2026 — The …".
    """
    head = line[:_LONGEST_LINE]
    words = head.strip(_MARKS)
    for start in _starts(words):
        for pattern in _DATES:
            match = pattern.match(words, start)
            day = day_of(match) if match else None
            if match and day:
                rest = match["rest"].strip(_MARKS + ".–—:")
                label = _label_of(words[:start])
                if may_open_a_paragraph and label == "" and start:
                    is_alone = not rest or _DATELINE.match(match["rest"].lstrip()) is not None
                else:
                    is_alone = len(line) <= _LONGEST_LINE and (
                        not rest or (label in {"published", "changed"} and _follows(match["rest"]))
                    )
                return DatedLine(day, label) if is_alone and label is not None else None
    return _label_alone(words) if len(line) <= _LONGEST_LABEL else None


def _label_of(prefix: str) -> Label | None:
    """What the words before a date say it is of; None where they are no label and no place."""
    words = [word.lower() for word in _WORD.findall(prefix)]
    if not words:
        return None if any(c.isdigit() for c in prefix) else ""
    if words[:2] == ["for", "release"] and not set(words) & OTHER_DATE_WORDS - _OF_TESTIMONY:
        return "published"
    if len(prefix) > _LONGEST_LABEL:
        return None
    if words[0] == "by" and not (set(words[1:]) & OTHER_DATE_WORDS) and _is_place(prefix):
        return ""
    has_colon = prefix.rstrip(_MARKS).endswith(":")
    known = set(words)
    if known & OTHER_DATE_WORDS and not known & CHANGED_WORDS:
        return "other"
    if known & CHANGED_WORDS and (has_colon or len(words) <= 3):
        return "changed"
    if known & PUBLISHED_WORDS and (has_colon or known <= LABEL_WORDS):
        return "published"
    if words == ["as", "of"]:
        return "published"
    return "" if _is_place(prefix) else None


def _starts(words: str) -> Iterator[int]:
    for n, match in enumerate(_START.finditer(words)):
        if n >= _MOST_STARTS:
            return
        yield match.start()


def _follows(rest: str) -> bool:
    return _REST.match(rest.lstrip()) is not None


def _label_alone(words: str) -> DatedLine | None:
    colon = words.endswith(":")
    known = {word.lower() for word in _WORD.findall(words)}
    if not known or any(c.isdigit() for c in words):
        return None
    if known & OTHER_DATE_WORDS and not known & CHANGED_WORDS:
        return DatedLine(None, "other", colon)
    if known <= CHANGED_WORDS | LABEL_WORDS | {"last"}:
        if known & CHANGED_WORDS:
            return DatedLine(None, "changed", colon)
        if known & PUBLISHED_WORDS:
            return DatedLine(None, "published", colon)
    return None


def _is_place(prefix: str) -> bool:
    """Whether the words before a date are a place or a name: "Port Sabel,"."""
    words = prefix.strip(_MARKS)
    if not words.endswith((",", "|", "–", "—", "-", ":", "·", "•", ")")) or ". " in words:
        return False
    names = words.rstrip(",|–—-:·•) ").split()
    return 0 < len(names) <= _MOST_WORDS_OF_PLACE and all(
        name.strip(_MARKS + ",-–—").lower() in NAME_PARTICLES
        or name.strip(_MARKS + ",-–—")[:1].isupper()
        for name in names
    )
