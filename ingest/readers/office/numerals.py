"""Numbers of lists, headings and notes in the styles that office programs count in."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3_999
_MOST_LETTERS = 780
"""Word writes letters up to thirty times z; beyond, labels would grow with the list."""
_SYMBOLS = "*†‡§"

LOWER_LETTER, UPPER_LETTER = "lowerLetter", "upperLetter"
LOWER_ROMAN, UPPER_ROMAN = "lowerRoman", "upperRoman"


def written(number: int, style: str) -> str:
    """The number as Word's `numFmt` of that name says; in decimal where the style is another."""
    if style in {LOWER_ROMAN, UPPER_ROMAN} and 0 < number <= _MOST_ROMAN:
        words = _roman(number)
        return words.upper() if style == UPPER_ROMAN else words
    if style in {LOWER_LETTER, UPPER_LETTER} and 0 < number <= _MOST_LETTERS:
        times, letter = divmod(number - 1, 26)
        return chr((65 if style == UPPER_LETTER else 97) + letter) * (times + 1)
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "ordinal":
        return f"{number}{_ordinal_ending(number)}"
    if style == "chicago" and 0 < number <= _MOST_LETTERS:
        times, symbol = divmod(number - 1, len(_SYMBOLS))
        return _SYMBOLS[symbol] * (times + 1)
    return "" if style in {"none", "bullet"} else str(number)


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        words += letters * times
    return words


def _ordinal_ending(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
