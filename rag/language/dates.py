"""Dates and periods as people write them, read as their first and last day.

The names of months, weekdays and units are read by dateparser, which is given English alone and
nothing but a few words that a pattern of this module has found. What it says of a day this module
widens to the week, month or year that was meant.
"""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rag.language.english import (
    COUNTED,
    INDEFINITE_NUMBERS,
    MONTH_NAMES,
    MONTHS,
    ONES,
    ORDINAL_ENDINGS,
    PERIOD_PARTS,
    TENS,
    TIME_UNITS,
    WEEKDAYS,
)
from rag.language.patterns import any_of

_LONGEST = 60
"""Characters of a written date or period; what is longer is none."""

_NUMBER = rf"(?:\d{{1,3}}|{any_of([*ONES, *TENS])})"
_UNIT = any_of(TIME_UNITS)
_ORDINAL = rf"(?:{any_of(ORDINAL_ENDINGS)})?"
_MONTH = rf"{any_of(MONTHS)}\b\.?"
_YEAR = r"\d{4}\b"

DAY_NUMBER = rf"(?:the\s++)?\d{{1,2}}{_ORDINAL}\b(?![/.-]?\d)"
"""Pattern of the number of a day alone, as in "from 1 to 5 May"."""

WRITTEN = rf"""
    (?:
        (?: (?:the\s++)? {any_of(PERIOD_PARTS)} (?:\s++|-) (?:the\s++)? )?
        (?: \d{{4}}-\d{{2}}-\d{{2}}\b
          | \d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})\b
          | \d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b
          | \d{{1,2}}-\d{{1,2}}-\d{{4}}\b
          | (?:the\s++)? \d{{1,2}}{_ORDINAL}\s++(?:of\s++)?{_MONTH}(?:,?\s++{_YEAR})?
          | {_MONTH}\s++\d{{1,2}}{_ORDINAL}\b(?:,?\s++{_YEAR})?
          | {_MONTH}(?:,?\s++(?:of\s++)?{_YEAR})?
          | (?:19|20)\d{{2}}\b (?!\s*+{any_of(COUNTED)}) )
    )
"""
"""Pattern of a date or a period that is written out, for `re.VERBOSE | re.IGNORECASE`: a day, a
month, a year, with or without the larger one."""

RELATIVE = rf"""
    (?:
        (?:the\s++)?(?:last|past|previous)\s++
            (?: (?:{_NUMBER}|couple\s++of|{any_of(INDEFINITE_NUMBERS)})\s++{_UNIT}s?
              | {_UNIT} ) \b (?!\s++of\b)
      | this\s++(?:week|month|year)\b
      | (?:{_NUMBER}|an?)\s++{_UNIT}s?\s++ago\b
      | (?:last\s++)?{any_of(WEEKDAYS)}\b
      | yesterday\b | today\b
    )
"""
"""Pattern of a period that is told from the day it is spoken of, for the same flags: "last week",
"the past 10 days", "Monday"."""

_ROLLING = re.compile(
    rf"(?P<the>the\s+)?(?P<which>last|past|previous)\s+"
    rf"(?:(?P<number>{_NUMBER}|couple\s+of)\s+)?(?P<unit>{_UNIT})s?"
)
_WEEKDAY = re.compile(rf"(?:last\s+)?(?P<day>{any_of(WEEKDAYS)})")
_PART = re.compile(rf"(?:the\s+)?{any_of(PERIOD_PARTS)}(?:\s+|-)(?:the\s+)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERS = re.compile(r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<year>\d{2,4})")
_LAST_DAYS = re.compile(r"\b(?:29|30|31)(?!\d)")
_A_MONTH = re.compile(rf"\b{any_of(MONTHS)}\b\.?(?:,?\s+\d{{4}})?")
_HAS_YEAR = re.compile(r"\b\d{4}\b")
_A_NUMBER = re.compile(rf"(?:the\s+)?\d{{1,2}}{_ORDINAL}")


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a period.

    Attributes:
        first, last: inclusive; the same for a day.
        reading: how it was taken, where it may be either way round, e.g. "5/3/2026 as 5 March
            2026, day first"; else "".
    """

    first: date
    last: date
    reading: str = ""


def read_period(text: str, reference: date) -> Period | None:
    """The period that a few words name, or None where they name none.

    Of two numbers that may be day and month, the first is the day. A day that its month does not
    have is its last. A date without a year, and a weekday, are the last up to the reference. "Last
    week" is the calendar's, "the last week" and "the past week" the seven days up to the reference.

    Args:
        text: what `WRITTEN` or `RELATIVE` matches; anything else is no error.
        reference: the day from which "last week" and dates without a year are counted.
    """
    words = " ".join(text.lower().split())
    if not words or len(words) > _LONGEST:
        return None
    try:
        return _period(words, reference)
    except OverflowError:  # beyond the first or the last day of all
        return None


def read_range(first: str, last: str, reference: date) -> Period | None:
    """From the first day of one period to the last of another, or None where one cannot be read.

    What one lacks is taken from the other: the month of "1 to 5 May", the year of "March to May
    2025" and "March 2025 to May".
    """
    first, last = first.lower(), last.lower()
    ends = [_with_month(last, first)]
    year = _HAS_YEAR.search(first)
    if year and not _HAS_YEAR.search(last):
        ends = [f"{ends[0]} {int(year.group()) + more}" for more in (0, 1)]
    for end in ends:
        later = read_period(end, reference)
        earlier = read_period(_with_month(first, last), later.last) if later else None
        if later and earlier and earlier.first <= later.last:
            readings = dict.fromkeys(filter(None, (earlier.reading, later.reading)))
            return Period(earlier.first, later.last, "; ".join(readings))
    return None


def written_day(day: date) -> str:
    """A day in English, whatever the language of the machine: "5 May 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _period(words: str, reference: date) -> Period | None:
    words = _PART.sub("", words, count=1) if _PART.match(words) else words
    if rolling := _ROLLING.fullmatch(words):
        return _rolling(rolling, reference)
    if weekday := _WEEKDAY.fullmatch(words):
        return _weekday(weekday["day"], words, reference)
    numbers = _NUMBERS.fullmatch(words)
    found = _parsed(_day_first(numbers) if numbers else words, reference)
    if found is None:
        return None
    first, last = _widened(*found)
    is_ambiguous = numbers and first.day <= 12 and first.day != first.month
    return Period(
        first, last, f"{words} as {written_day(first)}, day first" if is_ambiguous else ""
    )


def _with_month(day: str, other: str) -> str:
    """The number of a day with the month of the other, where it is no more than a number."""
    month = _A_MONTH.search(other)
    return f"{day} {month.group()}" if month and _A_NUMBER.fullmatch(day) else day


def _day_first(match: re.Match[str]) -> str:
    """A date in numbers with its day first; where only the second can be a day, they are turned."""
    one, two = match["one"], match["two"]
    if int(two) > 12 >= int(one):
        one, two = two, one
    return f"{one}/{two}/{match['year']}"


def _rolling(match: re.Match[str], reference: date) -> Period | None:
    number = match["number"]
    if number is None and match["the"] is None and match["which"] != "past":
        calendar_period = _parsed(f"last {match['unit']}", reference)
        return Period(*_widened(*calendar_period)) if calendar_period else None
    count = "2" if number and number.startswith("couple") else number or "1"
    found = _parsed(f"{count} {match['unit']}s ago", reference)
    return Period(found[0], reference) if found else None


def _weekday(name: str, words: str, reference: date) -> Period:
    back = (reference.weekday() - WEEKDAYS.index(name)) % 7
    if words.startswith("last") and not back:
        back = 7
    day = reference - timedelta(days=back)
    return Period(day, day)


def _parsed(words: str, reference: date) -> tuple[date, str] | None:
    """A day in the period that is meant, and what it is a day of: "day", "week", "month", "year".

    A day that its month does not have ("31 April") becomes its last.
    """
    for attempt in (words, *(_LAST_DAYS.sub(day, words) for day in ("30", "29", "28"))):
        if _ISO.fullmatch(attempt):
            with suppress(ValueError):
                return date.fromisoformat(attempt), "day"
        elif (found := _ask_dateparser(attempt, reference)) is not None:
            return found
    return None


def _ask_dateparser(words: str, reference: date) -> tuple[date, str] | None:
    from dateparser.date import DateDataParser

    parser = DateDataParser(
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_LOCALE_DATE_ORDER": False,
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "current",
            "RELATIVE_BASE": datetime.combine(reference, time()),
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    try:
        found = parser.get_date_data(words)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # what its many formats make of words that are none
    return (found.date_obj.date(), found.period) if found.date_obj else None


def _widened(day: date, period: str) -> tuple[date, date]:
    """First and last day of the week, the month or the year of a day; the day alone otherwise."""
    if period == "week":
        return day - timedelta(days=day.weekday()), day + timedelta(days=6 - day.weekday())
    if period == "month":
        longest = calendar.monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=longest)
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
