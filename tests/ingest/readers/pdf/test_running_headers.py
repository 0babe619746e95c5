"""Running headers, footers and page numbers, from pages as plain values."""

from datetime import date

import pytest

from ingest.readers.pdf.page.lines import Line, PageLayout
from ingest.readers.pdf.running_headers import date_of, without_running_headers
from tests.ingest.readers.pdf.layouts import line, page, spaced

TOP, BELOW, MIDDLE, BOTTOM = 40.0, 100.0, 400.0, 780.0


def pages(*texts: str, at: float) -> list[PageLayout]:
    """A page for each text, which stands at that height, above or below two lines of its own."""
    layouts = []
    for number, text in enumerate(texts, 1):
        body = spaced(f"Body {number * 7} of it", f"and more {number * 7}", start=300)
        lines = [line(text, at), *body] if at < 300 else [*body, line(text, at)]
        layouts.append(page(lines, number))
    return layouts


def removed(layouts: list[PageLayout]) -> list[str]:
    kept, gone = without_running_headers(layouts)
    assert [layout.number for layout in kept] == [layout.number for layout in layouts]
    assert sum(len(layout.lines) for layout in [*kept]) + len(gone) == sum(
        len(layout.lines) for layout in layouts
    )
    return [line.text for line in gone]


@pytest.mark.parametrize("at", [TOP, BELOW, BOTTOM])
def test_words_repeated_on_three_pages_near_an_edge(at: float) -> None:
    assert removed(pages("The Desk", "the desk", "The Desk", at=at)) == [
        "The Desk",
        "the desk",
        "The Desk",
    ]


def test_words_repeated_in_the_middle_stay() -> None:
    assert removed(pages("The Desk", "The Desk", "The Desk", at=MIDDLE)) == []


def test_two_pages_are_enough_in_the_margin_alone() -> None:
    assert removed(pages("The Desk", "The Desk", at=TOP)) == ["The Desk", "The Desk"]
    assert removed(pages("The Desk", "The Desk", at=BELOW)) == []


def test_words_in_another_position_stay() -> None:
    layouts = [page([line("The Desk", TOP + 10 * n), line("Body", 400)], n + 1) for n in range(4)]
    assert removed(layouts) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3"),
        ("The Desk 11", "The Desk 12", "The Desk 13"),
        ("Annex iv", "Annex v", "Annex vi"),
    ],
)
def test_a_number_that_grows_with_the_pages(texts: tuple[str, ...]) -> None:
    assert removed(pages(*texts, at=BOTTOM)) == list(texts)


def test_a_number_that_does_not_grow_with_the_pages_stays() -> None:
    assert removed(pages("Day 3", "Day 8", "Day 9", at=BOTTOM)) == []


def test_a_growing_number_outside_the_margin_stays() -> None:
    assert removed(pages("Day 1", "Day 2", "Day 3", at=BELOW)) == []


@pytest.mark.parametrize("text", ["4", "- 4 -", "Page 4", "p. 4", "4/12", "4 of 12"])
def test_the_number_of_its_own_page_needs_no_other_page(text: str) -> None:
    assert removed([page([line("Body", 400), line(text, BOTTOM)], 4)]) == [text]


def test_another_number_needs_other_pages() -> None:
    assert removed([page([line("Body", 400), line("5", BOTTOM)], 4)]) == []


def test_a_number_between_other_lines_stays() -> None:
    lines = [line("Body", 400), line("4", BOTTOM - 10), line("A note below", BOTTOM)]
    assert removed([page(lines, 4)]) == []


def test_a_page_of_nothing_but_its_number_keeps_it() -> None:
    assert removed([page([line("4", BOTTOM)], 4)]) == []


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["The Desk", "4 March 2026"], date(2026, 3, 4)),
        (["4 March 2026", "4 March 2026"], date(2026, 3, 4)),
        (["4 March 2026", "5 March 2026"], None),
        (["Printed on 4 March 2026 by Ana"], None),
        ([], None),
    ],
)
def test_the_date_of_the_running_headers(texts: list[str], day: date | None) -> None:
    lines: list[Line] = [line(text) for text in texts]
    assert date_of(lines) == day
