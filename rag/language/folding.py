"""Text in one way of writing, so that it can be compared."""

import re
import unicodedata

_RAISED_LOWERED_FRACTIONS = "ªº²³¹¼-¾ʰ-ʸˠ-ˤ⁰-₎ₐ-ₜ⅐-⅟↉"
"""Characters that are figures of their own: 10⁶ is not 106, nor 1½ 11/2."""
_OTHERS = re.compile(rf"[^{_RAISED_LOWERED_FRACTIONS}]+")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")


def as_compared(text: str) -> str:
    """The text as it is searched and compared: what looks the same is written the same.

    In normal form KC (Unicode Standard Annex 15) but for raised and lowered characters and
    fractions, and without soft hyphens and characters of no width. Offsets do not hold in it.
    """
    if text.isascii():
        return text
    visible = _INVISIBLE.sub("", text)
    return _OTHERS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), visible)


def fold(text: str) -> str:
    """In lower case, without accents, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", as_compared(text).replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
