"""Raised letters: marks of notes, exponents and the ends of ordinal numbers."""

import re

_SUPERSCRIPTS = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
_POWER = re.compile(r"[-−–+]?\d{1,3}|n")
_NOTE = re.compile(r"\(?[\[]?(\d{1,3}|[a-z]|[ivx]{1,4})[\])]?\)?", re.IGNORECASE)
_NOTES = re.compile(r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){1,8}+")
_LISTED = re.compile(r"\d{1,3}")
_BASE = re.compile(r"(?<![\d.,])10\Z")
_UNITS = frozenset("m km cm mm dm ft mi yd in nm µm μm ha s kg".split())
_LAST_WORD = re.compile(r"[^\W\d_]{1,3}\Z")
_MOST_POWER = {"2", "3"}


def raised(mark: str, before: str) -> str:
    """Raised letters as they are written in the text.

    A note's mark is put in brackets, so that it is not read as part of a number or word before it;
    an exponent is written in superscript letters. What is neither, as the "th" of a day, stays.

    Args:
        mark: the raised letters.
        before: the words of the line before them.
    """
    words = mark.strip()
    if _POWER.fullmatch(words) and _is_power(words, before.rstrip()):
        return mark.replace(words, words.translate(_SUPERSCRIPTS))
    note = _NOTE.fullmatch(words)
    if note:
        return mark.replace(words, f"[{note.group(1)}]")
    if _NOTES.fullmatch(words):
        return mark.replace(words, f"[{words}]")
    return mark


def _is_power(mark: str, before: str) -> bool:
    if not mark.isdigit() or _BASE.search(before):
        return bool(before) and (before[-1].isalnum() or before[-1] == ")")
    word = _LAST_WORD.search(before)
    if word is None or mark not in _MOST_POWER:
        return False
    alone = word.start() == 0 or not (before[word.start() - 1].isalnum())
    unit = word.start() > 0 and before[word.start() - 1].isdigit()
    return (alone or unit) and (word.group() in _UNITS or len(word.group()) == 1)
