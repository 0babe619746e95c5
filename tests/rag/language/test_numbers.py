"""Numbers, quantities and dates as values."""

import pytest

from rag.language.numbers import Quantity, quantities


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Output rose to 4.2 million tonnes", "number", 4_200_000),
        ("some 1,500 people", "number", 1_500),
        ("some 1,234,567 people", "number", 1_234_567),
        ("about 1.234.567,8 people", "number", 1_234_567.8),
        ("1,5 million people", "number", 1_500_000),
        ("1,5 percent", "percent", 1.5),
        ("12,5 %", "percent", 12.5),
        ("€1,5 billion", "money", 1_500_000_000),
        ("twenty-one ships", "number", 21),
        ("one million two hundred thousand people", "number", 1_200_000),
        ("two dozen", "number", 2),
        ("a rise of 3 percentage points", "points", 3),
        ("a rise of 3 percent", "percent", 3),
        ("a rise of 3 per cent", "percent", 3),
        ("two thirds of the seats", "number", 2 / 3),
        ("two-thirds of the seats", "number", 2 / 3),
        ("a quarter of the seats", "number", 1 / 4),
        ("¾ of the seats", "number", 3 / 4),
        ("2½ hours", "number", 2.5),
        ("US$3 billion", "money", 3_000_000_000),
        ("3 billion dollars", "money", 3_000_000_000),
        ("in 2024", "year", 2024),
        ("in the 1990s", "decade", 1990),
        ("the 19th century", "century", 1800),
        ("the 3rd round", "ordinal", 3),
        ("the twenty-first round", "ordinal", 21),
    ],
)
def test_kinds_and_values(text: str, kind: str, value: float) -> None:
    found = quantities(text)[0]
    assert found.kind == kind
    assert found.value == pytest.approx(value)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It fell to -5 degrees.", -5),
        ("It fell to −5 degrees.", -5),
        ("It fell to –5 degrees.", -5),
        ("It fell to minus 5 degrees.", -5),
        ("Growth was -3.5 %.", -3.5),
        ("Growth was (-3.5 percent).", -3.5),
        ("The balance was -$5 billion.", -5_000_000_000),
        ("The balance was $-5 billion.", -5_000_000_000),
        ("minus twenty degrees", -20),
        ("negative 4 percent", -4),
    ],
)
def test_a_minus_sign_is_part_of_the_number(text: str, value: float) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("pages 3-5", [3, 5]),
        ("pages 3–5", [3, 5]),
        ("pages 3 – 5", [3, 5]),
        ("from 10 -15 percent", [10, 15]),
        ("COVID-19", [19]),
        ("the T-72", [72]),
        ("2015-2020", [2015, 2020]),
        ("three losses - 5 wins", [3, 5]),
        ("pages 4,5 and 6", [4, 6]),
    ],
)
def test_other_lines_are_no_minus_signs(text: str, values: list[float]) -> None:
    assert [found.value for found in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-04", (2026, 5, 4)),
        ("4 May 2026", (2026, 5, 4)),
        ("the 4th of May, 2026", (2026, 5, 4)),
        ("May 4, 2026", (2026, 5, 4)),
        ("Sept. 2025", (2025, 9, 0)),
        ("December", (0, 12, 0)),
    ],
)
def test_dates(text: str, day: tuple[int, int, int]) -> None:
    found = only(text)
    assert found.kind == "date"
    assert (found.value, found.month, found.day) == day


@pytest.mark.parametrize("text", ["They may march.", "Jan spoke."])
def test_words_that_are_months_elsewhere(text: str) -> None:
    assert quantities(text) == []


def test_a_letter_may_be_a_scale_or_a_unit() -> None:
    assert only("a wall of 2.5m").value == 2.5
    assert only("a wall of 2.5m").alternative == 2_500_000
    assert only("$2.5m").value == 2_500_000
    assert only("$2.5m").alternative is None


@pytest.mark.parametrize(
    "text",
    ["Prices fell by 3 percent", "a decline of 3 percent", "down 3 percent", "3 percent lower"],
)
def test_a_decrease_in_words(text: str) -> None:
    assert only(text).is_decrease


@pytest.mark.parametrize("text", ["Prices fell to 3 percent", "a rate of 3 percent"])
def test_a_level_is_no_decrease(text: str) -> None:
    assert not only(text).is_decrease


def test_roughly() -> None:
    assert only("about 500 people").is_rough
    assert not only("exactly 500 people").is_rough
    assert only("seven").is_counted
    assert not only("7").is_counted


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$5", "dollar"),
        ("US$5", "dollar"),
        ("USD 5", "dollar"),
        ("5 dollars", "dollar"),
        ("one dollar", "dollar"),
        ("A$5", "Australian dollar"),
        ("€5", "euro"),
        ("EUR 5", "euro"),
        ("5 rubles", "rouble"),
        ("RMB 5", "yuan"),
        ("5 ships", ""),
    ],
)
def test_currencies(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize("text", ["3 percentage points", "3 percent points", "3 per cent points"])
def test_percentage_points_are_not_percent(text: str) -> None:
    assert only(text).kind == "points"


def test_a_range_of_days_is_a_number_and_a_date() -> None:
    number, date = quantities("on 3-5 May 2026")
    assert (number.value, date.day, date.month, date.value) == (3, 5, 5, 2026)


def test_quantities_come_in_order_with_their_offsets() -> None:
    text = "On 4 May 2026 some 1,500 people paid $3 each."
    found = quantities(text)
    assert [text[one.start : one.end] for one in found] == ["4 May 2026", "1,500", "$3"]
    assert [one.text for one in found] == ["4 May 2026", "1,500", "$3"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("from 3 to 5 percent", ["percent", "percent"]),
        ("3-5 %", ["percent", "percent"]),
        ("3–5 percentage points", ["points", "points"]),
        ("between 3 and 5 percent", ["percent", "percent"]),
        ("20 and 5 percent", ["number", "percent"]),
        ("20, or 5 percent", ["number", "percent"]),
        ("two to 5 percent", ["number", "percent"]),
        ("from 3 to 5 euros", ["money", "money"]),
        ("pages 3 to 5", ["number", "number"]),
        ("from 3 ships to 5 percent", ["number", "percent"]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(text: str, kinds: list[str]) -> None:
    assert [found.kind for found in quantities(text)] == kinds


def test_both_ends_of_a_range_may_have_its_scale() -> None:
    low, high = quantities("from 2 to 3 million people")
    assert (low.value, low.alternative, high.value) == (2, 2_000_000, 3_000_000)
    low, _ = quantities("from $2 to $3 billion")
    assert (low.kind, low.unit, low.alternative) == ("money", "dollar", 2_000_000_000)


def test_half_a_million() -> None:
    assert only("half a million people").value == 500_000
    assert only("half a day").value == 0.5


def test_zero_belongs_to_the_degrees_above_or_below_it() -> None:
    assert only("five degrees below zero").value == 5
    assert only("not above forty feet").value == 40
    assert only("below twenty").value == 20
