"""The dates that a question names, and what the words beside them make of them.

"Since 5 May" sets a first day and "before June" a last one; "in 2025" names a period, and "last
week" one that is counted from today. "Documents of 5 May" ties a date to the documents rather than
to what they tell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from rag.language.dates import DAY_NUMBER, RELATIVE, WRITTEN, Period, read_period, read_range
from rag.language.english import DOCUMENTS, LOOKING_AHEAD, LOOKING_BACK, PUBLISHED, TOLD, WEEKDAYS
from rag.language.patterns import any_of

Kind = Literal["since", "after", "before", "until", "as of", "within", "recent", "ongoing"]

_MOST_PHRASES = 8
"""Dates of one kind that are read of a question; each takes some milliseconds."""

_BOUNDS: dict[str, Kind] = {
    "since": "since",
    "after": "after",
    "later than": "after",
    "before": "before",
    "prior to": "before",
    "earlier than": "before",
    "until": "until",
    "till": "until",
    "up to": "until",
    "by": "until",
    "as of": "as of",
    "as at": "as of",
}
_FLAGS = re.VERBOSE | re.IGNORECASE
_BE = r"(?:(?:is|are|was|were|been|has|have|had)\s++){0,2}"
_DOCUMENTS = rf"""
    (?P<documents>
        \b{any_of(DOCUMENTS)}\s++ (?:(?:that|which)\s++)? {_BE} (?:{any_of(PUBLISHED)}\s++)?
      | \b(?:published|dated)\s++ )?
"""
_RANGE = re.compile(
    rf"""
    {_DOCUMENTS}
    \b(?:between|from)\s++
    (?P<first>{WRITTEN}|{DAY_NUMBER}) \s*+ (?:and|to|until|till|through|–|-) \s*+
    (?P<last>{WRITTEN}|{DAY_NUMBER})
    """,
    _FLAGS,
)
_ONWARDS = re.compile(
    rf"{_DOCUMENTS} \bfrom\s++(?P<period>{WRITTEN}|{RELATIVE})\s++onwards?\b", _FLAGS
)
_BOUND = re.compile(
    rf"{_DOCUMENTS} \b(?P<bound>{any_of(_BOUNDS)})\s++(?P<period>{WRITTEN}|{RELATIVE})", _FLAGS
)
_WITHIN = re.compile(
    rf"""
    {_DOCUMENTS}
    (?: \b(?P<lead>in|on|during|within|over|for|from|of)\s++ (?P<period>{WRITTEN}|{RELATIVE})
      | \b(?P<alone>{RELATIVE}) )
    """,
    _FLAGS,
)
_TELLS = re.compile(
    rf"\b(?:what|anything|nothing)\s+(?:has|had|have|was|is)\s+(?:been\s+)?{any_of(TOLD)}\b",
    re.IGNORECASE,
)
_LOOKS_AHEAD = re.compile(rf"\b{any_of(LOOKING_AHEAD)}\b", re.IGNORECASE)
_LOOKS_BACK = re.compile(rf"\b{any_of(LOOKING_BACK)}\b", re.IGNORECASE)
_LEADS_OF_EVENTS = frozenset({"in", "on", "during", "within", "over", "last"})
_RELATIVE = re.compile(RELATIVE, _FLAGS)
_DAY_NUMBER = re.compile(DAY_NUMBER, _FLAGS)
_NAMED_DAY = re.compile(rf"{any_of(WEEKDAYS)}|today", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date of a question with the words before it.

    Attributes:
        written: as in the question, e.g. "before March".
        kind: "within" a period; "recent" where it is past and counted from today, "ongoing" where
            today lies in it; else a bound.
        period: None where it cannot be read.
        of_documents: whether the words tie it to when documents were published.
    """

    written: str
    kind: Kind
    period: Period | None
    of_documents: bool

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """First and last day of what is meant, inclusive; None for no bound."""
        if self.period is None:
            return None, None
        first, last = self.period.first, self.period.last
        if self.kind == "since":
            return first, None
        if self.kind == "after":
            return _shifted(last, 1), None
        if self.kind == "before":
            return None, _shifted(first, -1)
        if self.kind in {"until", "as of"}:
            return None, last
        return first, last


def names_dates(question: str) -> bool:
    """Whether `date_phrases` finds any."""
    return next(_found(question), None) is not None


def looks_ahead(question: str) -> bool:
    """Whether it asks for what is to come, as far as its words show."""
    return bool(_LOOKS_AHEAD.search(question))


def looks_back(question: str) -> bool:
    """Whether it asks for what happened up to now, as far as its words show."""
    return bool(_LOOKS_BACK.search(question)) and not looks_ahead(question)


def date_phrases(question: str, reference: date, today: date) -> list[Phrase]:
    """The dates that a question names, in order; of one kind the first eight.

    Args:
        reference: a date without a year is the last one up to this day.
        today: the day from which "last week" is counted.
    """
    tells = bool(_TELLS.search(question))
    phrases = []
    for match, kind in sorted(_found(question), key=lambda found: found[0].start()):
        documents = match["documents"] or ""
        if match.re is _RANGE:
            period = read_range(match["first"], match["last"], reference)
        else:
            written = _period_text(match)
            is_relative = _RELATIVE.fullmatch(written) is not None
            period = read_period(written, today if is_relative else reference)
        if documents.strip().lower() == "published" and kind == "within":
            of_documents = tells  # "What was published in May?", but not "a book published in May"
        else:
            of_documents = bool(documents) or (tells and match.re is not _WITHIN)
        phrases.append(Phrase(match.group()[len(documents) :], kind, period, of_documents))
    return phrases


def _found(question: str) -> Iterator[tuple[re.Match[str], Kind]]:
    """The phrases with a date, and what they are; no two overlap."""
    taken: list[tuple[int, int]] = []
    for pattern in (_RANGE, _ONWARDS, _BOUND, _WITHIN):
        for match in islice(pattern.finditer(question), _MOST_PHRASES):
            kind = _kind(match)
            if kind and all(match.end() <= begin or match.start() >= end for begin, end in taken):
                taken.append(match.span())
                yield match, kind


def _kind(match: re.Match[str]) -> Kind | None:
    """What a phrase is; None for words that name no date of documents or events."""
    if match.re is _RANGE:
        return "within" if _is_range(match["first"], match["last"]) else None
    if match.re is _ONWARDS:
        return "since"
    if match.re is _BOUND:
        return _BOUNDS[" ".join(match["bound"].lower().split())]
    named_day = _NAMED_DAY.search(_period_text(match))
    recent = _RELATIVE.fullmatch(_period_text(match)) and not named_day
    if recent:
        return "ongoing" if _period_text(match).lower().startswith("this") else "recent"
    if match["documents"]:
        return "within"
    # "For 2025", "of May" and "today" are no more than words of the question.
    lead = match["lead"] or _period_text(match).split()[0]
    return "within" if lead.lower() in _LEADS_OF_EVENTS else None


def _is_range(first: str, last: str) -> bool:
    """Whether at least one end is more than a number: "from 1 to 5" is none."""
    if _DAY_NUMBER.fullmatch(first):
        return any(c.isalpha() for c in last) and not _DAY_NUMBER.fullmatch(last)
    return not _DAY_NUMBER.fullmatch(last) or any(c.isalpha() for c in first)


def _period_text(match: re.Match[str]) -> str:
    return str(match["period"] or match.groupdict().get("alone") or "")


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # the first or the last day of all
        return day
