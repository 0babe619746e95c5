"""Formulas of Word documents and slides, written on one line."""

from typing import Any

from ingest.readers.office.xml import local_name
from ingest.readers.scripts import exponent, lowered

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def formula(element: Any) -> str:
    """The formula (`m:oMath`) on one line: fractions with a bar, powers raised."""
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{_group(element, 'num')}/{_group(element, 'den')}"
    if name in {"sSup", "sSub", "sSubSup"}:
        base = _part(element, "e")
        below = _part(element, "sub")
        above = _part(element, "sup")
        return base + (lowered(below, base) if below else "") + (exponent(above) if above else "")
    if name == "rad":
        return f"{_part(element, 'deg')}√{_group(element, 'e')}"
    if name == "d":
        return f"({''.join(map(formula, element.iterchildren(f'{_M}e')))})"
    return "".join(map(formula, element.iterchildren())) if not name.endswith("Pr") else ""


def _part(element: Any, name: str) -> str:
    found = element.find(f"{_M}{name}")
    return "" if found is None else formula(found)


def _group(element: Any, name: str) -> str:
    words = _part(element, name)
    return words if len(words) <= 1 or words.isalnum() else f"({words})"
