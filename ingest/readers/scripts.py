"""Raised and lowered characters, written so that they never fuse with the figures beside them."""

import re
from collections.abc import Set

from rag.language.document_words import RAISED_ENDINGS

_RAISED = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_UNITS = "m km cm dm mm nm µm μm ft in yd mi ha s h min sec kg g"
_BASE = re.compile(
    rf"(?:(?<![\d.,])(?P<ten>10)|(?<![^\W\d_])(?<!['’])"
    rf"(?:(?P<unit>{'|'.join(_UNITS.split())})|(?P<variable>[^\W\d_])))\Z"
)
"""What an exponent stands behind: ten, a unit, a letter that is a word."""
_TAIL = 24
"""Characters before raised ones that tell what these are."""
_POWERS = frozenset("23")
_HIGHER_POWERS = frozenset("456789")
_FIGURE = re.compile(r"[+−–-]?\d{1,4}|[+−–-]?n|[+−–-]")
_SIGNED = re.compile(r"[+−–-]\d{1,4}|[+−–-]?n")
_BRACKETED = re.compile(r"\([^()]{1,9}\)")
_NUMBERS = re.compile(r"\d{1,4}(?:\s?[,;–-]\s?\d{1,4}){0,9}")
_NOTE = re.compile(r"\(?\[?(\d{1,4}|[a-z]|[ivx]{1,5})[\])]?\)?", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![^\W_])(?:[IVXLCM]{1,6}|[nN])\Z")
"""What one raised letter ends: a Roman number, "M" for a title, "n" for a number."""
_MARKS_OF_TRADE = frozenset({"tm", "sm", "mc", "®", "™"})
_LAST_LETTERS = re.compile(r"[^\W\d_]{1,12}\Z")
_WORD_ENDS = frozenset(".,;:!?”’\"')]»%")


def raised(words: str, before: str, after: str = "", notes: Set[str] | None = None) -> str:
    """Words set as superscript, as they are written in plain text.

    An exponent becomes Unicode's raised characters or is written behind "^"; the mark of a note
    stands in square brackets; the end of an ordinal number stays as it is.

    Args:
        words: that are raised.
        before: the text before them on the line.
        after: the text after them, where it is known.
        notes: the marks of the document's notes; None where they are not known, and a figure may
            be the mark of any.
    """
    mark = words.strip()
    if not mark:
        return words
    lead, trail = words[: words.index(mark[0])], words[len(words.rstrip()) :]
    before = "" if lead else before[-_TAIL:]
    if after.lstrip()[:1] in {"/", "⁄"} and mark.isdigit():
        written = mark.translate(_RAISED)
    elif _is_exponent(mark, before, notes or frozenset()):
        written = exponent(mark)
    else:
        written = (
            _likely_mark(mark, before) if notes is None else _mark_or_figure(mark, before, notes)
        )
    return lead + written + trail


def exponent(words: str) -> str:
    """An exponent in Unicode's raised characters, or behind "^" where it has others."""
    mark = words.strip()
    if all(ord(c) in _RAISED for c in mark):
        return mark.translate(_RAISED)
    return f"^{mark}" if mark.isalnum() or _BRACKETED.fullmatch(mark) else f"^({mark})"


def lowered(words: str, before: str) -> str:
    """Words set as subscript: plain behind a letter, as in CO2, else in Unicode's characters."""
    mark = words.strip()
    fuses = before[-1:].isdigit() and mark[:1].isdigit()
    return words.translate(_LOWERED) if fuses else words


def index(words: str) -> str:
    """Words set as subscript: figures in Unicode's characters, other words behind "_"."""
    if all(ord(c) in _LOWERED for c in words):
        return words.translate(_LOWERED)
    return f"_{words}"


def _is_exponent(mark: str, before: str, notes: Set[str]) -> bool:
    if _SIGNED.fullmatch(mark):
        return mark not in notes and (before[-1:].isalnum() or before.endswith(")"))
    base = _BASE.search(before)
    if base is None:
        return False
    if _BRACKETED.fullmatch(mark):
        return True
    if base["ten"]:
        return mark.isdigit() and mark != "1"
    if base["unit"]:
        return mark in _POWERS
    # Capital letters name annexes and groups, which notes are put to.
    is_power = mark in _POWERS or (base["variable"].islower() and mark in _HIGHER_POWERS)
    return is_power and mark not in notes


def _likely_mark(mark: str, before: str) -> str:
    """Raised words that are no exponent, where the document's notes are not known."""
    after_figure = before[-1:].isdigit()
    low = mark.lower()
    if low in _MARKS_OF_TRADE or (
        low in RAISED_ENDINGS and (len(mark) > 1 or _COUNTED.search(before))
    ):
        return mark
    if _NUMBERS.fullmatch(mark):
        return f"[{mark}]"
    note = _NOTE.fullmatch(mark)
    if note:
        return f"[{note.group(1)}]"
    return f"^{mark}" if after_figure and mark[0].isdigit() else mark


def _mark_or_figure(mark: str, before: str, notes: Set[str]) -> str:
    """Raised words that are no exponent, in a document with these notes."""
    if mark in notes or (_NUMBERS.fullmatch(mark) and _is_after_word(before)):
        return f"[{mark}]"
    if _FIGURE.fullmatch(mark) or _NUMBERS.fullmatch(mark):
        return mark.translate(_RAISED)
    if mark.lower() in RAISED_ENDINGS or not before[-1:].isalnum():
        return mark
    base = _BASE.search(before)
    if base and (base["ten"] or len(base.group()) == 1):
        return f"^{mark}"
    return f"[{mark}]" if len(mark) == 1 and mark.isalnum() else mark


def _is_after_word(before: str) -> bool:
    letters = _LAST_LETTERS.search(before)
    return len(letters.group()) > 2 if letters else before[-1:] in _WORD_ENDS
