"""Columns of prose that are drawn row by row, read column by column."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.page.lines import Line, Word, from_words

_GUTTER = 0.9
"""Least width of the gap between two columns, relative to the size of the letters."""
_FEWEST_ROWS = 3
"""Rows with words on both sides from which there are two columns."""
_BOTH_SIDES = 0.5
"""Share of the longer column's lines that have a line of the other beside them."""
_GOES_ON = 0.2
"""Share of a column's lines that begin in lower case, as they do in prose but not in a table."""
_FEWEST_WORDS = 2.5
"""Words of a line, on average, from which a column is prose."""
_MOST_COLUMNS = 4

_Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Lines with a gutter between two columns: their parts on either side of it, and their end."""

    left: list[Line]
    right: list[Line]
    both: int
    end: int


def by_columns(lines: Sequence[Line], most: int = _MOST_COLUMNS) -> list[Line]:
    """The lines of a page in reading order, divided where a gutter divides them.

    Args:
        lines: as they are drawn.
        most: how many columns are looked for.
    """
    if most <= 1:
        return list(lines)
    ordered: list[Line] = []
    n = 0
    while n < len(lines):
        rows = _rows(lines, n)
        if rows is None:
            ordered.append(lines[n])
            n += 1
            continue
        if _are_columns(rows):
            ordered += [*by_columns(rows.left, most - 1), *by_columns(rows.right, most - 1)]
        else:
            ordered += lines[n : rows.end]
        n = rows.end
    return ordered


def _rows(lines: Sequence[Line], first: int) -> _Rows | None:
    """The lines from the first on that one gutter divides; None if none divides the first."""
    gutter = _opening(lines, first)
    if gutter is None:
        return None
    left: list[Line] = []
    right: list[Line] = []
    both = 0
    n = first
    while n < len(lines):
        line = lines[n]
        if line.kind or (n > first and line.baseline < lines[n - 1].baseline - line.size):
            break
        divided = _divided(line, gutter)
        if divided is None:
            break
        gutter, before = divided
        words = line.words
        if 0 < before < len(words) or (not before and left and _same_row(left[-1], line)):
            both += 1
        left += [from_words(line, words[:before])] if before else []
        right += [from_words(line, words[before:])] if before < len(words) else []
        n += 1
    return _Rows(left, right, both, max(n, first + 1))


def _same_row(left: Line, line: Line) -> bool:
    return abs(left.baseline - line.baseline) < line.size


def _opening(lines: Sequence[Line], n: int) -> _Gap | None:
    """The gap that may be a gutter: the widest of a line, or that to the next beside it."""
    line = lines[n]
    gaps = [
        (word.left - before.right, (before.right, word.left))
        for before, word in zip(line.words, line.words[1:], strict=False)
        if word.left - before.right >= _GUTTER * line.size
    ]
    if gaps:
        return max(gaps)[1]
    if n + 1 < len(lines) and line.words and _same_row(line, lines[n + 1]):
        following = lines[n + 1].left
        if following - line.right >= _GUTTER * line.size:
            return line.right, following
    return None


def _divided(line: Line, gutter: _Gap) -> tuple[_Gap, int] | None:
    """The part of the gutter that the line leaves free, and how many of its words are before it.

    None if the line crosses the gutter.
    """
    ends = [float("-inf"), *(word.right for word in line.words)]
    starts = [*(word.left for word in line.words), float("inf")]
    best: tuple[float, _Gap, int] | None = None
    for n, (end, start) in enumerate(zip(ends, starts, strict=True)):
        free = (max(gutter[0], end), min(gutter[1], start))
        width = free[1] - free[0]
        if width >= _GUTTER * line.size and (best is None or width > best[0]):
            best = (width, free, n)
    return (best[1], best[2]) if best else None


def _are_columns(rows: _Rows) -> bool:
    longer = max(len(rows.left), len(rows.right))
    enough = rows.both >= max(_FEWEST_ROWS, _BOTH_SIDES * longer)
    return enough and all(map(_is_prose, (rows.left, rows.right)))


def _is_prose(column: Sequence[Line]) -> bool:
    words: list[Word] = [word for line in column for word in line.words]
    figures = sum(any(c.isdigit() for c in word.text) for word in words)
    going_on = sum(line.text[0].islower() for line in column)
    return (
        len(words) >= _FEWEST_WORDS * len(column)
        and figures <= len(words) / 3
        and going_on >= _GOES_ON * len(column)
    )
