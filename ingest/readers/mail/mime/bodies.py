"""Which of the alternative bodies of a message is read."""

from collections.abc import Sequence

from ingest.readers.mail.body.pages import visible_length
from ingest.readers.mail.message import Body
from rag.language.mail_words import IN_BROWSER

_STUB = 600
"""Most characters of a text that only says where to find the message."""
_TIMES = 3
"""How many times as long as the plain text a page is that says more than it: the addresses of its
links make a plain text the longer of the two, where both say the same."""


def chosen(alternatives: Sequence[Sequence[Body]]) -> list[Body]:
    """The alternative that is read: the plain text, unless the page says more.

    Args:
        alternatives: the bodies of each, in the order of the message, the richest last.
    """
    filled = [list(bodies) for bodies in alternatives if any(b.words.strip() for b in bodies)]
    plain = next((bodies for bodies in filled if not any(b.is_page for b in bodies)), None)
    pages = next((bodies for bodies in reversed(filled) if any(b.is_page for b in bodies)), None)
    if plain is None or pages is None:
        return (plain or pages) or []
    return pages if _is_stub(plain, pages) else plain


def _is_stub(plain: Sequence[Body], pages: Sequence[Body]) -> bool:
    words = " ".join(" ".join(body.words.split()) for body in plain)
    if not any(map(str.isalnum, words)):
        return True
    seen = sum(visible_length(b.words) if b.is_page else len(b.words) for b in pages)
    refers = len(words) <= _STUB and any(phrase in words.lower() for phrase in IN_BROWSER)
    return seen > 0 and (refers or seen > _TIMES * len(words))
