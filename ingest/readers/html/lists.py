"""The markers of a page's lists, as browsers show them."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*+:\s*+([a-z-]{1,30})", re.IGNORECASE)
_STYLES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha",
}  # fmt: skip
_OFFICE_LEVEL = re.compile(r"mso-list\s*+:[^;]{0,40}?\blevel(\d)", re.IGNORECASE)
_MOST_SPANS = 8
"""Elements at a paragraph's beginning among which its marker is."""
_COUNTED = re.compile(
    r"\(?(?:\d{1,4}(?:\.\d{1,3}){0,5}[.)]{0,2}|(?:[a-zA-Z]|[ivxlIVXL]{1,7})[.)]{1,2})"
)
"""A marker that counts, and not a bullet, which may be the letter "o"."""
_LARGEST = 1_000_000
"""The largest number of an item; it keeps the markers short."""
_LARGEST_ROMAN = 3_999
"""Browsers write larger ones in figures."""


@dataclass(slots=True)
class OpenList:
    """A list that is being read.

    Attributes:
        style: of its markers, a value of CSS's `list-style-type`; "" of a list without an order.
        number: of the next item.
        step: -1 where the numbers go down.
    """

    style: str
    number: int = 1
    step: int = 1

    def marker(self, item: Any) -> str:
        """The marker of the list's next item, e.g. "-", "3." or "b."; "" where none is shown."""
        if not self.style:
            return "-"
        self.number = _number(item.get("value"), self.number)
        shown = numbered(self.number, _style(item) or self.style)
        self.number += self.step
        return shown


def opened(element: Any, name: str) -> OpenList:
    """The list that an element begins.

    Args:
        name: of the element, "ol" of a list with an order.
    """
    if name != "ol":
        return OpenList("")
    style = _style(element) or "decimal"
    if element.get("reversed") is None:
        return OpenList(style, _number(element.get("start"), 1))
    items = sum(1 for _ in element.iterchildren("li"))
    return OpenList(style, _number(element.get("start"), items), -1)


def office_item(paragraph: Any) -> tuple[int, str] | None:
    """The level and marker of a paragraph that Word or Outlook shows as an item of a list.

    They write lists as paragraphs, each with its marker in an element of its own.
    """
    level = _OFFICE_LEVEL.search(paragraph.get("style") or "")
    if level is None:
        return None
    for span in islice(paragraph.iter("span"), _MOST_SPANS):
        if is_office_marker(span):
            words = "".join(span.itertext()).strip()
            return int(level.group(1)), words if _COUNTED.fullmatch(words) else "-"
    return None


def is_office_marker(element: Any) -> bool:
    """Whether an element holds no more than the marker of an item, as Word and Outlook write it."""
    return "mso-list" in (element.get("style") or "") and "gnore" in element.get("style")


def numbered(number: int, style: str) -> str:
    """A number as the marker of an item, in one of the styles of CSS; "" for the style "none"."""
    if style == "none":
        return ""
    if style.endswith("roman") and 0 < number <= _LARGEST_ROMAN:
        words = _roman(number)
    elif style.endswith("alpha") and number > 0:
        words = _letters(number)
    else:
        return f"{number}."
    return f"{words.upper() if style.startswith('upper') else words}."


def _style(element: Any) -> str:
    given = element.get("type") or ""
    match = _STYLE.search(element.get("style") or "")
    style = match.group(1).lower() if match else given
    return _STYLES.get(style, style)


def _number(given: str | None, default: int) -> int:
    try:
        number = int((given or "")[:12])
    except ValueError:
        return default
    return max(-_LARGEST, min(number, _LARGEST))


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def _letters(number: int) -> str:
    words = ""
    while number:
        number, last = divmod(number - 1, 26)
        words = chr(ord("a") + last) + words
    return words
