"""Grids that ruled lines make on a page.

The lines that meet make a grid; two cells of the grid with no line between them are one. This is
how pdfplumber finds tables, after A. Nurminen, "Algorithmic Extraction of Data in Tables in PDF
Documents" (2013), but cells that are merged are told here from the missing lines.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf.page.drawings import Drawings, Rule

SNAP = 3.0
"""Points within which two lines are at one place, or meet: the widest of usual borders."""
_MOST_RULES = 3_000
"""Lines of a page in one direction; a drawing with more is no table."""
_MOST_COLUMNS, _MOST_ROWS = 60, 600

Cell = tuple[int, int]
"""A row and a column of a grid, from 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of a table's lines, and the cell that each cell of the grid belongs to.

    Attributes:
        shaded: whether the lines are the edges of filled areas.
    """

    xs: list[float]
    ys: list[float]
    owners: dict[Cell, Cell]
    shaded: bool = False

    def place(self, x: float, y: float) -> Cell | None:
        """The row and column at a position, or None outside the grid."""
        column, row = bisect.bisect(self.xs, x) - 1, bisect.bisect(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None


def grids(drawings: Drawings) -> list[Grid]:
    """The grids that lines make, of at least two rows and two columns."""
    for fills in (False, True):
        across, down = _rules(drawings, fills)
        if max(len(across), len(down)) > _MOST_RULES:
            continue
        found = [g for group in _groups(across, down) if (g := _grid(*group)) is not None]
        if found:
            return [replace(grid, shaded=fills) for grid in found]
    return []


def _rules(drawings: Drawings, fills: bool) -> tuple[list[Rule], list[Rule]]:
    """Lines across and down, those that lie end to end joined; with the edges of fills if asked."""
    across, down = list(drawings.horizontals), list(drawings.verticals)
    if max(len(across), len(down), len(drawings.fills)) > 4 * _MOST_RULES:
        return [], []
    for fill in drawings.fills if fills else ():
        left, top, right, bottom = fill.box
        across += [Rule(top, left, right), Rule(bottom, left, right)]
        down += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return _end_to_end(across), _end_to_end(down)


def _end_to_end(rules: Sequence[Rule]) -> list[Rule]:
    by_place: dict[int, list[Rule]] = defaultdict(list)
    places = places_of([rule.at for rule in rules])
    for rule in rules:
        by_place[nearest(places, rule.at)].append(rule)
    joined: list[Rule] = []
    for place, group in sorted(by_place.items()):
        current: Rule | None = None
        for rule in sorted(group, key=lambda one: one.start):
            if current is not None and rule.start <= current.end + SNAP:
                current = current._replace(end=max(current.end, rule.end))
                continue
            joined += [current] if current else []
            current = Rule(places[place], rule.start, rule.end)
        joined += [current] if current else []
    return joined


def places_of(values: Sequence[float]) -> list[float]:
    """The values in order, those within reach of one before them left out."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > SNAP:
            places.append(value)
    return places


def nearest(places: Sequence[float], value: float) -> int:
    """The index of the place that is nearest to a value."""
    n = bisect.bisect(places, value)
    near = [k for k in (n - 1, n) if 0 <= k < len(places)]
    return min(near, key=lambda k: abs(places[k] - value))


def _groups(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that meet each other, directly or over others; tables with a gap are one group."""
    if not across or not down:
        return
    waiting: tuple[list[Rule], list[Rule]] | None = None
    for part in _meeting(across, down):
        if waiting and _side_by_side(waiting[0], part[0]):
            waiting = ([*waiting[0], *part[0]], [*waiting[1], *part[1]])
            continue
        if waiting:
            yield waiting
        waiting = part
    if waiting:
        yield waiting


def _meeting(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet each other, directly or over others, from the top."""
    import numpy as np

    table = np.array(across)
    groups = list(range(len(across)))
    meets: list[list[int]] = []
    for rule in down:
        touched = (
            (table[:, 0] >= rule.start - SNAP) & (table[:, 0] <= rule.end + SNAP)
            & (table[:, 1] <= rule.at + SNAP) & (table[:, 2] >= rule.at - SNAP)
        )  # fmt: skip
        met = np.flatnonzero(touched).tolist()
        meets.append(met)
        for n in met[1:]:
            groups[_root(groups, n)] = _root(groups, met[0])
    columns: dict[int, list[Rule]] = defaultdict(list)
    for rule, met in zip(down, meets, strict=True):
        if met:
            columns[_root(groups, met[0])].append(rule)
    rows: dict[int, list[Rule]] = defaultdict(list)
    for n, rule in enumerate(across):
        rows[_root(groups, n)].append(rule)
    return sorted(
        ((rows[group], verticals) for group, verticals in columns.items()),
        key=lambda part: (round(part[0][0].at / 10), part[0][0].start),
    )


def _side_by_side(one: Sequence[Rule], other: Sequence[Rule]) -> bool:
    """Whether two groups of lines across are at the same heights, as of a table with a gap."""
    heights, others = places_of([rule.at for rule in one]), places_of([rule.at for rule in other])
    shared = sum(abs(heights[nearest(heights, at)] - at) <= SNAP for at in others)
    return shared >= max(3, 0.7 * max(len(heights), len(others)))


def _root(groups: list[int], n: int) -> int:
    while groups[n] != n:
        groups[n] = groups[groups[n]]
        n = groups[n]
    return n


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> Grid | None:
    ys = places_of([rule.at for rule in across])
    ends = [min(rule.start for rule in across), max(rule.end for rule in across)]
    xs = places_of([*(rule.at for rule in down), *ends])
    if not 3 <= len(xs) <= _MOST_COLUMNS or not 3 <= len(ys) <= _MOST_ROWS:
        return None
    walls = _crossed(down, xs, ys)
    floors = _crossed(across, ys, xs)
    owners: dict[Cell, Cell] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            owner = (row, column)
            if column and (column, row) not in walls:
                owner = owners[row, column - 1]
            elif row and (row, column) not in floors:
                owner = owners[row - 1, column]
            owners[row, column] = owner
    return Grid(xs, ys, owners)


def _crossed(
    rules: Sequence[Rule], places: Sequence[float], others: Sequence[float]
) -> set[tuple[int, int]]:
    """For each place, the intervals between the others that a line at the place covers."""
    middles = [(low + high) / 2 for low, high in pairwise(others)]
    found: set[tuple[int, int]] = set()
    for rule in rules:
        place = nearest(places, rule.at)
        first, last = bisect.bisect_left(middles, rule.start), bisect.bisect(middles, rule.end)
        found.update((place, n) for n in range(first, last))
    return found
