"""Paragraphs and items of lists, as told by the lines of a text."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from ingest.structure.lines import Line, goes_on
from ingest.structure.markers import Marker
from rag.structure import Block


def blocks_of_lines(
    lines: Sequence[Line],
    items: Mapping[int, Marker],
    width: int,
    taken: Collection[int],
    level: int = 0,
) -> Iterator[Block]:
    """The paragraphs and items that lines make, in order.

    Args:
        lines: of a text.
        items: the lines that begin an item, by their position, with their markers.
        width: to which the text's paragraphs are broken; 0 where they are not.
        taken: positions of lines that belong to blocks of other kinds.
        level: of the list around the lines; 0 where there is none.
    """
    nested = _Nesting(level)
    n = 0
    while n < len(lines):
        first = n
        n += 1
        if first in taken or not lines[first].words:
            continue
        marker = items.get(first)
        while n < len(lines) and n not in taken and _same_block(lines, n, items, marker, width):
            n += 1
        deep = nested.level_of(lines[first].indent, marker)
        yield Block("item" if deep else "paragraph", lines[first].start, lines[n - 1].end, deep)


def _same_block(
    lines: Sequence[Line], n: int, items: Mapping[int, Marker], marker: Marker | None, width: int
) -> bool:
    """Whether a line belongs to the block of the line before it."""
    line, above = lines[n], lines[n - 1]
    if not line.words or n in items:
        return False
    if marker is not None and n - 1 in items and line.indent >= above.indent + marker.length > 0:
        return True
    if marker is not None and line.indent == above.indent > 0 and n - 1 not in items:
        return True
    return goes_on(above, line, width)


class _Nesting:
    """How deep each item is nested, by its indent and the style of its marker."""

    def __init__(self, outer: int) -> None:
        self._outer = outer
        self._is_first = True
        self._open: list[tuple[int, str]] = []

    def level_of(self, indent: int, marker: Marker | None) -> int:
        """The level of the next block; 0 of a paragraph outside all lists."""
        is_first, self._is_first = self._is_first, False
        if marker is None:
            if not indent:
                self._open = []
            return self._outer if is_first or indent else 0
        while self._open and indent < self._open[-1][0]:
            self._open.pop()
        if marker.style in (style for at, style in self._open if at == indent):
            while self._open[-1][1] != marker.style:
                self._open.pop()
        else:
            self._open.append((indent, marker.style))
        return self._outer + len(self._open)
