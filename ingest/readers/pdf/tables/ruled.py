"""Tables whose cells are ruled."""

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.page.lines import Line, PageLayout, Word, from_words
from ingest.readers.pdf.tables.grid import SNAP, Cell, Grid, grids, nearest, places_of
from ingest.readers.pdf.tables.rows import Row, as_lines, is_figure

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
_SHADED = 0.3
"""Share of figures among the cells after the first column, below which areas are behind prose, or
behind the head of a table alone."""
_SEVERAL = 0.4
"""Share of rows with words in two cells or more below which areas are behind lines of prose."""
_FEWEST_CELLS = 0.25
"""Share of cells with words below which lines are those of a diagram or form."""
_FROM_MIDDLE = 0.3
"""How far the middle of small letters is above the baseline, relative to their size."""

_Piece = tuple[Line, list[Word]]
"""Words of a line that are in one cell."""


def ruled_tables(layout: PageLayout) -> list[Line]:
    """The page's lines, with a line for each row of a ruled table in place of those within it."""
    lines = list(layout.lines)
    for grid in grids(layout.drawings):
        lines = _with_table(lines, grid)
    return lines


def _with_table(lines: Sequence[Line], grid: Grid) -> list[Line]:
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


def _celled(grid: Grid, line: Line, y: float) -> Iterator[tuple[Word, Cell | None]]:
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


def _is_border(grid: Grid, before: Word | None, word: Word) -> bool:
    """Whether the border of two columns runs between two words."""
    n = bisect.bisect(grid.xs, word.left + SNAP) - 1
    return before is not None and n > 0 and before.right <= grid.xs[n] + SNAP


def _rows(grid: Grid, cells: dict[Cell, list[_Piece]]) -> list[Row]:
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
    levels = places_of([line.baseline for cell in parts for line, _ in cell])
    figures = [_joined([piece]) for cell in parts[1:] for piece in cell]
    if len(levels) < 3 or sum(map(is_figure, figures)) <= 0.6 * len(figures) or not figures:
        return [parts]
    rows: list[list[list[_Piece]]] = [[[] for _ in parts] for _ in levels]
    for column, cell in enumerate(parts):
        for line, words in cell:
            rows[nearest(levels, line.baseline)][column].append((line, words))
    return rows


def _joined(cell: Sequence[_Piece]) -> str:
    ordered = sorted(cell, key=lambda piece: round(piece[0].baseline))
    return " ".join(word.text for _, words in ordered for word in words)


def _is_across(lines: Sequence[Line], grid: Grid) -> bool:
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


def _is_table(grid: Grid, rows: Sequence[Row], cells: dict[Cell, list[_Piece]]) -> bool:
    filled = [(n, k) for n, row in enumerate(rows) for k, cell in enumerate(row.cells) if cell]
    if len({n for n, _ in filled}) < 2 or len({k for _, k in filled}) < 2:
        return False
    if max(len(cell) for row in rows for cell in row.cells) > _LONGEST_CELL:
        return False
    beside = [rows[n].cells[k] for n, k in filled if k]
    if grid.shaded and sum(map(is_figure, beside)) < _SHADED * len(beside):
        return False
    several = sum(sum(map(bool, row.cells)) >= 2 for row in rows)
    if several < _SEVERAL * len(rows):
        return False
    whole = len(set(grid.owners.values()))
    return len(cells) >= _FEWEST_CELLS * whole
