"""Text in one way of writing, so that it can be compared."""

import unicodedata


def fold(text: str) -> str:
    """In lower case, without accents, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
