"""Lists inside one paragraph."""

import pytest

from tests.ingest.structure.found import blocks


def words(text: str) -> list[tuple[str, int, str]]:
    return blocks(text)


def test_bullets_inside_a_line() -> None:
    assert words("The board decided: • Piers close. • Tolls rise. • Boats wait.") == [
        ("paragraph", 0, "The board decided:"),
        ("item", 1, "• Piers close."),
        ("item", 1, "• Tolls rise."),
        ("item", 1, "• Boats wait."),
    ]


@pytest.mark.parametrize(
    "marks", [("(a)", "(b)", "(c)"), ("(1)", "(2)", "(3)"), ("(i)", "(ii)", "(iii)")]
)
def test_counted_items_inside_a_sentence(marks: tuple[str, str, str]) -> None:
    one, two, three = marks
    list_of_three = f"{one} close the piers; {two} raise the toll; and {three} wait."
    text = f"The board is to {list_of_three} It may fail."
    assert words(text) == [
        ("paragraph", 0, "The board is to"),
        ("item", 1, f"{one} close the piers;"),
        ("item", 1, f"{two} raise the toll; and"),
        ("item", 1, f"{three} wait."),
        ("paragraph", 0, "It may fail."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The board (a) and the mayor (b) met the master (c) at noon.",
        "Under section 4 (b) and section 9 (a), the toll rises.",
        "It is either (a) a tax, or (b) a toll.",
        "The boat of Halm • on 4 May it sank.",
        "Vitamins (a) to (c) are scarce.",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert [kind for kind, _, _ in words(text)] == ["paragraph"]


def test_an_item_may_hold_a_list() -> None:
    text = "- Decided: • Piers close. • Tolls rise.\n- Nothing else."
    assert [level for _, level, _ in words(text)] == [1, 2, 2, 1]
