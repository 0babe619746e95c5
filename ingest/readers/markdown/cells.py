"""The cells of a row of a Markdown table."""

import re

from rag.language.sentences import trim
from rag.structure import Span

_BAR = re.compile(r"(?<!\\)\|")


def cells_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The spans of the cells in a row, without white space; an empty cell is an empty span."""
    bars = [match.start() for match in _BAR.finditer(text, start, end)]
    if bars and bars[0] == start:
        start, bars = start + 1, bars[1:]
    if bars and bars[-1] == end - 1:
        end, bars = end - 1, bars[:-1]
    starts = [start, *(bar + 1 for bar in bars)]
    return tuple(trim(text, *cell) for cell in zip(starts, [*bars, end], strict=True))
