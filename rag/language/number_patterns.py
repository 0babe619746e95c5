"""Patterns that find numbers, dates and what stands around them, built from the words for them."""

import re

from rag.language.english import MONTHS, ONES, ORDINAL_ENDINGS, SCALES, TENS
from rag.language.number_words import (
    BETWEEN_DECREASE_AND_NUMBER,
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    CURRENCY_WORDS,
    DECREASES,
    DENOMINATORS,
    DOLLARS,
    FRACTION_SIGNS,
    MINUS_SIGNS,
    MINUS_WORDS,
    MULTIPLES,
    ORDINALS,
    PLURAL_DENOMINATORS,
    ROUGHLY,
    SCALE_VALUES,
)
from rag.language.patterns import any_of

_ENDING = any_of(ORDINAL_ENDINGS)
_DAY = rf"(?:0?[1-9]|[12]\d|3[01])(?:{_ENDING})?"
_YEAR = r"(?:1\d|20)\d\d"
_MONTH = any_of(MONTHS)
WHOLE_YEAR = re.compile(_YEAR)
"""Matches in full what may be a year, from 1000 to 2099."""

DATE = re.compile(
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

_SCALE = any_of(SCALE_VALUES)
_NUMBER_WORD = any_of([*ONES, *TENS, *SCALES])
_ORDINAL = any_of(ORDINALS)
_FRACTION = f"[{''.join(FRACTION_SIGNS)}]"
_CURRENCY_SIGN = f"[{''.join(CURRENCY_SIGNS)}]"
_CURRENCY_WORD = rf"{any_of(CURRENCY_WORDS)}\b"
_PERCENT = r"(?:%|percent(?:age)?\b|per\s+cent\b)"
_MONEY = rf"(?:{_CURRENCY_SIGN}|\b{any_of(DOLLARS)}|\b{any_of(CURRENCY_CODES)}\b)"
_DIGITS = rf"""
    (?: (?<![\w.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?                    # 1,234,567.8
      | (?<![\w.,])\d{{1,3}}(?:\.\d{{3}})+,\d++                       # 1.234,5
      | (?<![\w.,])\d++,\d{{1,2}}(?![\d,])(?=\s*+(?:{_SCALE}\b|{_PERCENT}|{_CURRENCY_WORD}))
      | (?<![\w.,])\d+(?:\.\d+)?                                      # 1234.5
    )
"""
"""A comma before one or two digits is a decimal comma where something is counted ("1,5 million");
elsewhere it may part the items of a list."""

QUANTITY = re.compile(
    # Without a currency, white space before the number is entered only where it begins.
    rf"""
    (?: (?P<money>{_MONEY}) | (?<!\s) ) \s*+
    (?: (?P<digits>{_DIGITS}) (?P<fraction>{_FRACTION})? (?P<suffix>{_ENDING}|s)? (?!\d)
      | (?P<fraction_only>{_FRACTION})
      | \b(?:(?P<numerator>{_NUMBER_WORD})[\s-](?P<denominators>{any_of(PLURAL_DENOMINATORS)})
          |(?:a|one)[\s-](?P<denominator>{any_of(DENOMINATORS)})(?=\s+of\b))\b
      | \b(?P<tens>{any_of(TENS)})[\s-](?P<last_ordinal>{_ORDINAL})\b
      | (?!(?:(?<=below\s)|(?<=above\s))zero\b)                    # it belongs to the number before
        \b(?P<words>(?:{_NUMBER_WORD})(?:(?:\s++and)?[\s-]++(?:{_NUMBER_WORD}))*)\b
      | \b(?P<ordinal>{_ORDINAL})\b
      | \b(?P<multiple>{any_of(MULTIPLES)})\b (?:\s++a(?=\s++{_SCALE}\b))?   # half a million
    )
    (?: \s*+ (?:-\s*+)? (?P<scale>{_SCALE})\b )?
    (?: \s*+ (?:-\s*+)?
        (?: (?P<points>percent(?:age)?[\s-]points?\b|per\s+cent[\s-]points?\b|pps?\b)
          | (?P<percent>{_PERCENT})
          | (?P<currency>{_CURRENCY_WORD})
          | (?P<century>centur(?:y|ies))\b ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A number with its currency, scale and unit. Groups of one name's forms exclude each other."""

# The following match at the end of the text before a number, or at the beginning of that after it.
SIGN = re.compile(
    rf"(?:^|[\s(\[“\"'~≈:=<>]|{_CURRENCY_SIGN})[{MINUS_SIGNS}]$|\b{any_of(MINUS_WORDS)}\s+$",
    re.IGNORECASE,
)
"""A hyphen within a word ("COVID-19") is no sign."""
RANGE = re.compile(rf"\d\s*[{MINUS_SIGNS}]$")
"""What stands between two numbers is no sign: "3-5", "10 -15"."""
SCALE = re.compile(rf"(?<![a-z]){_SCALE}\b", re.IGNORECASE)
TO = re.compile(rf"(?:[{MINUS_SIGNS}]|to\b|or\b)(?:\s{{0,3}}[{MINUS_SIGNS}])?", re.IGNORECASE)
"""All that stands between the two ends of a range, of which the second has the unit of both: "3 to
5 percent"."""
AND = re.compile(rf"and(?:\s{{1,3}}[{MINUS_SIGNS}])?", re.IGNORECASE)
"""The same after "between"."""
BETWEEN = re.compile(rf"\bbetween\s++[{MINUS_SIGNS}]?{_CURRENCY_SIGN}?$", re.IGNORECASE)
ROUGH = re.compile(rf"\b{any_of(ROUGHLY)}\s+(?:{_CURRENCY_SIGN}\s*)?$", re.IGNORECASE)
DECREASE_BEFORE = re.compile(
    rf"\b{any_of(DECREASES)}(?:\s++{any_of(BETWEEN_DECREASE_AND_NUMBER)})*\s*+{_CURRENCY_SIGN}?$",
    re.IGNORECASE,
)
DECREASE_AFTER = re.compile(
    r"\s{0,3}+(?:degrees?\b\s{0,3}+)?"
    rf"(?:below\s{{1,3}}+zero|{any_of(DECREASES)})\b",
    re.IGNORECASE,
)
