"""Numbers and dates as Excel shows them by the format code of their cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from ingest.readers.office.xlsx import dates

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]{0,99})"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]{0,20})[^\]]{0,20}\]'
    r"|\[(?P<elapsed>h{1,9}|m{1,9}|s{1,9})\]|\[(?P<condition>(?:[<>]=?|<>|=)-?[\d.]{1,20})\]"
    r"|\[[^\]]{0,40}\]"
    r"|(?P<general>General)|(?P<ampm>AM/PM|A/P)|(?P<scientific>E[+-](?=0))"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0{1,9})?)|(?P<digits>[0#?]+)|(?P<sign>[.,%/@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_CODE = 300
"""Characters of a format code; Excel allows 255."""
_MOST_DECIMALS = 30
_SIGNIFICANT = 10
"""Digits that the format General shows in a wide column."""
_LOCAL_DATES = {14: "yyyy-mm-dd", 22: "yyyy-mm-dd h:mm"}
"""The built-in formats that each computer shows as its own country writes dates; written so that
day and month cannot be confused."""

_Kind = Literal["literal", "digits", "point", "comma", "percent", "scientific", "date", "elapsed",
                "ampm", "general", "text", "fraction"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    words: str


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a format code for some of the numbers.

    Attributes:
        condition: an operator and a number, or "".
    """

    tokens: tuple[_Token, ...]
    condition: str = ""

    def has(self, *kinds: _Kind) -> bool:
        """Whether it has a token of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Format:
    """A number format, ready to be used."""

    parts: tuple[_Part, ...]

    def shown(self, number: float, *, since_1904: bool) -> str:
        """The number as Excel shows it.

        Args:
            since_1904: whether the workbook counts days from 1904 and not from 1900.
        """
        part, is_negative = self._part(number)
        if part is None or number in _INFINITE:
            return general(number)
        if part.has("date", "elapsed", "ampm"):
            day = dates.day_of(number, since_1904=since_1904)
            return general(number) if day is None else _date(part.tokens, day, number)
        if part.has("general", "fraction", "text"):
            return _around(part, general(number))
        words = _number(part, abs(number) if is_negative else number)
        return words.strip()

    def _part(self, number: float) -> tuple[_Part | None, bool]:
        """The part for a number, and whether that part writes the sign itself."""
        parts = [part for part in self.parts[:3] if not part.has("text")] or list(self.parts[:1])
        if not parts:
            return None, False
        for part in parts:
            if part.condition and _holds(part.condition, number):
                return part, number < 0 and len(parts) > 1
        if parts[0].condition:
            return parts[-1], False
        if number < 0 and len(parts) > 1:
            return parts[1], True
        return (parts[2] if number == 0 and len(parts) > 2 else parts[0]), False


_INFINITE = {float("inf"), float("-inf")}
GENERAL = Format(())


def compiled(code: str, identifier: int) -> Format:
    """The format of a code.

    Args:
        identifier: of a format that is built in.
    """
    code = _LOCAL_DATES.get(identifier, code)
    if not code or len(code) > _LONGEST_CODE or code.lower() == "general":
        return GENERAL
    parts: list[_Part] = []
    tokens: list[_Token] = []
    condition = ""
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            parts.append(_Part(tuple(tokens), condition))
            tokens, condition = [], ""
        elif match["condition"]:
            condition = match["condition"]
        else:
            token = _token(match)
            tokens += [token] if token else []
    parts.append(_Part(tuple(tokens), condition))
    return Format(tuple(parts))


_SIGNS: dict[str, _Kind] = {
    ".": "point",
    ",": "comma",
    "%": "percent",
    "/": "fraction",
    "@": "text",
}


def _token(match: re.Match[str]) -> _Token | None:
    for name in ("quoted", "escaped", "currency", "other"):
        if match[name] is not None:
            return _Token("literal", match[name])
    if match["sign"]:
        return _Token(_SIGNS[match["sign"]], match["sign"])
    kinds: tuple[_Kind, ...] = ("general", "ampm", "scientific", "date", "elapsed", "digits")
    return next((_Token(kind, match[kind].lower()) for kind in kinds if match[kind]), None)


def _holds(condition: str, number: float) -> bool:
    operator = condition.rstrip("-.0123456789")
    try:
        limit = float(condition[len(operator) :])
    except ValueError:
        return False
    return {
        "<": number < limit, ">": number > limit, "<=": number <= limit, ">=": number >= limit,
        "<>": number != limit, "=": number == limit,
    }[operator]  # fmt: skip


def general(number: float) -> str:
    """The number as the format General shows it in a column that is wide enough."""
    if number == int(number) if abs(number) < 1e15 else False:
        return str(int(number))
    return f"{number:.{_SIGNIFICANT}g}".replace("e", "E")


def _around(part: _Part, words: str) -> str:
    """The words with the literal words that a part has beside them."""
    if not part.has("general"):
        return words
    return "".join(
        words if token.kind == "general" else token.words
        for token in part.tokens
        if token.kind in {"general", "literal"}
    ).strip()


def _number(part: _Part, number: float) -> str:
    tokens = part.tokens
    places = [n for n, token in enumerate(tokens) if token.kind == "digits"]
    if not places:
        return "".join(t.words for t in tokens if t.kind in {"literal", "percent"})
    first, last = places[0], places[-1]
    after = last + 1
    while after < len(tokens) and tokens[after].kind == "comma":
        after += 1
    inside = tokens[first : last + 1]
    exact = Decimal(repr(float(number)))
    with localcontext() as context:
        context.prec = 400  # more than the digits of any float
        exact = exact.scaleb(2 * sum(t.kind == "percent" for t in tokens) - 3 * (after - last - 1))
        digits = _scientific(inside, exact) if part.has("scientific") else _fixed(inside, exact)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return sign + _literal(tokens[:first]) + digits + _literal(tokens[after:])


def _literal(tokens: Sequence[_Token]) -> str:
    return "".join(t.words for t in tokens if t.kind in {"literal", "percent", "point"})


def _fixed(tokens: Sequence[_Token], number: Decimal) -> str:
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    whole = "".join(t.words for t in tokens[:point] if t.kind == "digits")
    decimals = "".join(t.words for t in tokens[point:] if t.kind == "digits")[:_MOST_DECIMALS]
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    left, _, right = f"{abs(rounded):f}".partition(".")
    least = len(whole) - len(whole.lstrip("#?"))
    left = left.lstrip("0").rjust(len(whole) - least, "0")
    if "comma" in kinds[:point]:
        left = _grouped(left)
    kept = len(decimals.rstrip("#?"))
    right = right[:kept] + right[kept:].rstrip("0")
    return sign + left + ("." + right if right else "")


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    return ",".join(groups + [digits[n : n + 3] for n in range(head, len(digits), 3)])


def _scientific(tokens: Sequence[_Token], number: Decimal) -> str:
    at = next(n for n, token in enumerate(tokens) if token.kind == "scientific")
    power = number.adjusted() if number else 0
    mantissa = _fixed(tokens[:at], number.scaleb(-power))
    if mantissa.lstrip("-").startswith("10"):
        power += 1
        mantissa = _fixed(tokens[:at], number.scaleb(-power))
    width = sum(len(t.words) for t in tokens[at:] if t.kind == "digits")
    sign = "-" if power < 0 else "+" if "+" in tokens[at].words else ""
    return f"{mantissa}E{sign}{abs(power):0{min(width, 3)}d}"


def _date(tokens: Sequence[_Token], day: datetime, number: float) -> str:
    is_half = any(token.kind == "ampm" for token in tokens)
    dated = [token for token in tokens if token.kind in {"date", "elapsed"}]
    words = []
    seen = 0
    for token in tokens:
        if token.kind in {"date", "elapsed"}:
            before = dated[seen - 1].words if seen else ""
            after = dated[seen + 1].words if seen + 1 < len(dated) else ""
            seen += 1
            if token.kind == "elapsed":
                words.append(dates.elapsed(token.words, number))
                continue
            is_minute = token.words in {"m", "mm"} and (before[:1] == "h" or after[:1] == "s")
            name = token.words.replace("m", "i") if is_minute else token.words
            words.append(dates.written(name, day, is_half=is_half))
        elif token.kind == "ampm":
            words.append(day.strftime("%p"))
        else:
            words.append({"comma": ",", "point": ".", "fraction": "/"}.get(token.kind, token.words))
    return "".join(words).strip()
