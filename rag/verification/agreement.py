"""Whether one quantity follows from another."""

from collections.abc import Sequence
from dataclasses import replace

from rag.language.numbers import Kind, Quantity

_ROUGHLY = 0.05
"""How far, as a share, "about" a number may lie from it."""
_ONE_PERCENT = 1.0
"""How far a fraction may lie from a percentage, in percentage points: "a third" is 33 percent."""
_YEARS: dict[Kind, int] = {"decade": 10, "century": 100}
"""Years that a quantity of the kind covers."""
_EXCHANGEABLE: tuple[frozenset[Kind], ...] = (
    frozenset({"number", "percent", "points", "money"}),
    frozenset({"ordinal"}),
    frozenset({"year", "decade", "century"}),
    frozenset({"date"}),
)
_KINDLESS: frozenset[Kind] = frozenset({"number", "year", "money"})
"""Kinds of a number whose unit may be left out in one text and not in the other."""


def follows(claim: Quantity, evidence: Quantity) -> bool:
    """Whether a quantity that a sentence states follows from one of its evidence."""
    if claim.kind == "date" or evidence.kind == "date":
        return _same_date(claim, evidence)
    if claim.kind in _YEARS and evidence.kind in {"year", "number"}:
        return claim.value <= evidence.value < claim.value + _YEARS[claim.kind]
    kinds = {claim.kind, evidence.kind}
    if kinds == {"percent", "number"}:
        return _same_share(claim, evidence)
    if len(kinds) == 1 or kinds in ({"ordinal", "number"}, {"points", "number"}):
        return _units_agree(claim, evidence) and _close(claim, evidence)
    return kinds <= _KINDLESS and _close(claim, evidence)


def could_replace(one: Quantity, other: Quantity) -> bool:
    """Whether a quantity of the one's kind could stand where the other does."""
    return any({one.kind, other.kind} <= group for group in _EXCHANGEABLE)


def split_date(quantity: Quantity) -> Sequence[Quantity]:
    """A date as its day with the month, and its year: a text may give them apart."""
    if quantity.kind != "date" or not (quantity.value and quantity.month):
        return [quantity]
    return [
        replace(quantity, value=0.0),
        replace(quantity, kind="year", month=0, day=0),
    ]


def _same_date(claim: Quantity, evidence: Quantity) -> bool:
    if claim.kind == "date" and evidence.kind == "date":
        pairs = (
            (claim.value, evidence.value),
            (claim.month, evidence.month),
            (claim.day, evidence.day),
        )
        return all(stated == known or not stated for stated, known in pairs)
    if claim.kind == "date":
        return not claim.month and claim.value == evidence.value
    if claim.kind in _YEARS:
        return claim.value <= evidence.value < claim.value + _YEARS[claim.kind]
    return claim.value in {evidence.value, evidence.day, evidence.month}


def _same_share(claim: Quantity, evidence: Quantity) -> bool:
    """Whether a fraction ("two thirds") and a percentage are the same share."""
    percent, number = (claim, evidence) if claim.kind == "percent" else (evidence, claim)
    is_fraction = 0 < number.value < 1
    return is_fraction and abs(number.value * 100 - percent.value) <= _ONE_PERCENT


def _units_agree(claim: Quantity, evidence: Quantity) -> bool:
    return not (claim.unit and evidence.unit) or claim.unit == evidence.unit


def _close(claim: Quantity, evidence: Quantity) -> bool:
    return any(
        _close_values(claim, stated, known)
        for stated in _readings(claim, evidence)
        for known in _readings(evidence, claim)
    )


def _readings(one: Quantity, other: Quantity) -> list[float]:
    """What a quantity may stand for beside the other.

    What something fell by in words may be written with a minus sign in the other text; else a sign
    that only one of them has makes them differ.
    """
    values = [one.value] if one.alternative is None else [one.value, one.alternative]
    if one.is_decrease and one.value > 0 > other.value:
        values = [-value for value in values]
    return values


def _close_values(claim: Quantity, stated: float, known: float) -> bool:
    if stated == known:
        return True
    if claim.kind == "year" or not known:
        return False
    return (claim.is_rough and _roughly(stated, known)) or _rounded(stated, known)


def _roughly(stated: float, known: float) -> bool:
    """Whether "about" the one number may stand for the other: it is near it, and rounder.

    "About 500" may stand for 512, but "about 512" not for 500.
    """
    is_near = abs(stated - known) <= _ROUGHLY * abs(known)
    return is_near and _significant_digits(stated) < _significant_digits(known)


def _significant_digits(value: float) -> int:
    mantissa = f"{abs(value):.9e}".partition("e")[0]
    return len(mantissa.replace(".", "").rstrip("0"))


def _rounded(stated: float, known: float) -> bool:
    """Whether the value stated, with three digits or fewer of a large number, is the other one."""
    if abs(known) < 1000 or abs(stated) < 1000 or (stated < 0) != (known < 0):
        return False
    whole = f"{abs(stated):.0f}"
    digits = len(whole.rstrip("0"))
    return digits <= 3 and abs(stated - known) < 0.5 * 10 ** (len(whole) - max(digits, 2))
