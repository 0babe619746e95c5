"""Whether a quantity that a sentence states follows from the evidence."""

import pytest

from rag.language.numbers import quantities
from rag.verification.agreement import could_replace, follows, split_date


def agree(claim: str, evidence: str) -> bool:
    (stated,), (known,) = quantities(claim), quantities(evidence)
    return follows(stated, known)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("1.5 million", "1,5 million"),
        ("1500", "1,500"),
        ("1,234.5", "1.234,5"),
        ("2.5 million people", "2.5m people"),
        ("2.5m people", "2.5 million people"),
        ("3 percent", "3 %"),
        ("3 per cent", "3 percent"),
        ("two thirds of them", "67 percent of them"),
        ("33 percent of them", "a third of them"),
        ("half of them", "50 percent of them"),
        ("three quarters", "0.75"),
        ("minus 5 degrees", "-5 degrees"),
        ("−5 degrees", "-5 degrees"),
        ("Output fell by 3.5 percent", "change of -3.5 percent"),
        ("a decline of 3.5 percent", "-3.5 %"),
        ("a loss of $5 billion", "-$5 billion"),
        ("five degrees below zero", "-5 degrees"),
        ("3 points", "3 percentage points"),
        ("about 500", "512"),
        ("more than 1,000", "1,024"),
        ("nearly 40 percent", "38.5 percent"),
        ("4.2 million", "4,198,000"),
        ("the 1990s", "1994"),
        ("May 2026", "4 May 2026"),
        ("2026", "4 May 2026"),
        ("$5 million", "5 million"),
    ],
)
def test_what_follows(claim: str, evidence: str) -> None:
    assert agree(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("fell to 5 degrees", "fell to -5 degrees"),
        ("fell to -5 degrees", "fell to 5 degrees"),
        ("growth of 3.5 %", "growth of −3.5 %"),
        ("growth was 3.5 percent", "growth was minus 3.5 percent"),
        ("1.5 million", "15 million"),
        ("1,500", "1.5"),
        ("3 percent", "3 percentage points"),
        ("two thirds of them", "one third of them"),
        ("$5 million", "€5 million"),
        ("5 May 2026", "4 May 2026"),
        ("2025", "2026"),
        ("512", "about 500"),
        ("about 512", "500"),
        ("about 621", "620"),
        ("more than 253", "more than 250"),
        ("about 600", "512"),
        ("20 percent", "20"),
    ],
)
def test_what_does_not_follow(claim: str, evidence: str) -> None:
    assert not agree(claim, evidence)


def test_kinds_that_could_stand_for_each_other() -> None:
    number, percent, year = quantities("7 ships, 8 percent, in 2024")
    assert could_replace(number, percent)
    assert not could_replace(number, year)


def test_a_date_is_compared_by_its_day_and_its_year() -> None:
    (date,) = quantities("4 May 2026")
    day, year = split_date(date)
    assert (day.kind, day.value, day.month, day.day) == ("date", 0, 5, 4)
    assert (year.kind, year.value) == ("year", 2026)
    (month,) = quantities("December")
    assert split_date(month) == [month]
