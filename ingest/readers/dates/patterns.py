"""Patterns of a day written out, and the day that they found."""

import re
from datetime import date

from rag.language.english import MONTHS, ORDINAL_ENDINGS
from rag.language.patterns import any_of

MONTH = rf"(?P<month>{any_of(MONTHS)})\.?"
DAY = rf"(?P<day>\d{{1,2}})(?:{any_of(ORDINAL_ENDINGS)})?"
YEAR = r"(?P<year>(?:19|20)\d{2})"
ISO = r"(?P<year>(?:19|20)\d{2})(?P<sep>[-/._])(?P<m>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
DAY_FIRST = (
    r"(?P<day>\d{1,2})(?P<sep_after_day>[-/.])(?P<m>\d{1,2})(?P=sep_after_day)"
    r"(?P<year>(?:19|20)\d{2})"
)

WRITTEN = (
    rf"{DAY}\s++(?:of\s++)?{MONTH},?\s++{YEAR}(?!\d)",
    rf"{MONTH}\s++{DAY},?\s++{YEAR}(?!\d)",
    rf"{ISO}(?!\d)",
    rf"{DAY_FIRST}(?!\d)",
)
"""Patterns of a day in a text, for `re.IGNORECASE`."""


def day_of(match: re.Match[str]) -> date | None:
    """The day that a pattern matched; None where the calendar has none, or it may be two."""
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
