"""Which lines of a text are one paragraph, and which are items."""

import pytest

from tests.ingest.structure.found import blocks

PROSE = (
    "The ferry to Halm was late by an hour on every day of the week but one, and it was full.\n"
    "Nobody at the pier could say why, though the master of the port had been asked to look\n"
    "into the matter twice before the end of the season that is now behind the whole island.\n"
)


def kinds(text: str, name: str = "a.txt") -> list[str]:
    return [f"{kind}{level or ''} {words}" for kind, level, words in blocks(text, name)]


@pytest.mark.parametrize(
    "text",
    [
        PROSE.strip(),
        "The wreck was found at noon on the shoal by the divers of the harbour board, and by\n"
        "T. Okoro, who has the kiosk.",
        "The bridge carries up to 900 lorries a day, and the toll on each of them has been\n"
        "12. It rises in May.",
        "The toll was raised in\n2019. It had been the same since the bridge was built in\n1988.",
        "The master of the port, who had been asked by the mayor of\nHalm, said no.",
    ],
)
def test_lines_broken_to_a_width_are_one_paragraph(text: str) -> None:
    for name in ("a.txt", "a.md"):
        assert [kind for kind, _, _ in blocks(f"{PROSE}\n{text}\n\n{PROSE}", name)] == (
            ["paragraph"] * 3
        )


def test_a_dash_that_begins_a_line_of_plain_text_is_no_bullet() -> None:
    text = "The council met in the hall, which has no heating, and in the\n- by then dark - yard."
    assert [kind for kind, _, _ in blocks(f"{PROSE}\n{text}\n\n{PROSE}")] == ["paragraph"] * 3


def test_lines_of_a_page_stand_alone() -> None:
    text = (
        "The ferry is late\nBy Ada Lund\nThe ferry to Halm was late by an hour. " + "It was. " * 30
    )
    assert kinds(text, "a.md")[:2] == ["paragraph The ferry is late", "paragraph By Ada Lund"]
    assert len(kinds(text, "a.md")) == 3


def test_a_short_line_after_a_full_stop_ends_a_paragraph() -> None:
    assert len(kinds(f"{PROSE}It rained.\n{PROSE}")) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_items_have_levels(name: str) -> None:
    text = (
        "The board decided:\n\n- Piers are closed\n  - the east pier\n"
        "  - the west pier\n- Tolls rise\n"
    )
    assert kinds(text, name) == [
        "paragraph The board decided:",
        "item1 - Piers are closed",
        "item2 - the east pier",
        "item2 - the west pier",
        "item1 - Tolls rise",
    ]


@pytest.mark.parametrize(
    "markers",
    [
        ("1.", "2.", "3."),
        ("a)", "b)", "c)"),
        ("(i)", "(ii)", "(iii)"),
        ("•", "•", "•"),
        ("–", "–", "–"),
        ("A.", "B.", "C."),
        ("(1)", "(2)", "(3)"),
    ],
)
def test_markers_of_plain_text(markers: tuple[str, ...]) -> None:
    text = "The board decided on three things:\n" + "\n".join(
        f"{marker} the {word} pier is closed" for marker, word in zip(markers, "abc", strict=True)
    )
    assert [kind for kind, _, _ in blocks(text)] == ["paragraph", "item", "item", "item"]


def test_a_numbered_list_holds_lettered_ones() -> None:
    text = "Decided:\n\n1. Piers:\na) the east pier\nb) the west pier\n2. Tolls\n"
    assert [level for _, level, _ in blocks(text)] == [0, 1, 2, 2, 1]


def test_an_item_goes_on_below_its_words() -> None:
    text = (
        "Decided:\n\n- The east pier is closed\n  Sundays included\n- Tolls rise\n\nThe rest stays."
    )
    assert kinds(text) == [
        "paragraph Decided:",
        "item1 - The east pier is closed\n  Sundays included",
        "item1 - Tolls rise",
        "paragraph The rest stays.",
    ]


@pytest.mark.parametrize("first", ["J. Marn took the chair.", "14. It rained.", "3) It rained."])
def test_one_marker_alone_begins_no_list(first: str) -> None:
    assert [kind for kind, _, _ in blocks(f"{PROSE}\n{first} {PROSE}")] == ["paragraph"] * 2
