"""Which countries and peoples a text names, in whatever form."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rag.language.folding import fold
from rag.language.nations import COVERS, forms
from rag.verification.parsing import ParsedText

Countries = Mapping[int, frozenset[str]]
"""By the index of each word that names one, the countries that it may be part of the name of."""

_POSSESSIVE = re.compile(r"['’]s?$")
_BETWEEN_TOKENS = re.compile(r"[\s-]+")


def countries(parsed: ParsedText) -> Countries:
    """The countries and peoples named; of overlapping names the longest counts.

    "Papua New Guinea" does not name Guinea. A name begins with a capital letter; an abbreviation
    is all in capitals, so that "us" is not the United States.
    """
    table, longest = _table()
    found: dict[int, frozenset[str]] = {}
    for start, word in enumerate(parsed.words):
        if start in found or not word.is_capitalised:
            continue
        tokens = tuple(_token(word.text) for word in parsed.words[start : start + longest])
        for length in range(len(tokens), 0, -1):
            named = table.get(tokens[:length])
            if named:
                found.update(dict.fromkeys(range(start, start + length), named))
                break
    return found


def names_any(named: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of the countries is, or may stand for, one of the others, or the reverse."""
    others = set(others)
    return any(
        other == country
        or other in COVERS.get(country, frozenset())
        or country in COVERS.get(other, frozenset())
        for country in named
        for other in others
    )


@cache
def _table() -> tuple[dict[tuple[str, ...], frozenset[str]], int]:
    """The countries by the words of each form, and how many words the longest form has."""
    table: dict[tuple[str, ...], frozenset[str]] = {}
    for form, named in forms().items():
        key = tuple(_token(token) for token in _BETWEEN_TOKENS.split(form))
        table[key] = table.get(key, frozenset()) | named
    return table, max(map(len, table))


def _token(text: str) -> str:
    """A word for comparison; one in capitals stays apart from the same word in small letters."""
    root = _POSSESSIVE.sub("", text)
    return root if root.isupper() and len(root) > 1 else fold(root)
