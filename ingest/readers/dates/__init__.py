"""The date a briefing gives for itself. Where it gives none, none is made up.

A date counts behind a label that says so, alone on one of the text's first lines or under its end,
with no more beside it than a place, a weekday or a time, and in a file's name. A date inside a
sentence is what the briefing speaks of, not when it was published. A day and month that may be
either way round are left alone.
"""

from ingest.readers.dates.any_language import day_in_any_language
from ingest.readers.dates.lines import parse_date
from ingest.readers.dates.names import date_in_name
from ingest.readers.dates.stated import StatedDate, dates_stated

__all__ = ["StatedDate", "date_in_name", "dates_stated", "day_in_any_language", "parse_date"]
