"""The text around a quote."""

AROUND = 500
"""Characters of the document shown before a quote, and after it: a paragraph or two."""


ELLIPSIS = "…"


def context(
    text: str, start: int, end: int, around: int = AROUND, begin: int = 0
) -> tuple[str, str]:
    """The text before and after `text[start:end]`, cut between words, with "…" where it is cut.

    Args:
        around: most characters on either side.
        begin: offset at which the readable text begins, after front matter.
    """
    begin = min(begin, start)
    first, last = max(begin, start - around), min(len(text), end + around)
    before, after = text[first:start], text[end:last]
    if first > begin:
        whole = text[first - 1].isspace()
        before = ELLIPSIS + (before if whole else _without_first_word(before)).lstrip()
    if last < len(text):
        whole = text[last].isspace()
        after = (after if whole else _without_last_word(after)).rstrip() + ELLIPSIS
    return before.lstrip(), after.rstrip()


def _without_first_word(text: str) -> str:
    cut = next((n for n, character in enumerate(text) if character.isspace()), 0)
    return text[cut:]


def _without_last_word(text: str) -> str:
    cut = next((n for n in range(len(text) - 1, -1, -1) if text[n].isspace()), len(text))
    return text[:cut]
