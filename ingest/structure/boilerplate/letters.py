"""What ends a letter or a mail: the signature, and the disclaimer below it."""

from collections.abc import Iterator, Sequence

from ingest.structure.shown import Shown
from rag.language.document_words import DISCLAIMER_PHRASES, SENT_FROM, VALEDICTIONS
from rag.structure import BoilerplateKind

_LAST = 15
"""Blocks at the end among which a signature is looked for."""
_MOST_WORDS = 15
"""Words of a block of a signature: a name, an office, an address."""
_MOST_WORDS_OF_DISCLAIMER = 150


def closings(blocks: Sequence[Shown]) -> Iterator[tuple[BoilerplateKind, range]]:
    """The signature and the disclaimers at the end of a letter."""
    for n, shown in enumerate(blocks):
        if shown.count <= _MOST_WORDS_OF_DISCLAIMER and any(
            phrase in shown.key for phrase in DISCLAIMER_PHRASES
        ):
            yield "disclaimer", range(n, n + 1)
    for n in range(max(0, len(blocks) - _LAST), len(blocks)):
        shown = blocks[n]
        if shown.key.startswith(SENT_FROM) and shown.count <= _MOST_WORDS:
            yield "signature", range(n, n + 1)
        elif _begins(shown):
            last = n + 1
            while last < len(blocks) and _is_part(blocks[last]):
                last += 1
            yield "signature", range(n, last)
            return


def _begins(shown: Shown) -> bool:
    lines = shown.source.strip().splitlines()
    first = lines[0].strip().lower().rstrip(",.! ") if lines else ""
    return shown.count <= _MOST_WORDS and (first in VALEDICTIONS or first == "--")


def _is_part(shown: Shown) -> bool:
    """Whether a block below a valediction is of the signature, and no postscript."""
    return shown.count <= _MOST_WORDS and not shown.words.endswith((".", "?", "!"))
