"""What is searched for: the parts of a question, the dates it names, the turns before it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rag import Filters, Turn
from rag.search.plan import Plan, Vague, plan_for
from rag.search.smalltalk import SmallTalk
from tests.rag.search.records import record

TURNS = (Turn("user", "Where did it rain in May?"), Turn("assistant", "In Brno."))
DAYS = (date(2026, 3, 4), date(2026, 3, 19), None, date(2026, 5, 28))


def plan(
    question: str,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    days: Sequence[date | None] = DAYS,
) -> Plan:
    plan = plan_for(question, history, filters, lambda: [record(day) for day in days])
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize(
    ("question", "since", "until", "latest"),
    [
        ("What has been said since 10 March?", date(2026, 3, 10), None, False),
        ("What has been said since March 10th, 2026?", date(2026, 3, 10), None, False),
        ("What has been said since 2026-03-10?", date(2026, 3, 10), None, False),
        ("What changed since May?", date(2026, 5, 1), None, False),
        ("As of 5 March 2026, how many were dead?", None, date(2026, 3, 5), True),
        ("How many were dead as of March 2026?", None, date(2026, 3, 31), True),
        ("What is the latest toll?", None, None, True),
        ("What is currently known?", None, None, True),
        ("How many people have left since 1990?", None, None, False),  # before all documents
        ("What is known as of 2031?", None, None, False),  # after all documents
        ("What happened since 31 April 2026?", date(2026, 4, 30), None, False),
        ("How did the war go since then?", None, None, False),
        ("Who signed in March?", None, None, False),
    ],
)
def test_dates_in_a_question(
    question: str, since: date | None, until: date | None, latest: bool
) -> None:
    found = plan(question)
    assert (found.filters.since, found.filters.until) == (since, until)
    assert found.scope.latest is latest


def test_the_search_text_shows_the_dates() -> None:
    assert plan("What is new since 10 March?").text == (
        "What is new since 10 March? [published since 2026-03-10]"
    )
    assert plan("What is the latest toll?").text == "What is the latest toll? [latest first]"
    assert plan("What is the toll?").text == "What is the toll?"


def test_dates_narrow_the_filters_given() -> None:
    given = Filters(since=date(2026, 3, 15), until=date(2026, 5, 1), documents=("a",))
    assert plan("What is new since 10 March?", filters=given).filters == given
    assert plan("What is new since 1 April?", filters=given).filters == Filters(
        date(2026, 4, 1), date(2026, 5, 1), ("a",)
    )


def test_a_library_without_dates_has_no_bounds() -> None:
    found = plan("What is the latest since 10 March?", days=[None, None])
    assert found.filters == Filters()
    assert found.text == "What is the latest since 10 March?"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who chairs the inquiry, and when must it report?",
            ["Who chairs the inquiry?", "when must it report?"],
        ),
        ("How many died? Who was the master?", ["How many died?", "Who was the master?"]),
        ("When and where was it signed?", ["When and where was it signed?"]),
        ("Who came and went?", ["Who came and went?"]),
        ("Who won? Thanks!", ["Who won? Thanks!"]),
        (
            "Who won? Who lost? Who drew? Who left? Who paid?",
            ["Who won? Who lost? Who drew? Who left? Who paid?"],
        ),
    ],
)
def test_parts_of_a_question(question: str, parts: list[str]) -> None:
    assert [search.question for search in plan(question).queries] == parts


def test_a_later_part_leans_on_the_one_before() -> None:
    first, second = plan("Who chairs the inquiry, and when must it report?").queries
    assert not first.needs_context
    assert second.needs_context
    assert second.earlier == ("Who chairs the inquiry?",)


def test_the_turns_before_join_every_part() -> None:
    history = [Turn("user", "What is Maritime Inquiry No. 5?"), Turn("assistant", "An inquiry.")]
    for search in plan("Who chairs it, and when must it report?", history).queries:
        assert search.earlier[0] == "What is Maritime Inquiry No. 5?"


def test_a_later_part_does_not_make_a_conversation() -> None:
    question = "Who chairs the inquiry, and when must it report?"
    assert not plan(question).has_history
    assert plan(question, [Turn("user", "What is Maritime Inquiry No. 5?")]).has_history


def test_small_talk_is_told_before_all_else() -> None:
    def fail(*_: object) -> Any:
        raise AssertionError("neither documents nor a model are asked")

    assert plan_for("Thank you!", TURNS, Filters(), fail, fail) is SmallTalk.THANKS


def test_a_vague_question_needs_a_conversation() -> None:
    assert plan_for("Any news?", (), Filters(), list) == Vague()
    assert isinstance(plan_for("Any news?", TURNS, Filters(), list), Plan)


def test_a_question_that_was_rewritten_is_planned_alone() -> None:
    rewritten = plan_for("And?", TURNS, Filters(), list, lambda *_: "Who signed the accord?")
    assert rewritten == plan_for("Who signed the accord?", (), Filters(), list)
    kept = plan_for("And?", TURNS, Filters(), list, lambda *_: None)
    assert kept == plan_for("And?", TURNS, Filters(), list)


def test_the_subject_is_the_question_with_the_one_before_it_where_it_needs_that() -> None:
    assert plan("And in Ostrava?", TURNS).subject == "Where did it rain in May? And in Ostrava?"
    two = "Who chairs the inquiry, and when must it report?"
    assert plan(two).subject == two
