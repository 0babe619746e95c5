"""Which documents a question is about, by what it says of dates.

What plainly tells when documents were published narrows the search to them:

- a lower bound ("since", "after", "from May onwards") and a period counted from today ("last week",
  "in the past 10 days"): what happened then stands in no earlier document. A question about what is
  to come ("What will be paid after 5 May?") is not narrowed, since an earlier document may tell,
  and by "this week" only one about what happened ("What has changed this week?");
- "as of" and "as at", which ask for what was known then;
- any other bound or period that the words tie to documents: "documents of 5 May", "news between
  March and May", "what was known before June", "published by 2025".

Any other date ("in 2025", "before March") may be when something happened, which a later document
may tell. It stays among the words that are searched for. A notice says that it chose no documents,
where it could have: where some were published then and others were not.

Where every document lies within a bound ("since 1990") there is nothing to choose and nothing to
say. Where none does, where no document has a date, and where a date that would narrow the search
cannot be read, documents of every date are searched, and a notice says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.language.dates import written_day
from rag.search.date_phrases import Phrase, date_phrases, looks_ahead, looks_back, names_dates
from rag.search.latest import asks_for_latest
from rag.types import DocumentRecord, Filters

_ANY_DAY = date(2000, 1, 1)
"""Counted from where there is no day to count from; no document has a date to compare then."""


@dataclass(frozen=True, slots=True)
class DateScope:
    """Which documents, by the date they were published, a question is about.

    Attributes:
        since, until: inclusive; None where the question sets no bound.
        latest: whether it asks for what the latest of the documents says.
        readings: how dates of the bounds were taken that may be either way round.
        notices: sentences for the reader, one for each date that the question names and that chose
            no documents, where it could have.
    """

    since: date | None = None
    until: date | None = None
    latest: bool = False
    readings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The scope as shown in a search text, e.g. "published since 2026-05-05"; "" for none."""
        bounds = [
            *([f"since {self.since}"] if self.since else []),
            *([f"until {self.until}"] if self.until else []),
        ]
        readings = f" ({'; '.join(self.readings)})" if self.readings else ""
        shown = [f"published {' '.join(bounds)}{readings}"] if bounds else []
        return ", ".join([*shown, *(["latest first"] if self.latest else [])])

    def narrowed(self, filters: Filters) -> Filters:
        """The filters, narrowed by the scope."""
        sinces = [day for day in (filters.since, self.since) if day]
        untils = [day for day in (filters.until, self.until) if day]
        return replace(filters, since=max(sinces, default=None), until=min(untils, default=None))


def asks_for_dates(question: str) -> bool:
    """Whether `date_scope` could say anything of the question."""
    return asks_for_latest(question) or names_dates(question)


def date_scope(
    question: str, records: Sequence[DocumentRecord], today: date | None = None
) -> DateScope:
    """The scope that the question's words set.

    A date without a year is the last one of that day or month up to the latest document.

    Args:
        records: of the library.
        today: the day from which "last week" is counted; by default, that of the latest document.
    """
    days = [record.published for record in records if record.published]
    reference = max(days, default=today or _ANY_DAY)
    scope = DateScope(latest=bool(days) and asks_for_latest(question))
    for phrase in date_phrases(question, reference, today or reference):
        if _narrows(phrase, question):
            scope = _narrowed_by(scope, phrase, days)
        elif _could_choose(phrase, days):
            scope = _noticed(scope, _not_used(phrase))
    return replace(scope, notices=tuple(dict.fromkeys(scope.notices)))


def undated_notices(filters: Filters, records: Sequence[DocumentRecord]) -> tuple[str, ...]:
    """How many documents a date filter leaves out because they have no date, as a sentence.

    Args:
        records: of the library.

    Returns:
        Nothing where no date filter holds, or every document that it concerns has a date.
    """
    if not filters.since and not filters.until:
        return ()
    wanted = frozenset(filters.documents)
    undated = [r for r in records if not r.published and (not wanted or r.id in wanted)]
    if not undated:
        return ()
    left_out = "1 document" if len(undated) == 1 else f"{len(undated):,} documents"
    return (f"{left_out} without a date {'was' if len(undated) == 1 else 'were'} left out.",)


def _narrows(phrase: Phrase, question: str) -> bool:
    """Whether a date plainly tells when documents were published; the module says why."""
    if phrase.of_documents or phrase.kind in {"since", "as of"}:
        return True
    if phrase.kind == "ongoing":
        return looks_back(question)
    return phrase.kind in {"after", "recent"} and not looks_ahead(question)


def _could_choose(phrase: Phrase, days: Sequence[date]) -> bool:
    """Whether some documents were published in the time that is meant, and others were not."""
    inside = [_lies_within(day, *phrase.bounds) for day in days]
    return phrase.period is not None and any(inside) and not all(inside)


def _narrowed_by(scope: DateScope, phrase: Phrase, days: Sequence[date]) -> DateScope:
    """The scope with the bounds that a phrase sets, or with a notice why it sets none."""
    written = f"“{phrase.written}”"
    if not days:
        return _noticed(
            scope, f"No document has a date, so {written} was not used to choose documents."
        )
    if phrase.period is None:
        return _noticed(
            scope, f"{written} could not be read as a date and was not used to choose documents."
        )
    since, until = phrase.bounds
    if phrase.kind in {"recent", "ongoing"} and not phrase.of_documents:
        until = None  # a later document may tell what happened then
    if all(_lies_within(day, since, until) for day in days):
        return scope
    if (since and scope.since) or (until and scope.until):
        return _noticed(scope, _not_used(phrase))
    since, until = since or scope.since, until or scope.until
    if not any(_lies_within(day, since, until) for day in days):
        return _noticed(
            scope,
            f"No document was published {_named(since, until)}, so {written} was not used to "
            "choose documents.",
        )
    return replace(
        scope,
        since=since,
        until=until,
        # What was known at a time is what the last document before it says.
        latest=scope.latest or phrase.kind in {"as of", "until", "before"},
        readings=(*scope.readings, *filter(None, [phrase.period.reading])),
    )


def _not_used(phrase: Phrase) -> str:
    return (
        f"“{phrase.written}” was not used to choose documents by date. If it should be, ask for "
        f"“documents published {phrase.written}”."
    )


def _noticed(scope: DateScope, notice: str) -> DateScope:
    return replace(scope, notices=(*scope.notices, notice))


def _lies_within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _named(since: date | None, until: date | None) -> str:
    if since and until:
        if since == until:
            return f"on {written_day(since)}"
        return f"between {written_day(since)} and {written_day(until)}"
    return f"since {written_day(since)}" if since else f"until {written_day(until or date.max)}"
