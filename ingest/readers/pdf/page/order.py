"""Lines put in the order of reading, where they are drawn in another."""

import bisect
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from ingest.readers.pdf.page.lines import Line

_TOP = 0.15
"""Share of a page's height, from its top, in which lines that are drawn late are put first."""
_TITLE_TOP = 0.35
"""The same for lines with larger letters than the page's usual ones."""
_LARGER = 1.2
_MOST_BESIDE = 0.25
"""Share of a page's lines that may be headings in its margin."""
_BODY = 0.4
"""Share of a page's letters in lines that begin at one place, from which it is the text's edge."""
_LONGEST = 120


def in_place(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines of a page in the order of reading.

    Args:
        lines: in the order of drawing.
        height: of the page, in points.
    """
    return _beside(_top_first(lines, height))


def _top_first(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines, beginning with those that are drawn late but stand at the top, above the rest."""
    late: list[Line] = []
    rest: list[Line] = []
    usual = _usual(lines)
    highest = height
    for line in lines:
        top = (_TITLE_TOP if line.size >= _LARGER * usual else _TOP) * height
        if rest and line.baseline < min(highest - line.size, top):
            late.append(line)
        else:
            rest.append(line)
            highest = min(highest, line.baseline)
    return [*late, *rest]


def _usual(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _beside(lines: Sequence[Line]) -> list[Line]:
    """The lines, with headings in the margin put before the text that they stand beside."""
    lefts: Counter[int] = Counter()
    for line in lines:
        lefts[round(line.left)] += len(line.text)
    if not lefts:
        return []
    edge, letters = lefts.most_common(1)[0]
    edge -= 2
    if letters < _BODY * lefts.total():
        return list(lines)
    groups: list[list[Line]] = []
    rest: list[Line] = []
    for line in lines:
        if line.right > edge or len(line.text) > _LONGEST:
            rest.append(line)
        elif groups and 0 < line.baseline - groups[-1][-1].baseline <= 2 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    if not groups or sum(map(len, groups)) > _MOST_BESIDE * len(lines):
        return list(lines)
    reached = list(accumulate((line.baseline for line in rest), max))
    places = [bisect.bisect_left(reached, g[0].baseline - g[0].size / 2) for g in groups]
    ordered: list[Line] = []
    before = 0
    for place, group in sorted(zip(places, groups, strict=True), key=lambda pair: pair[0]):
        ordered += [*rest[before:place], *group]
        before = place
    return [*ordered, *rest[before:]]
