"""Where paragraphs begin, from lines as plain values."""

from typing import Any

import pytest

from ingest.readers.pdf.breaks import Breaks, is_item
from ingest.readers.pdf.page.lines import Line
from tests.ingest.readers.pdf.layouts import LEFT, RIGHT, line, page, spaced

PROSE = spaced("The talks in Muscat", "went on for a day", "and ended on Tuesday", "with a text")
"""Continued lines, from which the usual distance of lines is measured."""


def begins(before: Line, after: Line) -> bool:
    """Whether the second line begins a paragraph, on a page that also has `PROSE`."""
    lines = [*PROSE, before, after]
    return Breaks([page(lines)]).between(lines, len(lines) - 1)


def test_a_continued_line_does_not() -> None:
    assert not begins(line("The envoys of the four", 300), line("states left on Friday.", 312))


def test_a_line_of_a_new_sentence_in_a_full_paragraph_does_not() -> None:
    assert not begins(line("The envoys left today.", 300), line("They met again on Friday.", 312))


def test_a_wide_distance_does() -> None:
    assert begins(line("The envoys left today.", 300), line("They met again.", 318))


def test_a_sentence_that_goes_on_bridges_a_distance() -> None:
    assert not begins(line("The envoys of the four", 300), line("states left.", 318))
    assert begins(line("The envoys of the four", 300), line("states left.", 330))


def test_a_line_with_room_for_the_next_word_ends_a_paragraph() -> None:
    short = line("The envoys left.", 300, right=200.0)
    assert begins(short, line("They met again on Friday.", 312))
    full = line("The envoys left.", 300, right=RIGHT - 10)
    assert not begins(full, line("They met again on Friday.", 312))


def test_an_indented_line_does() -> None:
    after = line("They met again on Friday.", 312, left=LEFT + 12)
    assert begins(line("The envoys left today.", 300), after)


def test_a_centred_line_does() -> None:
    before = line("The Desk", 300, left=200.0, right=392.0)
    assert begins(before, line("Strait watch", 312, left=246.0, right=346.0))


@pytest.mark.parametrize(
    "changes",
    [{"size": 12.0}, {"bold": True}, {"is_table_row": True}],
    ids=["larger", "bold", "table row"],
)
def test_a_line_of_another_kind_does(changes: Any) -> None:
    assert begins(line("The envoys left today", 300), line("They met again", 312, **changes))


@pytest.mark.parametrize("text", ["• Insurers left", "- Insurers left", "– Insurers left"])
def test_an_item_of_a_list_does(text: str) -> None:
    assert begins(line("The envoys left today", 300), line(text, 312))
    assert is_item(text)


def test_a_numbered_line_does_after_a_sentence_only() -> None:
    numbered = line("2) the second of them", 312)
    assert begins(line("The first left.", 300), numbered)
    assert not begins(line("as it says in section", 300), numbered)
    assert not is_item("2) the second")


def test_a_raised_mark_belongs_to_its_line() -> None:
    mark = line("1", 296, size=6.0, left=RIGHT + 1, right=RIGHT + 4)
    assert not begins(line("The envoys left today", 300), mark)
    assert not begins(mark, line("and met again.", 300))


def test_a_second_column_continues_a_sentence() -> None:
    bottom = line("The envoys of the four", 700, right=280.0)
    top = line("states left on Friday.", 100, left=300.0)
    assert not begins(bottom, top)
    assert begins(line("The envoys left.", 700, right=280.0), top)


def test_a_paragraph_may_continue_on_the_next_page() -> None:
    breaks = Breaks([page(PROSE)])
    assert not breaks.across([line("The envoys of the four", 700)], [line("states left.", 100)])
    assert breaks.across([line("The envoys left.", 700)], [line("They met again.", 100)])
    assert breaks.across([line("The envoys of", 700)], [line("States", 100, size=14.0)])


def test_without_continued_lines_the_usual_leading_is_assumed() -> None:
    lines = spaced("The envoys left today.", "They met again.", step=12)
    assert not Breaks([page(lines)]).between(lines, 1)
    lines = spaced("The envoys left today.", "They met again.", step=20)
    assert Breaks([page(lines)]).between(lines, 1)
