"""Numbers, quantities and dates of a text, as values that can be compared.

`quantities` finds them; `rag.verification.agreement` compares them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rag.language.english import MONTHS, ONES, TENS
from rag.language.folding import fold
from rag.language.patterns import any_of

Kind = Literal[
    "number", "percent", "points", "money", "ordinal", "year", "decade", "century", "date"
]

_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_AMBIGUOUS_SCALES = frozenset({"m", "b"})
"""Letters that may be a unit instead ("5 m" high) where the number is no amount of money."""
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "hundredth": 100}
_OTHERS = {"dozen": 12.0, "twice": 2.0, "double": 2.0, "half": 0.5, "once": 1.0}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8,
    "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_FRACTION_SIGNS = {
    "¼": 1 / 4,
    "½": 1 / 2,
    "¾": 3 / 4,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "⅛": 1 / 8,
    "⅕": 1 / 5,
}
_CURRENCIES = {
    "$": "dollar",
    "us$": "dollar",
    "usd": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound",
    "gbp": "pound",
    "¥": "yen",
    "cny": "yuan",
    "rmb": "yuan",
    "jpy": "yen",
    "inr": "rupee",
    "₹": "rupee",
    "rub": "rouble",
    "₽": "rouble",
    "ruble": "rouble",
}

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d|20)\d\d"
_WHOLE_YEAR = re.compile(_YEAR)
_MONTH = any_of(MONTHS)
_DATE = re.compile(
    rf"""
      \b(?P<iso_year>\d{{4}})-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>[0-3]\d)\b
    | \b(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?
        (?:\s*+(?:,\s*+)?(?P<year>{_YEAR})\b)?
    | \b(?P<month2>{_MONTH})\b\.?\s+(?P<day2>{_DAY})\b(?!\s*(?:%|percent))
        (?:\s*+(?:,\s*+)?(?P<year2>{_YEAR})\b)?
    | \b(?P<month3>{_MONTH})\b\.?(?:\s*+(?:,\s*+)?(?:of\s++)?(?P<year3>{_YEAR})\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)

_SCALE = any_of(_SCALES)
_NUMBER_WORD = any_of([*ONES, *TENS, "hundred", "thousand", "million", "billion", "trillion"])
_PLURAL_PARTS = any_of(word for word in _PARTS if word.endswith("s"))
_ONE_PART = any_of(word for word in _PARTS if not word.endswith("s"))
_CURRENCY_WORD = r"(?:dollars?|euros?|pounds?|yuan|yen|rupees?|rou?bles?)\b"
_PERCENT = r"(?:%|percent(?:age)?\b|per\s+cent\b)"
_MONEY_SIGN = r"(?:[$€£¥₹₽]|\b(?:US|A|C|HK|NZ)\$|\b(?:USD|EUR|GBP|CNY|RMB|JPY|INR|RUB)\b)"
_DIGITS = rf"""
    (?: (?<![\w.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?                    # 1,234,567.8
      | (?<![\w.,])\d{{1,3}}(?:\.\d{{3}})+,\d++                       # 1.234,5
      | (?<![\w.,])\d++,\d{{1,2}}(?![\d,])(?=\s*+(?:{_SCALE}\b|{_PERCENT}|{_CURRENCY_WORD}))
      | (?<![\w.,])\d+(?:\.\d+)?                                      # 1234.5
    )
"""
"""A comma before one or two digits is a decimal comma where something is counted ("1,5 million");
elsewhere it may part the items of a list."""
_QUANTITY = re.compile(
    # Without a currency, white space before the number is entered only where it begins.
    rf"""
    (?: (?P<money>{_MONEY_SIGN}) | (?<!\s) ) \s*+
    (?: (?P<digits>{_DIGITS}) (?P<vulgar>[¼½¾⅓⅔⅛⅕])? (?P<suffix>st|nd|rd|th|s)? (?!\d)
      | (?P<sign_only>[¼½¾⅓⅔⅛⅕])
      | \b(?:(?P<numerator>{_NUMBER_WORD})[\s-](?P<denominator>{_PLURAL_PARTS})
          |(?:a|one)[\s-](?P<one_part>{_ONE_PART})(?=\s+of\b))\b
      | \b(?P<tens>{any_of(TENS)})[\s-](?P<ordinal2>{any_of(_ORDINALS)})\b
      | (?<!below\s)(?<!above\s)
        \b(?P<word>(?:{_NUMBER_WORD})(?:(?:\s++and)?[\s-]++(?:{_NUMBER_WORD}))*)\b
      | \b(?P<ordinal>{any_of(_ORDINALS)})\b
      | \b(?P<other>{any_of(_OTHERS)})\b
    )
    (?: \s*+ (?:-\s*+)? (?P<scale>{_SCALE})\b )?
    (?: \s*+ (?:-\s*+)?
        (?: (?P<points>percent(?:age)?[\s-]points?\b|pps?\b)
          | (?P<percent>{_PERCENT})
          | (?P<currency>{_CURRENCY_WORD})
          | (?P<century>centur(?:y|ies))\b ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOWER_CASE_WORD = re.compile(r"[a-z]+")
_LEADING_DIGITS = re.compile(r"\d+")

_LOOKED_BACK = 40
"""Characters before and after a number in which its sign and the like are looked for."""
_SIGN = re.compile(r"(?:^|[\s(\[“\"'~≈:=<>])[-−–]$|\b(?:minus|negative)\s+$", re.IGNORECASE)
_AFTER_NUMBER = re.compile(r"\d\s*[-−–]$")
"""What makes a line between two numbers a range."""
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|close to|over"
    r"|more than|at least|up to|under|fewer than|less than)\s+(?:[$€£¥]\s*)?$",
    re.IGNORECASE,
)
_DECREASES = (
    "fell fall falls falling fallen decline declines declined declining decrease decreases "
    "decreased decreasing drop drops dropped dropping lost lose loses losing loss losses shrank "
    "shrink shrinks shrunk shrinking contract contracts contracted contracting contraction cut "
    "cuts cutting reduce reduces reduced reducing reduction down deficit deficits slump slumped "
    "slumps plunge plunged plunges slid slide slides lower"
).split()
_DECREASE_BEFORE = re.compile(
    rf"\b{any_of(_DECREASES)}(?:\s++(?:by|of|was|were|is|a|an|some|about|around|nearly|almost"
    r"|roughly|over|more\s++than))*\s*+[$€£¥]?$",
    re.IGNORECASE,
)
_DECREASE_AFTER = re.compile(
    r"\s{0,3}+(?:degrees?\b\s{0,3}+)?"
    rf"(?:below\s{{1,3}}+zero|{any_of(_DECREASES)})\b",
    re.IGNORECASE,
)


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
    """The numbers and dates of a text, in order, without overlap."""
    found: list[Quantity] = []
    taken = 0
    dates = list(_dates(text))
    for date in [*dates, None]:
        found.extend(_numbers(text, taken, date.start if date else len(text)))
        if date:
            found.append(date)
            taken = date.end
    return found


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
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
    for match in _QUANTITY.finditer(text, start, end):
        groups = {name: fold(value) if value else "" for name, value in match.groupdict().items()}
        kind, value = _kind_and_value(groups)
        kind, value, alternative = _scaled(groups, kind, value)
        begin = match.end() - len(match.group().lstrip())
        before = text[max(0, begin - _LOOKED_BACK) : begin]
        sign = _sign(before) if kind in {"number", "percent", "points", "money"} else ""
        yield Quantity(
            kind,
            -value if sign else value,
            f"{sign}{match.group().strip()}",
            begin,
            match.end(),
            unit=_currency(groups["money"] or groups["currency"]),
            is_rough=bool(_ROUGH.search(before)),
            is_decrease=bool(
                _DECREASE_BEFORE.search(before)
                or _DECREASE_AFTER.match(text, match.end(), match.end() + _LOOKED_BACK)
            ),
            alternative=alternative and (-alternative if sign else alternative),
        )


def _sign(before: str) -> str:
    """The minus sign, or the word for it, at the end of what stands before a number."""
    match = _SIGN.search(before)
    if match is None or _AFTER_NUMBER.search(before):
        return ""
    sign = match.group()
    return "-" if sign[-1:] in "-−–" else sign


def _kind_and_value(groups: dict[str, str]) -> tuple[Kind, float]:
    """What the number is by itself, without scale and unit."""
    if groups["ordinal"]:
        return "ordinal", float(_ORDINALS[groups["ordinal"]])
    if groups["ordinal2"]:
        return "ordinal", float(TENS[groups["tens"]] + _ORDINALS[groups["ordinal2"]])
    if groups["other"]:
        return "number", _OTHERS[groups["other"]]
    if groups["denominator"]:
        return "number", _spelled(groups["numerator"]) / _PARTS[groups["denominator"]]
    if groups["one_part"]:
        return "number", 1 / _PARTS[groups["one_part"]]
    if groups["word"]:
        return "number", _spelled(groups["word"])
    # Folding takes the fraction signs apart ("1⁄2"), so they are read as they were written.
    if groups["sign_only"]:
        return "number", _fraction(groups["sign_only"])
    value = _decimal(groups["digits"])
    if groups["vulgar"]:
        return "number", value + _fraction(groups["vulgar"])
    return _kind_of_digits(groups["digits"], groups["suffix"]), value


def _fraction(folded: str) -> float:
    return next((value for sign, value in _FRACTION_SIGNS.items() if fold(sign) == folded), 0.0)


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
    if scale in _AMBIGUOUS_SCALES and not groups["money"]:
        alternative = value * _SCALES[scale]
    elif scale:
        value *= _SCALES[scale]
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
        return "decade" if _WHOLE_YEAR.fullmatch(digits) and digits.endswith("0") else "number"
    if suffix:
        return "ordinal"
    return "year" if _WHOLE_YEAR.fullmatch(digits) else "number"


def _spelled(words: str) -> float:
    """The value of a number in words, e.g. 1,200,000 for "one million two hundred thousand"."""
    total = current = 0.0
    for word in _LOWER_CASE_WORD.findall(words):
        if word in _SCALES and word != "hundred":
            total += max(current, 1.0) * _SCALES[word]
            current = 0.0
        elif word == "hundred":
            current = max(current, 1.0) * 100
        else:
            current += ONES.get(word, 0) or TENS.get(word, 0)
    return total + current


def _currency(name: str) -> str:
    return _CURRENCIES.get(name, _CURRENCIES.get(name.rstrip("s"), name.rstrip("s")))


def _leading(text: str) -> int:
    match = _LEADING_DIGITS.match(text)
    return int(match.group()) if match else 0
