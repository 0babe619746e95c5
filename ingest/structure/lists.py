"""Lists written inside one paragraph: "• a. • b.", "(a) …; (b) …; and (c) …"."""

import re
from collections.abc import Iterable, Iterator

from rag.language.sentences import trim
from rag.structure import Block, Span

_BULLET = re.compile(r"(?:(?<=\s)|(?<=^))[•▪◦‣●■➢]\s+(?=\S)", re.MULTILINE)
_COUNTED = re.compile(
    r"(?:(?<=\s)|(?<=^))\((?P<value>[a-z]|[ivx]{1,5}|\d{1,2})\)\s+(?=\S)", re.MULTILINE
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_BREAKS = re.compile(r"[;,:.](?:\s+(?:and|or))?\s*$")
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_LEAST_COUNTED = 3
"""Items of a list that is written as a sentence; two are no more than a sentence with two parts."""
_LONGEST_BREAK = 12


def with_items(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, those that hold a list divided into what comes before it and its items."""
    for block in blocks:
        starts = _starts(text, block) if block.kind in {"paragraph", "item"} else []
        if not starts:
            yield block
            continue
        end = _end(text, starts, block)
        yield from _part(text, block.kind, block.start, starts[0], block.level)
        inner = block.level + (block.start < starts[0])
        for start, last in zip(starts, [*starts[1:], end], strict=True):
            yield from _part(text, "item", start, last, max(inner, 1))
        yield from _part(text, block.kind, end, block.end, block.level)


def _part(text: str, kind: str, start: int, end: int, level: int) -> Iterator[Block]:
    start, end = trim(text, start, end)
    if start < end:
        yield Block("item" if kind == "item" else "paragraph", start, end, level)


def _starts(text: str, block: Block) -> list[int]:
    """Where the items begin; empty where the block holds no list."""
    bullets = [match.start() for match in _BULLET.finditer(text, block.start, block.end)]
    if len(bullets) >= 2:
        return bullets
    return _counted(text, block)


def _counted(text: str, block: Block) -> list[int]:
    """Where "(a)", "(b)" and "(c)" stand, each after what ends the item before it."""
    starts: list[int] = []
    for match in _COUNTED.finditer(text, block.start, block.end):
        values = _values(match["value"])
        if len(starts) + 1 not in values:
            continue
        before = text[max(block.start, match.start() - _LONGEST_BREAK) : match.start()]
        if starts and not _BREAKS.search(before):
            continue
        starts.append(match.start())
    return starts if len(starts) >= _LEAST_COUNTED else []


def _values(value: str) -> Span:
    """What a marker may count as: "i" is the ninth letter, or the first numeral."""
    letter = int(value) if value.isdigit() else ord(value) - ord("a") + 1 if len(value) == 1 else 0
    return letter, _ROMAN.index(value) + 1 if value in _ROMAN else 0


def _end(text: str, starts: list[int], block: Block) -> int:
    """Where the last item of a list that is written as a sentence ends."""
    if text[starts[0]] != "(":
        return block.end
    match = _SENTENCE_END.search(text, starts[-1], block.end)
    return match.end() if match else block.end
