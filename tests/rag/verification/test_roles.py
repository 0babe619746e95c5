"""Whether two texts put the same parties on the same side of a verb."""

import pytest

from rag.verification.names import names
from rag.verification.parsing import parse
from rag.verification.roles import swaps


def swapped(claim: str, evidence: str) -> list[str]:
    one, other = parse([claim]), parse([evidence])
    return swaps(one, other, names(one), names(other))


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("Stone sued Ridge.", "Ridge sued Stone.", ["“sued”", "Stone and Ridge"]),
        ("Stone beat Ridge.", "Ridge beat Stone.", ["“beat”", "Stone and Ridge"]),
        ("Ridge was sued by Stone.", "Ridge sued Stone.", ["“sued”", "Ridge and Stone"]),
        ("Ridge sued Stone.", "Ridge was sued by Stone.", ["“sued”", "Ridge and Stone"]),
    ],
)
def test_parties_the_other_way_round(claim: str, evidence: str, expected: list[str]) -> None:
    assert swapped(claim, evidence) == expected


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("Ridge sued Stone.", "Ridge sued Stone."),
        ("Stone was sued by Ridge.", "Ridge sued Stone."),
        ("Ridge sued Stone.", "Stone was sued by Ridge in May."),
        ("Ridge sued Stone.", "Ridge sued Stone. Later Stone sued Ridge."),
        ("Ridge sued Stone.", "Vale sued Moor."),
        ("Ridge sued.", "Ridge sued Stone."),
        ("Ridge met Ridge.", "Ridge met Ridge."),
        ("Ridge sued. Stone paid.", "Stone sued. Ridge paid."),
        ("The dollar fell 2 percent.", "The dollar fell by 2 percent."),
        ("The dollar lost two cents.", "The dollar lost by two cents."),
    ],
)
def test_parties_on_the_same_side(claim: str, evidence: str) -> None:
    assert swapped(claim, evidence) == []


def test_names_far_from_each_other_have_nothing_to_do_with_each_other() -> None:
    between = " ".join(f"word{n}" for n in range(20))
    assert swapped("Stone praised Ridge.", f"Ridge praised {between} Stone.") == []


def test_names_with_other_words_between_them_are_not_compared() -> None:
    assert swapped("Stone near Ridge.", "Ridge far from Stone.") == []
