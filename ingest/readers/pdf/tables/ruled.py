"""Tables whose cells are ruled.

The lines that meet make a grid; two cells of the grid with no line between them are one. This is
how pdfplumber finds tables, after A. Nurminen, "Algorithmic Extraction of Data in Tables in PDF
Documents" (2013), but cells that are merged are told here from the missing lines.
"""

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.page.drawings import Drawings, Rule
from ingest.readers.pdf.page.lines import Line, PageLayout, Word, from_words
from ingest.readers.pdf.tables.rows import Row, as_lines, is_figure

_SNAP = 3.0
"""Points within which two lines are at one place, or meet: the widest of usual borders."""
_MOST_RULES = 3_000
"""Lines of a page in one direction; a drawing with more is no table."""
_MOST_COLUMNS, _MOST_ROWS = 60, 600
_APART = 1.2
"""Width of a gap between two cells that are not ruled apart, relative to the letters' size."""
_CLOSE = 0.45
"""Width of a gap between two words, relative to the letters' size, that is a usual space."""
_MOST_CLOSE = 0.3
"""Share of the borders between columns that words may follow each other closely over."""
_MOST_COARSE = 0.1
"""Share of cells with figures apart from each other up to which the lines show the columns."""
_LONGEST_CELL = 900
"""Characters of a cell; frames around longer texts lay out a page."""
_SEVERAL = 0.4
"""Share of rows with words in two cells or more below which areas are behind lines of prose."""
_FEWEST_CELLS = 0.25
"""Share of cells with words below which lines are those of a diagram or form."""
_FROM_MIDDLE = 0.3
"""How far the middle of small letters is above the baseline, relative to their size."""

Cell = tuple[int, int]
"""A row and a column of a grid, from 0."""
_Piece = tuple[Line, list[Word]]
"""Words of a line that are in one cell."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The places of a table's lines, and the cell that each cell of the grid belongs to."""

    xs: list[float]
    ys: list[float]
    owners: dict[Cell, Cell]

    def place(self, x: float, y: float) -> Cell | None:
        """The row and column at a position, or None outside the grid."""
        column, row = bisect.bisect(self.xs, x) - 1, bisect.bisect(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None


def ruled_tables(layout: PageLayout) -> list[Line]:
    """The page's lines, with a line for each row of a ruled table in place of those within it."""
    lines = list(layout.lines)
    for grid in grids(layout.drawings):
        lines = _with_table(lines, grid)
    return lines


def grids(drawings: Drawings) -> list[_Grid]:
    """The grids that lines make, of at least two rows and two columns."""
    for fills in (False, True):
        across, down = _rules(drawings, fills)
        if max(len(across), len(down)) > _MOST_RULES:
            continue
        found = [g for group in _groups(across, down) if (g := _grid(*group)) is not None]
        if found:
            return found
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
    places = _places([rule.at for rule in rules])
    for rule in rules:
        by_place[_nearest(places, rule.at)].append(rule)
    joined: list[Rule] = []
    for place, group in sorted(by_place.items()):
        current: Rule | None = None
        for rule in sorted(group, key=lambda one: one.start):
            if current is not None and rule.start <= current.end + _SNAP:
                current = current._replace(end=max(current.end, rule.end))
                continue
            joined += [current] if current else []
            current = Rule(places[place], rule.start, rule.end)
        joined += [current] if current else []
    return joined


def _places(values: Sequence[float]) -> list[float]:
    """The values in order, those within reach of one before them left out."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _SNAP:
            places.append(value)
    return places


def _nearest(places: Sequence[float], value: float) -> int:
    n = bisect.bisect(places, value)
    near = [k for k in (n - 1, n) if 0 <= k < len(places)]
    return min(near, key=lambda k: abs(places[k] - value))


def _groups(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that meet each other, directly or over others."""
    import numpy as np

    if not across or not down:
        return
    table = np.array(across)
    groups = list(range(len(across)))
    meets: list[list[int]] = []
    for rule in down:
        touched = (
            (table[:, 0] >= rule.start - _SNAP) & (table[:, 0] <= rule.end + _SNAP)
            & (table[:, 1] <= rule.at + _SNAP) & (table[:, 2] >= rule.at - _SNAP)
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
    parts = sorted(
        ((rows[group], verticals) for group, verticals in columns.items()),
        key=lambda part: (round(part[0][0].at / 10), part[0][0].start),
    )
    waiting: tuple[list[Rule], list[Rule]] | None = None
    for part in parts:
        if waiting and _side_by_side(waiting[0], part[0]):
            waiting = ([*waiting[0], *part[0]], [*waiting[1], *part[1]])
            continue
        if waiting:
            yield waiting
        waiting = part
    if waiting:
        yield waiting


def _side_by_side(one: Sequence[Rule], other: Sequence[Rule]) -> bool:
    """Whether two groups of lines across are at the same heights, as of a table with a gap."""
    heights, others = _places([rule.at for rule in one]), _places([rule.at for rule in other])
    shared = sum(abs(heights[_nearest(heights, at)] - at) <= _SNAP for at in others)
    return shared >= max(3, 0.7 * max(len(heights), len(others)))


def _root(groups: list[int], n: int) -> int:
    while groups[n] != n:
        groups[n] = groups[groups[n]]
        n = groups[n]
    return n


def _grid(across: Sequence[Rule], down: Sequence[Rule]) -> _Grid | None:
    ys = _places([rule.at for rule in across])
    ends = [min(rule.start for rule in across), max(rule.end for rule in across)]
    xs = _places([*(rule.at for rule in down), *ends])
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
    return _Grid(xs, ys, owners)


def _crossed(
    rules: Sequence[Rule], places: Sequence[float], others: Sequence[float]
) -> set[tuple[int, int]]:
    """For each place, the intervals between the others that a line at the place covers."""
    middles = [(low + high) / 2 for low, high in zip(others, others[1:], strict=False)]
    found: set[tuple[int, int]] = set()
    for rule in rules:
        place = _nearest(places, rule.at)
        first, last = bisect.bisect_left(middles, rule.start), bisect.bisect(middles, rule.end)
        found.update((place, n) for n in range(first, last))
    return found


def _with_table(lines: Sequence[Line], grid: _Grid) -> list[Line]:
    cells: dict[Cell, list[_Piece]] = defaultdict(list)
    rest: dict[int, list[Word]] = {}
    first = len(lines)
    for n, line in enumerate(lines):
        y = line.baseline - _FROM_MIDDLE * line.size
        if line.kind or not grid.ys[0] < y < grid.ys[-1]:
            continue
        outside: list[Word] = []
        for word, cell in _celled(grid, line, y):
            if cell is None:
                outside.append(word)
            elif cells[cell] and cells[cell][-1][0] is line:
                cells[cell][-1][1].append(word)
            else:
                cells[cell].append((line, [word]))
        if len(outside) < len(line.words):
            first = min(first, n)
            rest[n] = outside
    if _is_across(lines, grid) or _is_coarse(cells):
        return list(lines)
    rows = _rows(grid, cells)
    if not _is_table(grid, rows, cells):
        return list(lines)
    kept = [
        from_words(line, rest[n]) if rest.get(n) else line
        for n, line in enumerate(lines)
        if n not in rest or rest[n]
    ]
    before = sum(n not in rest or bool(rest[n]) for n in range(first))
    return [*kept[:before], *as_lines(rows), *kept[before:]]


def _celled(grid: _Grid, line: Line, y: float) -> Iterator[tuple[Word, Cell | None]]:
    """The words of a line and their cells.

    A wide gap at the border of two columns divides a line in a merged cell: the line between two
    heads of one colour is often left out.
    """
    cell: Cell | None = None
    last: Word | None = None
    for word in line.words:
        place = grid.place((word.left + word.right) / 2, y)
        owner = grid.owners[place] if place else None
        apart = last is None or word.left - last.right >= _APART * line.size
        if owner is None or place is None or cell is None or apart:
            between = last is not None and place is not None and owner != place
            cell = place if between and apart and _is_border(grid, last, word) else owner
        elif grid.owners[cell] != owner:
            cell = owner
        yield word, cell
        last = word


def _is_border(grid: _Grid, before: Word | None, word: Word) -> bool:
    """Whether the border of two columns runs between two words."""
    n = bisect.bisect(grid.xs, word.left + _SNAP) - 1
    return before is not None and 0 < n and before.right <= grid.xs[n] + _SNAP


def _rows(grid: _Grid, cells: dict[Cell, list[_Piece]]) -> list[Row]:
    """The rows that have words; columns that have none are left out."""
    columns = sorted({column for _, column in cells})
    rows: list[Row] = []
    for row in range(len(grid.ys) - 1):
        parts = [cells.get((row, column), []) for column in columns]
        for part in _by_baseline(parts):
            lines = [line for cell in part for line, _ in cell]
            if lines:
                rows.append(Row([_joined(cell) for cell in part], lines))
    return rows


def _by_baseline(
    parts: list[list[_Piece]],
) -> list[list[list[_Piece]]]:
    """The rows in one row of the grid: where no lines are ruled between rows of figures."""
    levels = _places([line.baseline for cell in parts for line, _ in cell])
    figures = [_joined([piece]) for cell in parts[1:] for piece in cell]
    if len(levels) < 3 or sum(map(is_figure, figures)) <= 0.6 * len(figures) or not figures:
        return [parts]
    rows: list[list[list[_Piece]]] = [[[] for _ in parts] for _ in levels]
    for column, cell in enumerate(parts):
        for line, words in cell:
            rows[_nearest(levels, line.baseline)][column].append((line, words))
    return rows


def _joined(cell: Sequence[_Piece]) -> str:
    ordered = sorted(cell, key=lambda piece: round(piece[0].baseline))
    return " ".join(word.text for _, words in ordered for word in words)


def _is_across(lines: Sequence[Line], grid: _Grid) -> bool:
    """Whether words that follow each other closely stand in different columns, as in prose."""
    close = apart = 0
    for line in lines:
        y = line.baseline - _FROM_MIDDLE * line.size
        places = [(word, grid.place((word.left + word.right) / 2, y)) for word in line.words]
        for (before, place), (word, other) in pairwise(places):
            if place and other and grid.owners[place] != grid.owners[other]:
                near = word.left - before.right < _CLOSE * line.size
                close, apart = close + near, apart + (not near)
    return close > _MOST_CLOSE * (close + apart)


def _is_coarse(cells: dict[Cell, list[_Piece]]) -> bool:
    """Whether many cells have figures apart from each other: the lines do not divide them."""
    several = 0
    for pieces in cells.values():
        several += any(
            word.left - before.right >= _APART * line.size
            and is_figure(before.text)
            and is_figure(word.text)
            for line, words in pieces
            for before, word in pairwise(words)
        )
    return several > _MOST_COARSE * len(cells)


def _is_table(
    grid: _Grid, rows: Sequence[Row], cells: dict[Cell, list[_Piece]]
) -> bool:
    filled = [(n, k) for n, row in enumerate(rows) for k, cell in enumerate(row.cells) if cell]
    if len({n for n, _ in filled}) < 2 or len({k for _, k in filled}) < 2:
        return False
    if max(len(cell) for row in rows for cell in row.cells) > _LONGEST_CELL:
        return False
    several = sum(sum(map(bool, row.cells)) >= 2 for row in rows)
    if several < _SEVERAL * len(rows):
        return False
    whole = len(set(grid.owners.values()))
    return len(cells) >= _FEWEST_CELLS * whole
