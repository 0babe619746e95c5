"""What a question says of dates: "since 5 May", "as of March 2026", "the latest".

They narrow the search by the date a document was published, or put the latest document first.
"""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from typing import Literal

from rag.types import DocumentRecord, Filters

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_DATE = (
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    rf"|(?:the\s+)?(?P<day_a>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_a>{_MONTH})\b\.?"
    r"(?:,?\s+(?P<year_a>\d{4}))?"
    rf"|(?P<month_b>{_MONTH})\b\.?\s+(?P<day_b>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_b>\d{{4}}))?"
    rf"|(?P<month_c>{_MONTH})\b\.?(?:,?\s+(?P<year_c>\d{{4}}))?"
    r"|(?P<year_d>(?:19|20)\d{2})\b"
)
_BOUNDS: tuple[tuple[Literal["since", "until"], re.Pattern[str]], ...] = (
    (
        "since",
        re.compile(rf"\b(?:since|published\s+(?:since|from))\s+(?:{_DATE})", re.IGNORECASE),
    ),
    (
        "until",
        re.compile(
            rf"\b(?:as\s+of|as\s+at|published\s+(?:until|by|up\s+to))\s+(?:{_DATE})",
            re.IGNORECASE,
        ),
    ),
)
_LATEST = re.compile(
    r"\b(?:latest|newest|most\s+recent(?:ly)?|current(?:ly)?|as\s+of\s+now|at\s+present)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateScope:
    """Which documents, by the date they were published, a question is about.

    Attributes:
        since, until: inclusive; None where the question sets no bound.
        latest: whether it asks for what the latest of the documents says.
    """

    since: date | None = None
    until: date | None = None
    latest: bool = False

    @property
    def text(self) -> str:
        """The scope as shown in a search text, e.g. "published since 2026-05-05"; "" for none."""
        said = [
            f"{word} {day}" for word, day in (("since", self.since), ("until", self.until)) if day
        ]
        shown = [f"published {' '.join(said)}"] if said else []
        return ", ".join([*shown, *(["latest first"] if self.latest else [])])

    def narrowed(self, filters: Filters) -> Filters:
        """The filters, narrowed by the scope."""
        sinces = [day for day in (filters.since, self.since) if day]
        untils = [day for day in (filters.until, self.until) if day]
        return replace(filters, since=max(sinces, default=None), until=min(untils, default=None))


def asks_for_dates(question: str) -> bool:
    """Whether `date_scope` could say anything of the question."""
    return bool(_LATEST.search(question)) or any(p.search(question) for _, p in _BOUNDS)


def date_scope(question: str, records: Sequence[DocumentRecord]) -> DateScope:
    """The scope that the question's words set.

    A date without a year is the last one of that day or month up to the latest document. A bound
    that no dated document, or every one, lies within says nothing of the documents ("since 1990")
    and is left out.

    Args:
        records: of the library.
    """
    days = sorted(record.published for record in records if record.published)
    if not days:
        return DateScope()
    bounds: dict[str, date] = {}
    for bound, pattern in _BOUNDS:
        if match := pattern.search(question):
            first, last = _period(match, days[-1])
            day = first if bound == "since" else last
            inside = [d >= day if bound == "since" else d <= day for d in days]
            if any(inside) and not all(inside):
                bounds[bound] = day
    latest = bool(_LATEST.search(question)) or "until" in bounds
    return DateScope(bounds.get("since"), bounds.get("until"), latest)


def _period(match: re.Match[str], reference: date) -> tuple[date, date]:
    """First and last day of what was written."""
    said = {name.partition("_")[0]: text for name, text in match.groupdict().items() if text}
    year = int(said["year"]) if "year" in said else None
    if "month" not in said:
        year = year or reference.year
        return date(year, 1, 1), date(year, 12, 31)
    written = said["month"].lower()
    month = int(written) if written.isdigit() else _month(written)
    month = min(max(month, 1), 12)
    if year is None:
        day = min(int(said.get("day", 1)), 28)
        year = reference.year - (date(reference.year, month, max(day, 1)) > reference)
    year = min(max(year, 1), MAXYEAR)
    longest = calendar.monthrange(year, month)[1]
    if "day" not in said:
        return date(year, month, 1), date(year, month, longest)
    exact = date(year, month, min(max(int(said["day"]), 1), longest))
    return exact, exact


def _month(written: str) -> int:
    return next(n for name, n in _MONTHS.items() if name.startswith(written))
