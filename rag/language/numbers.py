"""Numbers, quantities and dates of a text, as values that can be compared.

`quantities` finds them; `rag.verification.agreement` compares them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rag.language.english import MONTHS, ONES, TENS
from rag.language.folding import fold
from rag.language.number_patterns import (
    AND,
    BETWEEN,
    DATE,
    DECREASE_AFTER,
    DECREASE_BEFORE,
    QUANTITY,
    RANGE,
    ROUGH,
    SCALE,
    SIGN,
    TO,
    WHOLE_YEAR,
)
from rag.language.number_words import (
    AMBIGUOUS_SCALES,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DENOMINATORS,
    DOLLARS,
    FRACTION_SIGNS,
    MINUS_SIGNS,
    MULTIPLES,
    ORDINALS,
    PLURAL_DENOMINATORS,
    SCALE_VALUES,
)

Kind = Literal[
    "number", "percent", "points", "money", "ordinal", "year", "decade", "century", "date"
]

_LOOKED_AROUND = 40
"""Characters before and after a number in which its sign and the like are looked for: some six
words."""
_LOWER_CASE_WORD = re.compile(r"[a-z]+")
_LEADING_DIGITS = re.compile(r"\d+")
_CURRENCIES = CURRENCY_SIGNS | DOLLARS | CURRENCY_CODES | CURRENCY_WORDS
_SIGNED: frozenset[Kind] = frozenset({"number", "percent", "points", "money"})
"""Kinds that may have a sign."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a date of a text.

    Attributes:
        kind: what it counts or names; "points" are percentage points.
        value: the number in full with its sign, percent as 0 to 100, a year, a decade's or
            century's first year.
        text: as written.
        start, end: its offsets in the text.
        unit: the currency of money, else "".
        month, day: of a date, 0 where not given; its year is `value`, 0 where not given.
        is_rough: whether the text says "about" or the like of it.
        is_decrease: whether the text says in words that something fell by it: then "3 percent" may
            stand for -3 percent.
        alternative: what it also may stand for, as 2,500,000 for "2.5m"; else None.
    """

    kind: Kind
    value: float
    text: str
    start: int
    end: int
    unit: str = ""
    month: int = 0
    day: int = 0
    is_rough: bool = False
    is_decrease: bool = False
    alternative: float | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is a number in words: a writer may have counted, or not mean a number."""
        return self.text.isalpha() and self.kind in {"number", "ordinal"}


def quantities(text: str) -> list[Quantity]:
    """The numbers and dates of a text, in order, without overlap.

    Of a range, as "3 to 5 percent", the first number has the unit of the second.
    """
    found: list[Quantity] = []
    taken = 0
    dates = list(_dates(text))
    for date in [*dates, None]:
        found.extend(_numbers(text, taken, date.start if date else len(text)))
        if date:
            found.append(date)
            taken = date.end
    ranges = [_with_unit_of(one, other, text) for one, other in pairwise(found)]
    return [*ranges, *found[-1:]]


def _with_unit_of(one: Quantity, other: Quantity, text: str) -> Quantity:
    """The number with the unit of the next one, where both are the ends of a range."""
    if one.kind not in {"number", other.kind} or other.kind not in _SIGNED or one.is_counted:
        return one
    before = text[max(0, one.start - _LOOKED_AROUND) : one.start]
    between = text[one.end : other.start].strip()
    if not (TO.fullmatch(between) or (AND.fullmatch(between) and BETWEEN.search(before))):
        return one
    scale = SCALE.search(other.text)
    alternative = one.alternative
    if scale and not SCALE.search(one.text):
        alternative = one.value * SCALE_VALUES[fold(scale.group())]
    return replace(one, kind=other.kind, unit=one.unit or other.unit, alternative=alternative)


def _dates(text: str) -> Iterator[Quantity]:
    for match in DATE.finditer(text):
        groups = match.groupdict()
        name = groups["month"] or groups["month2"] or groups["month3"]
        bare = name and not (groups["day"] or groups["day2"] or groups["year3"])
        # "may" and "march" are words, and "Jan", "Mar" or "Dec" can be names: a capital decides.
        if bare and (not name[0].isupper() or fold(name) in {"may", "march", "jan", "mar"}):
            continue
        yield Quantity(
            "date",
            float(groups["iso_year"] or groups["year"] or groups["year2"] or groups["year3"] or 0),
            match.group().strip(),
            match.start(),
            match.end(),
            month=int(groups["iso_month"] or 0) or MONTHS[fold(name or "")],
            day=_leading(groups["iso_day"] or groups["day"] or groups["day2"] or "0"),
        )


def _numbers(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in QUANTITY.finditer(text, start, end):
        groups = {name: fold(value) if value else "" for name, value in match.groupdict().items()}
        kind, value = _kind_and_value(groups)
        kind, value, alternative = _scaled(groups, kind, value)
        begin = match.end() - len(match.group().lstrip())
        before = text[max(0, begin - _LOOKED_AROUND) : begin]
        sign = _sign(before) if kind in _SIGNED else ""
        yield Quantity(
            kind,
            -value if sign else value,
            f"{sign}{match.group().strip()}",
            begin,
            match.end(),
            unit=_currency(groups["money"] or groups["currency"]),
            is_rough=bool(ROUGH.search(before)),
            is_decrease=bool(
                DECREASE_BEFORE.search(before)
                or DECREASE_AFTER.match(text, match.end(), match.end() + _LOOKED_AROUND)
            ),
            alternative=alternative and (-alternative if sign else alternative),
        )


def _sign(before: str) -> str:
    """The minus sign, or the word for it, at the end of what stands before a number."""
    match = SIGN.search(before)
    if match is None or RANGE.search(before):
        return ""
    sign = match.group()
    return "-" if sign[-1:] in MINUS_SIGNS else sign


def _kind_and_value(groups: dict[str, str]) -> tuple[Kind, float]:
    """What the number is by itself, without scale and unit."""
    if groups["ordinal"]:
        return "ordinal", float(ORDINALS[groups["ordinal"]])
    if groups["last_ordinal"]:
        return "ordinal", float(TENS[groups["tens"]] + ORDINALS[groups["last_ordinal"]])
    if groups["multiple"]:
        return "number", MULTIPLES[groups["multiple"]]
    if groups["denominators"]:
        return "number", _spelled(groups["numerator"]) / PLURAL_DENOMINATORS[groups["denominators"]]
    if groups["denominator"]:
        return "number", 1 / DENOMINATORS[groups["denominator"]]
    if groups["words"]:
        return "number", _spelled(groups["words"])
    # Folding takes the fraction signs apart ("1⁄2"), so they are read as they were written.
    if groups["fraction_only"]:
        return "number", _fraction(groups["fraction_only"])
    value = _decimal(groups["digits"])
    if groups["fraction"]:
        return "number", value + _fraction(groups["fraction"])
    return _kind_of_digits(groups["digits"], groups["suffix"]), value


def _fraction(folded: str) -> float:
    return next((value for sign, value in FRACTION_SIGNS.items() if fold(sign) == folded), 0.0)


def _decimal(digits: str) -> float:
    """The value of digits with their separators, of which the last may be a decimal comma."""
    whole, comma, decimals = digits.rpartition(",")
    if comma and (len(decimals) < 3 or "." in whole):
        return float(f"{whole.replace('.', '')}.{decimals}")
    return float(digits.replace(",", ""))


def _scaled(groups: dict[str, str], kind: Kind, value: float) -> tuple[Kind, float, float | None]:
    """With scale and unit: the kind, the value, and what else it may stand for."""
    alternative = None
    scale = groups["scale"]
    if scale in AMBIGUOUS_SCALES and not groups["money"]:
        alternative = value * SCALE_VALUES[scale]
    elif scale:
        value *= SCALE_VALUES[scale]
        kind = "number"
    if groups["century"]:
        return "century", (value - 1) * 100, None
    if groups["points"]:
        return "points", value, alternative
    if groups["percent"]:
        return "percent", value, alternative
    if groups["money"] or groups["currency"]:
        return "money", value, alternative
    return kind, value, alternative


def _kind_of_digits(digits: str, suffix: str) -> Kind:
    if suffix == "s":
        return "decade" if WHOLE_YEAR.fullmatch(digits) and digits.endswith("0") else "number"
    if suffix:
        return "ordinal"
    return "year" if WHOLE_YEAR.fullmatch(digits) else "number"


def _spelled(words: str) -> float:
    """The value of a number in words, e.g. 1,200,000 for "one million two hundred thousand"."""
    total = current = 0.0
    for word in _LOWER_CASE_WORD.findall(words):
        if word in SCALE_VALUES and word != "hundred":
            total += max(current, 1.0) * SCALE_VALUES[word]
            current = 0.0
        elif word == "hundred":
            current = max(current, 1.0) * 100
        else:
            current += ONES.get(word, 0) or TENS.get(word, 0)
    return total + current


def _currency(name: str) -> str:
    """The currency of a sign, a code or a word; "" for none."""
    return _CURRENCIES.get(name, "")


def _leading(text: str) -> int:
    match = _LEADING_DIGITS.match(text)
    return int(match.group()) if match else 0
