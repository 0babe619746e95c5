"""The date that a briefing gives for itself."""

from datetime import date

import pytest

from ingest.readers.dates import date_in_head, date_in_name, parse_date


@pytest.mark.parametrize(
    ("name", "day"),
    [
        *(("2026-03-04 strait.md", date(2026, 3, 4)), ("2026_3_4.txt", date(2026, 3, 4))),
        *(("note20260304.pdf", date(2026, 3, 4)), ("13-3-2026.md", date(2026, 3, 13))),
        *(("15_sept_2025 drill.md", date(2025, 9, 15)), ("Mar-4,-2026.md", date(2026, 3, 4))),
        *(("2026 December 24.md", date(2026, 12, 24)), ("4.3.2026.md", date(2026, 3, 4))),
        *(("4-3-2026.md", None), ("4-4-2026.md", date(2026, 4, 4)), ("strait.md", None)),
        *(("2026-02-30.md", None), ("12026-03-04.md", None), ("1826-03-04.md", None)),
        *(("4 maybe 2026.md", None),),
    ],
)
def test_dates_in_names(name: str, day: date | None) -> None:
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    "text",
    [
        *("5 May 2026", "5th of May, 2026", "May 5, 2026", "2026-05-05", "2026/5/5", "5.5.2026"),
        *("Date: Tuesday, 5 May 2026, 10:30", "**Published:** 5 May 2026", "as of May 5, 2026"),
        *("Port Sabel, 5 May 2026", "OSTREL – 5 May 2026.", "Publication date: 5 May 2026"),
        *("updated on 5 May 2026", "# date 5 May 2026"),
    ],
)
def test_a_line_that_is_a_date(text: str) -> None:
    assert parse_date(text) == date(2026, 5, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("", "rain", "May 2026", "5 May", "The accord was signed on 5 May 2026.", "31 April 2026"),
        *("4/3/2026", "5 May 2026 and after", "5 May 2026 6 May 2026", "Room 5, May 2026"),
    ],
)
def test_a_line_that_is_something_else(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_alone_on_one_of_the_first_lines_counts() -> None:
    assert date_in_head("Strait closed\n\n  5 May 2026  \nShips wait.") == date(2026, 5, 5)
    assert date_in_head("Strait closed on 5 May 2026\nShips wait.") is None
    lines = [f"Line {n}" for n in range(11)]
    assert date_in_head("\n".join([*lines, "5 May 2026"])) == date(2026, 5, 5)
    assert date_in_head("\n".join([*lines, "Line 11", "5 May 2026"])) is None
