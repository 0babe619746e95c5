"""The date in a file's name."""

import re
from datetime import date

from ingest.readers.dates.patterns import DAY, DAY_FIRST, ISO, MONTH, YEAR, day_of

_COMPACT = r"(?P<year>(?:19|20)\d{2})(?P<m>\d{2})(?P<day>\d{2})"
_PATTERNS = [
    re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        ISO,
        _COMPACT,
        DAY_FIRST,
        rf"{DAY}[-_ .]{MONTH}[-_ .]{YEAR}",
        rf"{MONTH}[-_ .]{DAY},?[-_ .]+{YEAR}",
        rf"{YEAR}[-_ .]{MONTH}[-_ .]{DAY}",
    )
]


def date_in_name(name: str) -> date | None:
    """The date in a file's name, e.g. of "2026-03-04 strait.md"; None where there is none."""
    return next((d for p in _PATTERNS if (m := p.search(name)) and (d := day_of(m))), None)
