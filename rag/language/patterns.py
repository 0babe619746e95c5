"""Parts of patterns made from words: what `rag.language.english` has as data, as a pattern."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """A group, without a name, that matches any of the words or phrases.

    Where one word begins another the longer is tried first. A space matches any white space. The
    group may stand in a pattern with `re.VERBOSE`, and sets no boundary of a word.
    """
    longest_first = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    phrases = (r"\s++".join(re.escape(part) for part in word.split()) for word in longest_first)
    return f"(?:{'|'.join(phrases)})"
