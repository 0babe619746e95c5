"""Sections from headings, and the first line of a text."""

import pytest

from ingest.readers.base import Heading, first_line, sections_from
from rag.types import Section


def test_headings_divide_a_span() -> None:
    assert sections_from([Heading("One", 5), Heading("Two", 9)], 20) == (
        Section("", 0, 5, level=0),
        Section("One", 5, 9),
        Section("Two", 9, 20),
    )


def test_a_heading_at_the_start_leaves_nothing_untitled() -> None:
    assert sections_from([Heading("One", 3)], 20, start=3) == (Section("One", 3, 20),)


def test_without_headings_the_span_is_one_section() -> None:
    assert sections_from([], 20, start=3) == (Section("", 3, 20, level=0),)


def test_empty_sections_are_left_out() -> None:
    assert sections_from([], 0) == ()
    assert sections_from([Heading("One", 5), Heading("Two", 5)], 5) == (Section("", 0, 5, level=0),)


def test_titles_are_cut() -> None:
    (section,) = sections_from([Heading("x" * 1001, 0)], 5000)
    assert section.title == "x" * 1000


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n--\n# The  strait #\nText.", "The strait"),
        ("\ufeffThe strait", "The strait"),
        ("one two three four", "one two …"),
        ("one two th", "one two th"),
        ("***", ""),
        ("", ""),
    ],
)
def test_the_first_line(text: str, line: str) -> None:
    assert first_line(text, longest=10) == line
