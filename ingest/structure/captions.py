"""Captions of figures and tables, and lines that name their source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.language.document_words import CAPTION_WORDS, CREDIT_WORDS
from rag.language.patterns import any_of
from rag.structure import Block

_MARKS = r"[*_\s>]{0,6}"
_NUMBERED = re.compile(
    rf"{_MARKS}{any_of(CAPTION_WORDS)}"
    rf"(?:\s{{0,3}}\d{{1,3}}(?:[.-]\d{{1,3}})?|\s{{1,3}}(?:[A-Z]|[IVX]{{1,5}}))\b"
    rf"{_MARKS}(?:[:.|–—-]{_MARKS}|\Z)",
    re.IGNORECASE,
)
_CREDIT = re.compile(rf"{_MARKS}{any_of(CREDIT_WORDS)}{_MARKS}:", re.IGNORECASE)
_LONGEST, _LONGEST_CREDIT = 400, 250
"""Characters of a caption, and of a line that names a source."""


def with_captions(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those that are captions as such: "Figure 3: Exports", "Source: Ministry"."""
    for block in blocks:
        length = block.end - block.start
        if block.kind == "paragraph" and (
            (length <= _LONGEST and _NUMBERED.match(text, block.start, block.end))
            or (length <= _LONGEST_CREDIT and _CREDIT.match(text, block.start, block.end))
        ):
            yield replace(block, kind="caption", level=0)
        else:
            yield block
