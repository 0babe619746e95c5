"""Numbers, quantities and dates of a text, written one way so that they can be compared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.verification.reading import fold

Kind = Literal["number", "percent", "money", "ordinal", "year", "decade", "century", "date"]

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=False,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
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
_LETTERS_ONLY_AFTER_MONEY = frozenset({"m", "b"})
_ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        range(1, 20),
        strict=True,
    )
) | {"twentieth": 20, "thirtieth": 30, "hundredth": 100}
_OTHERS = {"dozen": 12.0, "twice": 2.0, "double": 2.0, "half": 0.5, "once": 1.0}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

_NUMBER_WORD = "|".join([*_UNITS, *_TENS, "hundred", "thousand", "million", "billion", "trillion"])
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_ORDINAL_WORD = "|".join(_ORDINALS)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d|20)\d\d"
_WHOLE_YEAR = re.compile(_YEAR)
_LOWER_CASE_WORD = re.compile(r"[a-z]+")
_LEADING_DIGITS = re.compile(r"\d+")
_FULL_DATE = re.compile(
    rf"\b(?P<iso_year>\d{{4}})-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>[0-3]\d)\b"
    rf"|\b(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:\s*+(?:,\s*+)?(?P<year>{_YEAR})\b)?"
    rf"|\b(?P<month2>{_MONTH})\b\.?\s+(?P<day2>{_DAY})\b(?!\s*(?:%|percent))"
    rf"(?:\s*+(?:,\s*+)?(?P<year2>{_YEAR})\b)?"
    rf"|\b(?P<month3>{_MONTH})\b\.?(?:\s*+(?:,\s*+)?(?:of\s++)?(?P<year3>{_YEAR})\b)?",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    # Without a currency, white space before the number is entered only where it begins.
    rf"(?:(?P<money>[$€£¥₹₽]|\b(?:US|A|C|HK|NZ)\$|\b(?:USD|EUR|GBP|CNY|RMB|JPY|INR|RUB)\b)"
    rf"|(?<!\s))\s*+"
    rf"(?:(?P<digits>(?<![\w.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?"
    rf")"
    rf"(?P<suffix>st|nd|rd|th|s)?(?![\d])"
    rf"|\b(?P<tens>{'|'.join(_TENS)})[\s-](?P<ordinal2>{_ORDINAL_WORD})\b"
    rf"|\b(?P<word>(?:{_NUMBER_WORD})(?:(?:\s++and)?[\s-]++(?:{_NUMBER_WORD}))*)\b"
    rf"|\b(?P<ordinal>{_ORDINAL_WORD})\b"
    rf"|\b(?P<other>{'|'.join(_OTHERS)})\b)"
    rf"(?:\s*+(?:-\s*+)?(?P<scale>{_SCALE})\b)?"
    rf"(?:\s*+(?:-\s*+)?(?:(?P<percent>%|percent(?:age)?\b|per\s+cent\b)"
    rf"|(?P<currency>dollars?|euros?|pounds?|yuan|yen|rupees?|rou?bles?)\b"
    rf"|(?P<century>centur(?:y|ies))\b))?",
    re.IGNORECASE,
)
_MONEY = {
    "$": "dollar",
    "us$": "dollar",
    "usd": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound",
    "gbp": "pound",
    "cny": "yuan",
    "rmb": "yuan",
    "jpy": "yen",
    "inr": "rupee",
    "₹": "rupee",
    "rub": "rouble",
    "₽": "rouble",
    "ruble": "rouble",
}
_ROUGH = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|close to|over"
    r"|more than|at least|up to|under|fewer than|less than)\s+(?:[$€£¥]\s*)?$",
    re.IGNORECASE,
)
_RELATIVE = 0.05
_LENGTHS: dict[Kind, int] = {"decade": 10, "century": 100}
"""Years that a figure of the kind covers."""
_ALIKE: tuple[frozenset[Kind], ...] = (
    frozenset({"number", "percent", "money"}),
    frozenset({"ordinal"}),
    frozenset({"year", "decade", "century"}),
    frozenset({"date"}),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date of a text.

    Attributes:
        kind: what it counts or names.
        value: the number in full, percent as 0 to 100, a year, a decade's or century's first year.
        unit: the currency of money, else "".
        month, day: of a date, 0 where not given; its year is `value`, 0 where not given.
        text: as written.
        start, end: its place in the text.
        rough: whether the text says "about" or the like of it.
    """

    kind: Kind
    value: float
    text: str
    start: int
    end: int
    unit: str = ""
    month: int = 0
    day: int = 0
    rough: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is a number in words: a writer may have counted, or not mean a number."""
        return self.text.isalpha() and self.kind in {"number", "ordinal"}


def figures(text: str) -> list[Figure]:
    """The numbers and dates of a text, in order, without overlap."""
    found: list[Figure] = []
    taken = 0
    dates = list(_dates(text))
    for date in [*dates, None]:
        limit = date.start if date else len(text)
        found.extend(_quantities(text, taken, limit))
        if date:
            found.append(date)
            taken = date.end
    return found


def _dates(text: str) -> Iterator[Figure]:
    for match in _FULL_DATE.finditer(text):
        groups = match.groupdict()
        name = groups["month"] or groups["month2"] or groups["month3"]
        bare = name and not (groups["day"] or groups["day2"] or groups["year3"])
        # "may" and "march" are words, and "Jan", "Mar" or "Dec" can be names: a capital decides.
        if bare and (not name[0].isupper() or fold(name) in {"may", "march", "jan", "mar"}):
            continue
        yield Figure(
            "date",
            float(groups["iso_year"] or groups["year"] or groups["year2"] or groups["year3"] or 0),
            match.group().strip(),
            match.start(),
            match.end(),
            month=int(groups["iso_month"] or 0) or MONTHS[fold(name or "")],
            day=_leading(groups["iso_day"] or groups["day"] or groups["day2"] or "0"),
        )


def _quantities(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _QUANTITY.finditer(text, start, end):
        figure = _quantity(
            match, bool(_ROUGH.search(text[max(0, match.start() - 24) : match.start()]))
        )
        if figure:
            yield figure


def _quantity(match: re.Match[str], rough: bool) -> Figure | None:
    groups = {name: fold(value) if value else "" for name, value in match.groupdict().items()}
    kind: Kind = "number"
    unit = ""
    if groups["ordinal"]:
        value, kind = float(_ORDINALS[groups["ordinal"]]), "ordinal"
    elif groups["ordinal2"]:
        value = float(_TENS[groups["tens"]] + _ORDINALS[groups["ordinal2"]])
        kind = "ordinal"
    elif groups["other"]:
        value = _OTHERS[groups["other"]]
    elif groups["word"]:
        value = _spelled(groups["word"])
    else:
        value = float(groups["digits"].replace(",", ""))
        kind = _kind_of_digits(groups["digits"], groups["suffix"])
    text = match.group().strip()
    scale = groups["scale"]
    if scale and not (scale in _LETTERS_ONLY_AFTER_MONEY and not groups["money"]):
        value *= _SCALES[scale]
        kind = "number"
    if groups["century"]:
        kind, value = "century", (value - 1) * 100
    elif groups["percent"]:
        kind = "percent"
    elif groups["money"] or groups["currency"]:
        kind = "money"
        unit = _currency(groups["money"] or groups["currency"])
    start = match.end() - len(match.group().lstrip())
    return Figure(kind, value, text, start, match.end(), unit, rough=rough)


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
            current += _UNITS.get(word, 0) or _TENS.get(word, 0)
    return total + current


def _currency(name: str) -> str:
    return _MONEY.get(name, _MONEY.get(name.rstrip("s"), name.rstrip("s")))


def _leading(text: str) -> int:
    match = _LEADING_DIGITS.match(text)
    return int(match.group()) if match else 0


def same(said: Figure, found: Figure) -> bool:
    """Whether a figure that is said follows from one that was found."""
    if said.kind == "date" or found.kind == "date":
        return _same_date(said, found)
    if said.kind in _LENGTHS and found.kind in {"year", "number"}:
        return said.value <= found.value < said.value + _LENGTHS[said.kind]
    if {said.kind, found.kind} == {"ordinal", "number"} or said.kind == found.kind:
        return _units_agree(said, found) and _close(said, found)
    loose: set[Kind] = {"number", "year", "money"}
    return said.kind in loose and found.kind in loose and _close(said, found)


def could_replace(one: Figure, other: Figure) -> bool:
    """Whether a figure of the one's kind could stand where the other does."""
    return any({one.kind, other.kind} <= group for group in _ALIKE)


def _same_date(said: Figure, found: Figure) -> bool:
    if said.kind == "date" and found.kind == "date":
        pairs = ((said.value, found.value), (said.month, found.month), (said.day, found.day))
        return all(mine == theirs or not mine for mine, theirs in pairs)
    date, other = (said, found) if said.kind == "date" else (found, said)
    if said.kind == "date":
        return not date.month and date.value == other.value
    if other.kind in _LENGTHS:
        return other.value <= date.value < other.value + _LENGTHS[other.kind]
    return other.value in {date.value, date.day, date.month}


def _units_agree(said: Figure, found: Figure) -> bool:
    return not (said.unit and found.unit) or said.unit == found.unit


def _close(said: Figure, found: Figure) -> bool:
    if said.value == found.value:
        return True
    if said.kind == "year" or not found.value:
        return False
    off = abs(said.value - found.value) / abs(found.value)
    return (said.rough and off <= _RELATIVE) or _rounded(said, found.value)


def _rounded(said: Figure, value: float) -> bool:
    """Whether the figure said, with three digits or fewer of a large number, is the other's."""
    if abs(value) < 1000 or abs(said.value) < 1000:
        return False
    digits = len(f"{said.value:.0f}".rstrip("0"))
    return digits <= 3 and abs(said.value - value) < 0.5 * 10 ** (
        len(f"{said.value:.0f}") - max(digits, 2)
    )


def split_date(figure: Figure) -> Sequence[Figure]:
    """A date as its day with the month, and its year: a text may give them apart."""
    if figure.kind != "date" or not (figure.value and figure.month):
        return [figure]
    return [
        Figure("date", 0, figure.text, figure.start, figure.end, "", figure.month, figure.day),
        Figure("year", figure.value, figure.text, figure.start, figure.end),
    ]
