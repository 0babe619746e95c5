"""Raised and lowered characters, written so that they never fuse with the figures beside them."""

import re

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_NOTE_MARK = re.compile(r"[1-9]\d{0,3}(?:[ ,;–-]{1,2}[1-9]\d{0,3}){0,9}|[a-z]")
_EXPONENT = re.compile(r"[+−–-]?\d{1,4}|[ni]|\([^()]{1,9}\)")
_BASE = re.compile(
    r"(?:(?<![\d.,])10|(?<![^\W_])(?:[kcdmµμ]?m|km|ft|in|yd|mi|s|sec|kg|[a-zA-Z])|\))\Z"
)
"""What an exponent stands behind: ten, a unit of length, time or mass, a variable, a bracket."""
_LONGEST_BASE = 8
"""Characters looked back at for the base of an exponent."""
_SUFFIXES = frozenset("st nd rd th er re e ème o a os as tm sm mo ®".split())
"""What is raised behind a word or number only for its looks, as in 4th and in names of marks."""


def raised(words: str, before: str) -> str:
    """Words set as superscript, as they are written in plain text.

    An exponent becomes Unicode's raised characters or is written behind "^"; the mark of a note
    stands in square brackets; an ordinal's ending stays as it is.

    Args:
        words: that are raised.
        before: the text before them on the line.
    """
    mark = words.strip()
    if not mark:
        return words
    lead, trail = words[: words.index(mark[0])], words[len(words.rstrip()) :]
    return lead + _raised(mark, before[-_LONGEST_BASE:] if not lead else "") + trail


def _raised(mark: str, before: str) -> str:
    after_figure = before[-1:].isdigit()
    if _is_exponent(mark, before):
        return exponent(mark)
    if after_figure and mark.lower() in _SUFFIXES and (len(mark) > 1 or not mark.islower()):
        return mark
    if mark.isdigit() or (_NOTE_MARK.fullmatch(mark) and (len(mark) > 1 or after_figure)):
        return f"[{mark}]"
    if after_figure and mark[0].isdigit():
        return f"^{mark}"
    return mark


def _is_exponent(mark: str, before: str) -> bool:
    if not _EXPONENT.fullmatch(mark) or not before:
        return False
    if mark[0] in "+−–-(":
        return before[-1].isalnum() or before[-1] == ")"
    base = _BASE.search(before)
    if base is None or (base.group() == "10" and mark == "1"):
        return False
    return base.group() != ")" or mark in {"2", "3", "n"}


def exponent(words: str) -> str:
    """An exponent in Unicode's raised characters, or behind "^" where it has others."""
    mark = words.strip()
    if all(ord(c) in _RAISED for c in mark):
        return mark.translate(_RAISED)
    return f"^{mark}" if mark.isalnum() else f"^({mark})"


def lowered(words: str, before: str) -> str:
    """Words set as subscript: plain behind a letter, as in CO2, else in Unicode's characters."""
    mark = words.strip()
    fuses = before[-1:].isdigit() and mark[:1].isdigit()
    return words.translate(_LOWERED) if fuses else words
