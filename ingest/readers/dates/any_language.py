"""A date whose month is written in letters, in whatever language."""

import re
from datetime import date, datetime

_MONTH_NAME = r"[^\W\d_]{3,12}\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|°)?"
_OF = r"(?:(?:of|de|del)\s+)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WRITTEN_OUT = re.compile(
    rf"(?<!\d)\d{{1,2}}{_ORDINAL}\s+{_OF}{_MONTH_NAME},?\s+{_OF}{_YEAR}"
    rf"|{_MONTH_NAME}\s+\d{{1,2}}{_ORDINAL},?\s+{_YEAR}"
)
"""A date with its month in letters: day, month, year or month, day, year."""
_DIGITS = re.compile(r"\d+")


def day_in_any_language(words: str, *, at_start: bool = False) -> date | None:
    """A date with its month in letters, in any of the languages that htmldate knows.

    Args:
        words: in which it is looked for.
        at_start: whether they must begin with it.
    """
    match = _WRITTEN_OUT.match(words) if at_start else _WRITTEN_OUT.search(words)
    if match is None:
        return None
    from htmldate import find_date

    found = find_date(
        f'<html><body><abbr class="published">{match.group()}</abbr></body></html>',
        original_date=True,
        min_date=datetime(1900, 1, 1),
        max_date=datetime(2099, 12, 31),
    )
    day = date.fromisoformat(found) if found else None
    # Of words that are no month, htmldate takes the year alone, with the first of January.
    numbers = {int(digits) for digits in _DIGITS.findall(match.group())}
    return day if day and {day.day, day.year} <= numbers else None
