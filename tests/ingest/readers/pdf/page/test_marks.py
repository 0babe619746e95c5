"""How raised letters are written."""

import pytest

from ingest.readers.pdf.page.marks import raised


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
        ("TM", "Desk", "TM"),
        ("†", "Desk", "†"),
    ],
)
def test_raised(mark: str, before: str, written: str) -> None:
    assert raised(mark, before) == written
