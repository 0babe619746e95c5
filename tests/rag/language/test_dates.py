"""Dates and periods as people write them."""

from datetime import date

import pytest

from rag.language.dates import read_period, read_range, written_day

THURSDAY = date(2026, 5, 28)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-05-06", "2026-05-06", "2026-05-06"),
        ("5 May 2026", "2026-05-05", "2026-05-05"),
        ("the 5th of May 2026", "2026-05-05", "2026-05-05"),
        ("May 5th, 2026", "2026-05-05", "2026-05-05"),
        ("MAY 5,  2026", "2026-05-05", "2026-05-05"),
        ("13/3/2026", "2026-03-13", "2026-03-13"),
        ("3/13/2026", "2026-03-13", "2026-03-13"),
        ("5.3.2026", "2026-03-05", "2026-03-05"),
        ("Sept 2025", "2025-09-01", "2025-09-30"),
        ("May, 2025", "2025-05-01", "2025-05-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("the end of 2025", "2025-01-01", "2025-12-31"),
        ("mid-May 2025", "2025-05-01", "2025-05-31"),
    ],
)
def test_dates_in_full(written: str, first: str, last: str) -> None:
    for reference in (THURSDAY, date(2031, 1, 1)):
        period = read_period(written, reference)
        assert period is not None
        assert (period.first, period.last, period.reading) == (day(first), day(last), "")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("Sept. 5", "2025-09-05", "2025-09-05"),
        ("28 May", "2026-05-28", "2026-05-28"),
        ("29 May", "2025-05-29", "2025-05-29"),
        ("feb 29", "2024-02-29", "2024-02-29"),
        ("March", "2026-03-01", "2026-03-31"),
        ("June", "2025-06-01", "2025-06-30"),
        ("Monday", "2026-05-25", "2026-05-25"),
        ("Thursday", "2026-05-28", "2026-05-28"),
        ("last Thursday", "2026-05-21", "2026-05-21"),
        ("yesterday", "2026-05-27", "2026-05-27"),
        ("today", "2026-05-28", "2026-05-28"),
        ("last week", "2026-05-18", "2026-05-24"),
        ("this week", "2026-05-25", "2026-05-31"),
        ("the last week", "2026-05-21", "2026-05-28"),
        ("the past week", "2026-05-21", "2026-05-28"),
        ("last month", "2026-04-01", "2026-04-30"),
        ("previous month", "2026-04-01", "2026-04-30"),
        ("this month", "2026-05-01", "2026-05-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("the past 10 days", "2026-05-18", "2026-05-28"),
        ("past ten days", "2026-05-18", "2026-05-28"),
        ("the last couple of weeks", "2026-05-14", "2026-05-28"),
        ("the past 3 months", "2026-02-28", "2026-05-28"),
        ("10 days ago", "2026-05-18", "2026-05-18"),
        ("two months ago", "2026-03-01", "2026-03-31"),
    ],
)
def test_dates_counted_from_the_reference(written: str, first: str, last: str) -> None:
    period = read_period(written, THURSDAY)
    assert period is not None
    assert (period.first, period.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("written", "first", "reading"),
    [
        ("5/3/2026", "2026-03-05", "5/3/2026 as 5 March 2026, day first"),
        ("12-11-2025", "2025-11-12", "12-11-2025 as 12 November 2025, day first"),
        ("5/5/2026", "2026-05-05", ""),
        ("31/1/2026", "2026-01-31", ""),
        ("1/31/2026", "2026-01-31", ""),
    ],
)
def test_what_may_be_either_way_round_is_taken_day_first(
    written: str, first: str, reading: str
) -> None:
    period = read_period(written, THURSDAY)
    assert period is not None
    assert (period.first, period.reading) == (day(first), reading)


@pytest.mark.parametrize(
    ("written", "last_of_month"),
    [
        ("31 April 2026", "2026-04-30"),
        ("2026-02-31", "2026-02-28"),
        ("29 Feb 2025", "2025-02-28"),
        ("February 30, 2024", "2024-02-29"),
    ],
)
def test_a_day_that_its_month_lacks_is_its_last(written: str, last_of_month: str) -> None:
    period = read_period(written, THURSDAY)
    assert period is not None
    assert (period.first, period.last) == (day(last_of_month), day(last_of_month))


@pytest.mark.parametrize(
    "written",
    [
        *("", "rain", "99 May 2026", "0 May", "2026-13-01", "the past few weeks", "5 May 20260"),
        *("several days ago", "\0", "\x85", "1" * 30, "May " * 30, "9" * 400, "٣/٣/٢٠٢٦x"),
    ],
)
def test_what_is_no_date(written: str) -> None:
    assert read_period(written, THURSDAY) is None


@pytest.mark.parametrize(
    "written",
    ["9999-12-31", "31 Dec 9999", "0001-01-01", "999 years ago", "this week", "last Monday"],
)
@pytest.mark.parametrize("reference", [date.min, date.max, THURSDAY])
def test_the_ends_of_the_calendar_raise_nothing(written: str, reference: date) -> None:
    period = read_period(written, reference)
    assert period is None or period.first <= period.last


@pytest.mark.parametrize(
    ("ends", "first", "last"),
    [
        (("March", "May 2026"), "2026-03-01", "2026-05-31"),
        (("1", "5 May"), "2026-05-01", "2026-05-05"),
        (("the 1st", "5th of May 2025"), "2025-05-01", "2025-05-05"),
        (("May 1", "5"), "2026-05-01", "2026-05-05"),
        (("November", "February 2026"), "2025-11-01", "2026-02-28"),
        (("March 2025", "May"), "2025-03-01", "2025-05-31"),
        (("November 2025", "February"), "2025-11-01", "2026-02-28"),
        (("May", "March"), "2025-05-01", "2026-03-31"),
        (("2022", "2024"), "2022-01-01", "2024-12-31"),
        (("1 March", "2026-05-05"), "2026-03-01", "2026-05-05"),
    ],
)
def test_ranges(ends: tuple[str, str], first: str, last: str) -> None:
    period = read_range(*ends, THURSDAY)
    assert period is not None
    assert (period.first, period.last) == (day(first), day(last))


@pytest.mark.parametrize("ends", [("2024", "2022"), ("rain", "5 May"), ("5 May", "rain")])
def test_what_is_no_range(ends: tuple[str, str]) -> None:
    assert read_range(*ends, THURSDAY) is None


def test_both_ends_of_a_range_say_how_they_were_taken() -> None:
    period = read_range("5/3/2026", "7/3/2026", THURSDAY)
    assert period is not None
    assert period.reading == (
        "5/3/2026 as 5 March 2026, day first; 7/3/2026 as 7 March 2026, day first"
    )


def test_a_day_is_written_in_english() -> None:
    assert written_day(date(2026, 9, 5)) == "5 September 2026"
