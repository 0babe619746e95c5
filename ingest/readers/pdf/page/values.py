"""The values of form fields among the lines of a page."""

import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from ingest.readers.pdf.page.annotations import Value
from ingest.readers.pdf.page.lines import Line, Word, from_words

_BAND = 8
"""Points of a band of the page, in which lines beside a field are looked for."""
_NEAR = 12.0
"""Widest gap between a field and its label, relative to the size of the letters."""
_SIZE = 10.0
"""Size of letters where the page has none."""
_WIDTH = 0.5
"""Width of a letter relative to its size, on average."""
_ABOVE = 0.3
"""How far the baseline is above the lower edge of a field of one line, relative to the size."""


def with_values(lines: Sequence[Line], values: Sequence[Value]) -> list[Line]:
    """The lines, with each value in the line of the label beside it, or in a line of its own."""
    placed = list(lines)
    bands: dict[int, list[int]] = defaultdict(list)
    for n, line in enumerate(placed):
        bands[int(line.baseline // _BAND)].append(n)
    alone: list[Line] = []
    for value in values:
        size = placed[0].size if placed else _SIZE
        line = _line(value, size)
        band = int(line.baseline // _BAND)
        near = [n for k in (band - 1, band, band + 1) for n in bands[k][:_MOST_BESIDE]]
        best = min(near, key=lambda n: _distance(placed[n], line), default=None)
        if best is None or _distance(placed[best], line) > _NEAR * size:
            alone.append(line)
            continue
        words = sorted([*placed[best].words, *line.words], key=lambda word: word.left)
        placed[best] = from_words(placed[best], words)
    return _by_height(placed, alone)


_MOST_BESIDE = 50
"""Lines of a band that are looked at."""


def _line(value: Value, size: float) -> Line:
    left, top, _, bottom = value.box
    one = bottom - top < 2.5 * size
    baseline = bottom - max(_ABOVE * size, (bottom - top - size) / 2) if one else top + size
    words: list[Word] = []
    for text in value.text.split():
        words.append(Word(text, left, left + _WIDTH * size * len(text)))
        left = words[-1].right + _WIDTH * size
    blank = Line("", 0, 0, baseline, size, bold=False, is_table_row=False, first_word=0)
    return from_words(blank, words)


def _distance(line: Line, value: Line) -> float:
    """The gap between a line and a value beside it; infinite where they are not in one row."""
    if line.kind or abs(line.baseline - value.baseline) > 0.7 * line.size or not line.words:
        return float("inf")
    if line.left < value.left < line.right:
        inside = any(w.left < value.right and value.left < w.right for w in line.words)
        return float("inf") if inside else 0.0
    return max(value.left - line.right, line.left - value.right, 0.0)


def _by_height(lines: Sequence[Line], alone: Sequence[Line]) -> list[Line]:
    """The lines, with those that stand alone put before the first below them."""
    reached = list(accumulate((line.baseline for line in lines), max))
    ordered: list[Line] = []
    before = 0
    for line in sorted(alone, key=lambda one: one.baseline):
        place = bisect.bisect_left(reached, line.baseline)
        ordered += [*lines[before:place], line]
        before = max(before, place)
    return [*ordered, *lines[before:]]
