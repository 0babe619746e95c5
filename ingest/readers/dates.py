"""The date a briefing gives for itself. Where it gives none, none is made up.

A date counts in a file's name, or where it stands alone on one of the text's first lines, with no
more beside it than a label, a place or a weekday. A date inside a sentence is what the briefing
speaks of, not when it was published. A day and month that may be either way round are left alone.
"""

import re
from datetime import date

from rag.language.english import MONTHS, ORDINAL_ENDINGS, WEEKDAYS
from rag.language.patterns import any_of

_MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
_DAY = rf"(?P<day>\d{{1,2}})(?:{any_of(ORDINAL_ENDINGS)})?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_ISO = r"(?P<year>(?:19|20)\d{2})(?P<sep>[-/._])(?P<m>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
_DAY_FIRST = (
    r"(?P<day>\d{1,2})(?P<sep_after_day>[-/.])(?P<m>\d{1,2})(?P=sep_after_day)"
    r"(?P<year>(?:19|20)\d{2})"
)
_COMPACT = r"(?P<year>(?:19|20)\d{2})(?P<m>\d{2})(?P<day>\d{2})"

_IN_NAME = [
    re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        _ISO,
        _COMPACT,
        _DAY_FIRST,
        rf"{_DAY}[-_ .]{_MONTH}[-_ .]{_YEAR}",
        rf"{_MONTH}[-_ .]{_DAY},?[-_ .]+{_YEAR}",
        rf"{_YEAR}[-_ .]{_MONTH}[-_ .]{_DAY}",
    )
]
_LABELS = (
    *"date dated published updated issued released".split(),
    *("publication date", "as of"),
)
_LABEL = rf"(?:[*_>#\s]*+{any_of(_LABELS)}\b[*_:\s]*+(?:on\s++)?|[*_\s]*+)"
_PLACE = r"(?:[^\W\d_][^\d,|]{1,40}[,|–—-]\s*+)?"
_WEEKDAY = rf"(?:{any_of(WEEKDAYS)},?\s++)?"
_TIME = r"(?:[,\s]++(?:at\s++)?\d{1,2}[:.]\d{2}.{0,12})?"
_LINES = [
    re.compile(rf"^{_LABEL}{_PLACE}{_WEEKDAY}{pattern}{_TIME}[*_\s.–—]*+$", re.IGNORECASE)
    for pattern in (
        rf"{_DAY}\s++(?:of\s++)?{_MONTH},?\s++{_YEAR}",
        rf"{_MONTH}\s++{_DAY},?\s++{_YEAR}",
        _ISO,
        _DAY_FIRST,
    )
]
_HEAD_LINES = 12
"""Lines in which a date of its own is looked for: title, subtitle, author and a few labels."""

_LONGEST_LINE = 100
"""Characters of a line that is no more than a date with a label and a place."""

_HEAD = 4_000
"""Characters that are split into lines, so that a long text without any is not."""


def date_in_name(name: str) -> date | None:
    """The date in a file's name, e.g. of "2026-03-04 strait.md"; None where there is none."""
    return next((d for p in _IN_NAME if (m := p.search(name)) and (d := _date(m))), None)


def date_in_head(text: str) -> date | None:
    """The date that stands alone on one of the first lines of a text; None where none does."""
    lines = [line.strip() for line in text[:_HEAD].splitlines() if line.strip()]
    for line in lines[:_HEAD_LINES]:
        if len(line) <= _LONGEST_LINE and (found := parse_date(line)):
            return found
    return None


def parse_date(text: str) -> date | None:
    """The date that a short text consists of; None where it is something else."""
    for pattern in _LINES:
        match = pattern.match(text.strip())
        if match and (found := _date(match)):
            return found
    return None


def _date(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    day, year = int(groups["day"]), int(groups["year"])
    if groups.get("month"):
        month = MONTHS[groups["month"].lower()]
    else:
        month = int(groups["m"])
        separator = groups.get("sep_after_day")
        if separator:
            if day <= 12 and month <= 12 and day != month and separator != ".":
                return None
            if month > 12:
                day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None
