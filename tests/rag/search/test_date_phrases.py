"""The dates that a question names, and what the words beside them make of them."""

from datetime import date

import pytest

from rag.search.date_phrases import Phrase, date_phrases, looks_ahead, looks_back, names_dates

REFERENCE = date(2026, 5, 28)
TODAY = date(2026, 6, 2)


def phrases(question: str) -> list[Phrase]:
    return date_phrases(question, REFERENCE, TODAY)


@pytest.mark.parametrize(
    ("question", "written", "kind"),
    [
        ("What changed since Sept. 5?", "since Sept. 5", "since"),
        ("from May onwards", "from May onwards", "since"),
        ("What came later than March?", "later than March", "after"),
        ("prior to 5/3/2026", "prior to 5/3/2026", "before"),
        ("up  to 2025", "up  to 2025", "until"),
        ("As at 5 May", "As at 5 May", "as of"),
        ("rain in May 2025, snow", "in May 2025", "within"),
        ("rain between 1 and 5 May", "between 1 and 5 May", "within"),
        ("rain from 1 May to 5 June", "from 1 May to 5 June", "within"),
        ("rain during the past week", "during the past week", "recent"),
        ("rain two weeks ago", "two weeks ago", "recent"),
        ("rain this year", "this year", "ongoing"),
        ("rain on Monday", "on Monday", "within"),
    ],
)
def test_kinds(question: str, written: str, kind: str) -> None:
    (phrase,) = phrases(question)
    assert (phrase.written, phrase.kind, phrase.of_documents) == (written, kind, False)
    assert phrase.period is not None
    assert names_dates(question)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("briefings of 5 May", "of 5 May"),
        ("the documents that were published in May", "in May"),
        ("what is dated 5 May: dated before 5 May", "before 5 May"),
        ("What has been said of grain until May?", "until May"),
        ("news from 1 to 5 May", "from 1 to 5 May"),
    ],
)
def test_dates_of_documents(question: str, written: str) -> None:
    phrase = phrases(question)[-1]
    assert (phrase.written, phrase.of_documents) == (written, True)


def test_bounds_are_inclusive() -> None:
    bounds = {
        "since May": (date(2026, 5, 1), None),
        "after May": (date(2026, 6, 1), None),
        "before May": (None, date(2026, 4, 30)),
        "until May": (None, date(2026, 5, 31)),
        "in May": (date(2026, 5, 1), date(2026, 5, 31)),
    }
    for question, expected in bounds.items():
        assert phrases(question)[0].bounds == expected
    assert phrases("after 31 Dec 9999")[0].bounds == (date.max, None)
    assert phrases("in the past few days")[0].bounds == (None, None)


def test_they_come_in_order_and_do_not_overlap() -> None:
    found = phrases("In May, what had changed since March, or between 2 and 4 April, by 2025?")
    assert [phrase.written for phrase in found] == [
        *("In May", "since March", "between 2 and 4 April", "by 2025"),
    ]


def test_periods_are_counted_from_today_and_other_dates_from_the_reference() -> None:
    yesterday, june = phrases("since yesterday and in June")
    assert yesterday.bounds == (date(2026, 6, 1), None)
    assert june.bounds == (date(2025, 6, 1), date(2025, 6, 30))


def test_whether_a_question_looks_ahead_or_back() -> None:
    assert looks_ahead("What is due after May?")
    assert not looks_ahead("What happened after May?")
    assert looks_back("What happened this month?")
    assert not looks_back("What was planned this month?")
    assert not looks_back("What does it cost this month?")
