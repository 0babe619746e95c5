"""Plain text: which lines are headings."""

import pytest

from ingest.readers import plain

BODY = (
    "The visit served as a demonstration of the resilience of the partnership of the two\n"
    "states, and it was followed by the signing of a number of documents on trade and on\n"
    "the building of a second pipeline, on which the talks had lasted for many long years.\n"
)


def titles(text: str) -> list[str]:
    content = plain.read(text.encode())
    assert content.text == text
    assert content.sections[-1].end == len(text)
    return [section.title for section in content.sections if section.title]


@pytest.mark.parametrize(
    "heading",
    ["Trade and gas", "TRADE AND GAS", "3. Trade and gas", "IV. Trade", "2.1 Trade", "1990 again"],
)
def test_a_short_line_that_stands_apart_is_a_heading(heading: str) -> None:
    assert titles(f"{BODY}\n{heading}\n\n{BODY}") == [heading]
    assert titles(f"{BODY}\n{heading}\n{BODY}") == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "Trade fell again.",
        "Was trade better?",
        "Among others:",
        "- Trade",
        "• Trade",
        "a) Trade",
        "trade and gas",
        "4 March 2026",
        "(in thousands)",
        "=====",
        "One two three four five six seven eight nine ten eleven twelve thirteen",
        "The line is as long as any other of the paragraphs of this text, which are wrapped",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert titles(f"{BODY}\n{line}\n{BODY}") == []


@pytest.mark.parametrize("underline", ["-----", "=====", "~~~", "***"])
def test_an_underlined_line_is_a_heading(underline: str) -> None:
    assert titles(f"{BODY}\nTrade\n{underline}\n\n{BODY}") == ["Trade"]


def test_the_first_line_of_a_text_may_end_in_any_mark_but_a_full_stop() -> None:
    assert titles(f"Where are we going?\n\n{BODY}") == ["Where are we going?"]
    assert titles(f"We are going.\n\n{BODY}") == []


def test_lines_with_little_text_below_them_are_a_list() -> None:
    assert titles(f"The summit\n{BODY}\nTrade\nGas\n\nOil\nCoal\n\nRail\n{BODY}") == [
        "The summit",
        "Rail",
    ]


def test_a_line_before_lower_case_is_wrapped_text() -> None:
    assert titles(f"{BODY}\nThe envoys\nof the four states met again.\n{BODY}") == []


def test_a_heading_that_is_underlined_is_told_without_its_rule() -> None:
    content = plain.read(f"The strait of Orel\n==================\n\n{BODY}".encode())
    assert content.sections[0].title == "The strait of Orel"
    block = content.structure.blocks[0]
    assert (block.kind, block.level) == ("heading", 1)
    assert content.text[block.start : block.end].endswith("=\n".strip())


def test_levels_are_told_by_numbers_rules_and_capitals() -> None:
    parts = ["The strait", "2. Trade", "2.1 Gas", "2.1.3 Prices", "THE FLEET", "A later part"]
    content = plain.read("\n\n".join(f"{part}\n\n{BODY}" for part in parts).encode())
    assert [s.level for s in content.sections] == [1, 2, 3, 4, 2, 3]


def test_a_line_that_breaks_off_is_no_heading() -> None:
    assert titles(f"{BODY}\nAda Lund: I would not go so far—\n\n{BODY}") == []
