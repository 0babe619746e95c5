"""How raised letters are written."""

import pytest

from ingest.readers.scripts import exponent, index, lowered, raised


@pytest.mark.parametrize(
    ("mark", "before", "written"),
    [
        ("2", "lost 52", "[2]"),
        ("2", "of 210", "[2]"),
        ("2", "of 1.10", "[2]"),
        ("6", "about 10", "⁶"),
        ("−9", "about 10", "⁻⁹"),
        ("2", "30 m", "²"),
        ("3", "30 cm", "³"),
        ("2", "where x", "²"),
        ("2", "R", "²"),
        ("2", "30m", "²"),
        ("4", "30 km", "[4]"),
        ("2", "the town", "[2]"),
        ("2", "", "[2]"),
        ("[3]", "the town", "[3]"),
        ("(b)", "the town", "[b]"),
        ("iv", "the town", "[iv]"),
        ("1,2", "the town", "[1,2]"),
        ("st", "the 1", "st"),
        ("2", "the firm's", "[2]"),
        ("4", "a slope y", "⁴"),
        ("4", "Annex B", "[4]"),
        ("1", "about 10", "[1]"),
        ("2", "the agency (EMA)", "[2]"),
        ("n", "where 2", "ⁿ"),
        ("(2)", "where f", "⁽²⁾"),
        ("b", "in 2019", "[b]"),
        ("e", "au XIX", "e"),
        ("o", "n", "o"),
        ("2+", "lost 52", "^2+"),
        (" 2 ", "lost 52", " [2] "),
        (" ", "lost 52", " "),
        ("TM", "Desk", "TM"),
        ("†", "Desk", "†"),
    ],
)
def test_raised(mark: str, before: str, written: str) -> None:
    assert raised(mark, before) == written


@pytest.mark.parametrize(
    ("mark", "before", "after", "written"),
    [
        ("2", "lost 52", "", "[2]"),
        ("2", "is 7", "", "[2]"),
        ("2", "over 9 m", "", "²"),
        ("2", "the town", "", "[2]"),
        ("3", "is 7", "", "³"),
        ("3", "the town", "", "[3]"),
        ("1", "3", "/2 miles", "¹"),
        ("e", "la 2", "", "e"),
        ("b", "48 percent", "", "[b]"),
        ("kt", "where e", "", "^kt"),
    ],
)
def test_raised_characters_of_a_page_whose_only_note_is_2(
    mark: str, before: str, after: str, written: str
) -> None:
    assert raised(mark, before, after, frozenset({"2"})) == written


@pytest.mark.parametrize(
    ("words", "written"), [("6", "⁶"), ("−3n", "⁻³ⁿ"), ("kt", "^kt"), ("a/b", "^(a/b)")]
)
def test_exponent(words: str, written: str) -> None:
    assert exponent(words) == written


def test_lowered_figures_stand_apart_from_those_before_them() -> None:
    assert (lowered("2", "CO"), lowered("2", "of 10")) == ("2", "₂")
    assert (index("2"), index("max"), index("")) == ("₂", "_max", "")
