"""The texts of the fields that narrow a question, and of the chips that say what it searches."""

from datetime import date

from ui.messages.formats import day

SCOPE = "Scope"
SINCE = "Published on or after"
UNTIL = "Published on or before"
DATE_HINT = "YYYY-MM-DD"
ONLY_DOCUMENTS = "Only these documents"
ALL_DOCUMENTS = "Searching all documents."
NARROWED = "Searching only:"
SEARCHED_ONLY = "Searched only:"
CLEAR = "Search all documents"
HOW_TO_WRITE_DATES = "Write year, month and day, as in 2026-05-08."
SWAP_DATES = "Swap the two dates."


def since(first: date) -> str:
    """A chip."""
    return f"from {day(first)}"


def until(last: date) -> str:
    """A chip."""
    return f"to {day(last)}"


def remove_chip(chip: str) -> str:
    """What the button on a chip does."""
    return f"Remove {chip}"


def not_a_date(value: str) -> str:
    """The error where a date of the scope cannot be read."""
    return f"“{value}” is not a date."


def reversed_dates(first: date, last: date) -> str:
    """The error where the scope ends before it begins."""
    return f"The scope begins on {day(first)} but ends on {day(last)}."
