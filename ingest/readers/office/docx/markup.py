"""Names and values of WordprocessingML."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_OFF = {"0", "false", "off", "none"}
_LARGEST = 1_000_000_000
"""Word's own numbers are smaller; with a longer one, reading it would take longer than in
proportion to its length."""


def child(element: Any, *names: str) -> Any | None:
    """The element at that path of local names below an element, or None."""
    for name in names:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element


def value(element: Any, *path: str, default: str = "") -> str:
    """The `w:val` of the element at that path."""
    found = child(element, *path)
    return default if found is None else str(found.get(f"{W}val", default))


def number(words: str | None, default: int | None = None) -> int | None:
    """The whole number that an attribute holds; the default where it holds something else."""
    if words is None or len(words) > 10:
        return default
    try:
        found = int(words)
    except ValueError:
        return default
    return found if abs(found) <= _LARGEST else default


def switch(properties: Any, name: str) -> bool | None:
    """Whether a property is switched on or off; None where it is not mentioned."""
    found = child(properties, name)
    return None if found is None else found.get(f"{W}val", "1").lower() not in _OFF
