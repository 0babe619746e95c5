"""Which documents a question is about, by what it says of dates."""

from collections.abc import Sequence
from datetime import date

import pytest

from rag import Filters
from rag.search.dates import DateScope, asks_for_dates, date_scope, undated_notices
from tests.rag.search.records import record

DAYS = (date(2026, 2, 11), date(2026, 3, 19), None, date(2026, 5, 28))
TODAY = date(2026, 6, 2)  # a Tuesday


def scope(
    question: str, days: Sequence[date | None] = DAYS, today: date | None = TODAY
) -> DateScope:
    return date_scope(question, [record(day) for day in days], today)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What has been said since 10 March?", "2026-03-10", None),
        ("What has been said since March 10th, 2026?", "2026-03-10", None),
        ("What has been said since 2026-03-10?", "2026-03-10", None),
        ("What changed since May?", "2026-05-01", None),
        ("What changed since Sept. 5?", None, None),  # every document is later
        ("What changed since Mar. 5?", "2026-03-05", None),
        ("What happened since 31 April 2026?", "2026-04-30", None),
        ("What happened after 19 March 2026?", "2026-03-20", None),
        ("What happened after March?", "2026-04-01", None),
        ("What happened later than 1/4/2026?", "2026-04-02", None),
        ("What changed from April onwards?", "2026-04-01", None),
        ("What happened last week?", "2026-05-25", None),
        ("What is new in the past 10 days?", "2026-05-23", None),
        ("What did Ostrel sign two months ago?", "2026-04-01", None),
        ("Which news since last month?", "2026-05-01", None),
        ("briefings of 19 March", "2026-03-19", "2026-03-19"),
        ("What do the documents published last month say?", "2026-05-01", "2026-05-31"),
        ("documents from 10 to 20 March", "2026-03-10", "2026-03-20"),
        ("What do news between March and April say?", "2026-03-01", "2026-04-30"),
        ("What was published in March?", "2026-03-01", "2026-03-31"),
        ("What was known of the crew between March and April?", "2026-03-01", "2026-04-30"),
    ],
)
def test_dates_that_narrow_the_search(question: str, since: str | None, until: str | None) -> None:
    found = scope(question)
    assert (found.since, found.until) == (day(since), day(until))
    assert (found.latest, found.notices) == (False, ())


@pytest.mark.parametrize(
    ("question", "until"),
    [
        ("As of 5 March 2026, how many were dead?", "2026-03-05"),
        ("How many were dead as at March 2026?", "2026-03-31"),
        ("What was known before April?", "2026-03-31"),
        ("What had been said prior to 19 March about grain?", "2026-03-18"),
        ("Which documents published by 1 May name Ostrel?", "2026-05-01"),
        ("news until April", "2026-04-30"),
    ],
)
def test_what_was_known_at_a_time_is_what_the_last_document_before_it_says(
    question: str, until: str
) -> None:
    assert scope(question) == DateScope(until=day(until), latest=True)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("What did Ostrel export before March?", "before March"),
        ("Who was chair until April 2026?", "until April 2026"),
        ("How many had left by 1 May 2026?", "by 1 May 2026"),
        ("What was the limit in March 2026?", "in March 2026"),
        ("What happened between March and April?", "between March and April"),
        ("How much rain fell from 1 to 20 March 2026?", "from 1 to 20 March 2026"),
        ("What will be due after 5 May?", "after 5 May"),
        ("Which books were published in March?", "in March"),
        ("What did he say on 28 May?", "on 28 May"),
        ("What did he say last Thursday?", "last Thursday"),
    ],
)
def test_a_date_that_may_be_of_events_leaves_a_notice(question: str, written: str) -> None:
    assert scope(question) == DateScope(
        notices=(
            f"“{written}” was not used to choose documents by date. If it should be, ask for "
            f"“documents published {written}”.",
        )
    )


def test_of_a_period_that_goes_on_only_what_happened_is_asked_of_its_documents() -> None:
    today = date(2026, 5, 30)
    assert scope("What has changed this month?", today=today) == DateScope(since=date(2026, 5, 1))
    for question in ("What does Ostrel need this month?", "What was due this month?"):
        found = scope(question, today=today)
        assert (found.since, found.until, len(found.notices)) == (None, None, 1)


def test_what_the_notice_advises_narrows_the_search() -> None:
    for written in ("before March", "by 1 May 2026", "in March 2026", "from 1 to 20 March 2026"):
        assert scope(f"What do documents published {written} say?").notices == ()
        assert scope(f"What do documents published {written} say?").until


@pytest.mark.parametrize(
    "question",
    [
        *("What was unemployment in 2025?", "Who built it before 1990?", "the target by 2050"),
        *("How many left since 1990?", "How did the war go since then?", "What fell by 2%?"),
        *("Which language is still spoken today?", "What happened after 2000 people fled?"),
        *("What is the budget for 2026?", "the last week of March", "from 1 to 5", "I may go"),
        *("Did it rain between 5 and 9?", "Monday", "in the last days of the war", "May I ask?"),
        *("What is due this year?",),  # every document is of this year
    ],
)
def test_where_no_documents_could_be_chosen_nothing_is_said(question: str) -> None:
    assert scope(question) == DateScope()


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        (
            "What is new since yesterday?",
            "No document was published since 1 June 2026, so “since yesterday” was not used to "
            "choose documents.",
        ),
        (
            "What is known as of 2020?",
            "No document was published until 31 December 2020, so “as of 2020” was not used to "
            "choose documents.",
        ),
        (
            "documents of 5 May",
            "No document was published on 5 May 2026, so “of 5 May” was not used to choose "
            "documents.",
        ),
        (
            "news between 1 and 5 May",
            "No document was published between 1 May 2026 and 5 May 2026, so “between 1 and 5 May” "
            "was not used to choose documents.",
        ),
        (
            "What is new since 99 May 2026?",
            "“since 99 May 2026” could not be read as a date and was not used to choose documents.",
        ),
        (
            "What happened in the past few weeks?",
            "“in the past few weeks” could not be read as a date and was not used to choose "
            "documents.",
        ),
    ],
)
def test_a_bound_that_cannot_be_kept_leaves_a_notice(question: str, notice: str) -> None:
    assert scope(question) == DateScope(notices=(notice,))


def test_without_dated_documents_a_bound_leaves_a_notice() -> None:
    notice = "No document has a date, so “since 10 March” was not used to choose documents."
    for days in ([], [None]):
        found = scope("What is the latest since 10 March, in 2026?", days)
        assert found == DateScope(notices=(notice,))


def test_bounds_of_both_sides_join() -> None:
    found = scope("What do documents since 1 March say that documents before April do too?")
    assert (found.since, found.until) == (date(2026, 3, 1), date(2026, 3, 31))


def test_of_two_bounds_of_a_side_the_first_counts_and_a_notice_names_the_other() -> None:
    found = scope("What changed since 1 March that had not since 1 May?")
    assert found.since == date(2026, 3, 1)
    assert found.notices == (
        "“since 1 May” was not used to choose documents by date. If it should be, ask for "
        "“documents published since 1 May”.",
    )


def test_bounds_that_exclude_each_other_leave_a_notice() -> None:
    found = scope("What changed since 1 May that documents before 1 April have?")
    assert (found.since, found.until, found.latest) == (date(2026, 5, 1), None, False)
    assert len(found.notices) == 1


def test_the_day_to_count_from_is_the_callers_and_else_the_latest_documents() -> None:
    assert scope("last week", today=date(2026, 4, 2)).since == date(2026, 3, 23)
    assert scope("last week", today=None).since == date(2026, 5, 18)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (DateScope(), ""),
        (DateScope(latest=True), "latest first"),
        (DateScope(since=date(2026, 5, 5)), "published since 2026-05-05"),
        (
            DateScope(date(2026, 3, 1), date(2026, 3, 31), latest=True),
            "published since 2026-03-01 until 2026-03-31, latest first",
        ),
    ],
)
def test_the_text_of_a_scope(found: DateScope, text: str) -> None:
    assert found.text == text


def test_the_text_says_which_way_round_a_date_was_taken() -> None:
    assert scope("What is new since 5/3/2026?").text == (
        "published since 2026-03-05 (5/3/2026 as 5 March 2026, day first)"
    )
    assert scope("What is new since 13/3/2026?").text == "published since 2026-03-13"


def test_filters_are_narrowed_and_never_widened() -> None:
    given = Filters(since=date(2026, 3, 15), until=date(2026, 5, 1), documents=("a",))
    assert DateScope().narrowed(given) == given
    assert DateScope(since=date(2026, 3, 10)).narrowed(given) == given
    assert DateScope(date(2026, 4, 1), date(2026, 4, 9)).narrowed(given) == Filters(
        date(2026, 4, 1), date(2026, 4, 9), ("a",)
    )


def test_only_questions_with_dates_ask_for_the_documents() -> None:
    for question in ("What changed since May?", "the latest toll", "in 2025", "last week"):
        assert asks_for_dates(question)
    for question in ("What changed?", "Who may sign?", "from 1 to 5", "spoken today", ""):
        assert not asks_for_dates(question)


@pytest.mark.timeout(10)
def test_of_many_dates_the_first_are_read() -> None:
    assert len(scope("before March and " * 100).notices) == 1
    many = " ".join(f"in {month} 2026" for month in ("March", "April", "May", "June") * 50)
    assert len(scope(many).notices) <= 8


SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("filters", "days", "notices"),
    [
        (Filters(SINCE), (*DAYS, None), ("2 documents without a date were left out.",)),
        (Filters(until=SINCE), DAYS, ("1 document without a date was left out.",)),
        (Filters(SINCE), (None,) * 1_234, ("1,234 documents without a date were left out.",)),
        (Filters(SINCE), (SINCE,), ()),
        (Filters(SINCE), (), ()),
        (Filters(), (None, None), ()),
        (Filters(documents=("dNone",)), (None,), ()),
        (Filters(SINCE, documents=("dNone",)), DAYS, ("1 document without a date was left out.",)),
        (Filters(SINCE, documents=("d2026-02-11",)), DAYS, ()),
    ],
)
def test_undated_documents_that_a_filter_leaves_out_are_counted(
    filters: Filters, days: Sequence[date | None], notices: tuple[str, ...]
) -> None:
    assert undated_notices(filters, [record(day) for day in days]) == notices
