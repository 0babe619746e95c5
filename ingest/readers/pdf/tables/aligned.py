"""Tables without ruled cells: words that stand one below the other in columns."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf.page.lines import Line, Word, from_words
from ingest.readers.pdf.tables.rows import Row, as_lines, is_figure

_CORRIDOR = 0.6
"""Least width of the white between two columns, relative to the size of the letters."""
_WIDE = 1.5
"""Width of a gap, relative to the size, that a row must have between some of its columns."""
_WIDE_SHARE = 0.3
"""Share of the rows with words on both sides in which that gap must be."""
_MANY = 8
"""Rows from which white between words is no chance."""
_MOST_APART = 3.0
"""Distance of two rows of a table, relative to the size."""
_MOST_LABELS = 2
"""Lines of one cell that may stand between two rows: a label of a group in two lines."""
_MOST_HEADS = 8
"""Lines above a table that name its columns."""
_HEAD_APART = 2.2
_LONGEST_HEAD = 120
_FEWEST_ROWS = 3
_FIGURES = 0.4
"""Share of the cells after the first column that are figures, in a table of two columns."""
_LONGEST = 60
"""Characters of a cell, on average, beyond which columns are prose."""
_LEADERS = re.compile(r"(?:\.\s?){5,}")
_SIGN_BEFORE = frozenset("$ € £ ¥ ( $( US$ A$ C$ +/- ±".split())
_SIGN_AFTER = frozenset(") % )% %) pts bps bp x *".split())


def aligned_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a line for each row of a table in place of those that make it."""
    result: list[Line] = []
    n = 0
    while n < len(lines):
        end = max(_run(lines, n), n + 1)
        places = _corridors([line for line in lines[n:end] if _is_row(line)])
        heads = _heads_above(result, lines[n], places) if places else []
        rows = _rows([*_by_height(heads), *lines[n:end]], places) if places else []
        if _is_table(rows):
            del result[len(result) - len(heads) :]
            result += as_lines(rows)
        else:
            result += lines[n:end]
        n = end
    return result


def _heads_above(lines: Sequence[Line], first: Line, places: Sequence[float]) -> list[Line]:
    """The last of the lines, if they stand right above a table's columns and name them."""
    heads: list[Line] = []
    highest = first.baseline
    for line in reversed(lines[-_MOST_HEADS:]):
        apart = _HEAD_APART * max(line.size, first.size)
        near = highest - apart <= line.baseline < first.baseline
        label = not heads and line.right < places[0] and not line.text.endswith(".")
        over = bool(line.words) and (label or _is_over(line, places[0]))
        if line.kind or not near or not over or len(line.text) > _LONGEST_HEAD:
            break
        heads.insert(0, line)
        highest = min(highest, line.baseline)
    # A single line in the first column may be the paragraph before the table.
    alone = len(heads) == 1 and heads[0].right < places[0]
    return [] if alone and not heads[0].text.endswith(":") else heads


def _is_over(line: Line, place: float) -> bool:
    """Whether a line stands right of a place, or is divided there."""
    if line.left >= place - line.size:
        return True
    return any(
        before.right <= place <= word.left and word.left - before.right >= _CORRIDOR * line.size
        for before, word in pairwise(line.words)
    )


def _by_height(lines: Sequence[Line]) -> list[Line]:
    """The lines from the top, those at one height joined."""
    joined: list[Line] = []
    for line in sorted(lines, key=lambda one: one.baseline):
        if joined and line.baseline - joined[-1].baseline < line.size / 2:
            words = sorted([*joined[-1].words, *line.words], key=lambda word: word.left)
            joined[-1] = from_words(joined[-1], words)
        else:
            joined.append(line)
    return joined


def _run(lines: Sequence[Line], first: int) -> int:
    """Where the lines end that may be rows of the table that the first begins."""
    if not _is_row(lines[first]):
        return first
    last = n = first
    labels = 0
    while n + 1 < len(lines):
        before, line = lines[n], lines[n + 1]
        step = line.baseline - before.baseline
        if line.kind or not 0 < step <= _MOST_APART * max(line.size, before.size):
            break
        labels = 0 if _is_row(line) else labels + 1
        if labels > _MOST_LABELS or _LEADERS.search(line.text):
            break
        n += 1
        last = last if labels else n
    return last + 1


def _is_row(line: Line) -> bool:
    return line.is_table_row and not line.kind and not _LEADERS.search(line.text)


def _rows(lines: Sequence[Line], places: Sequence[float]) -> list[Row]:
    """The rows that lines make, divided at the places between their columns."""
    return _merged(_labelled([(_cut(line, places), line) for line in lines]))


def _corridors(rows: Sequence[Line]) -> list[float]:
    """The places that no row has words at, and some rows leave wide."""
    if len(rows) < 2:
        return []
    figures = [row for row in rows if any(is_figure(word.text) for word in row.words)]
    shown = figures if len(figures) >= 2 else list(rows)
    size = max(row.size for row in shown)
    spans = sorted((word.left, word.right) for row in shown for word in row.words)
    places: list[float] = []
    reach = spans[0][1]
    for left, right in spans:
        if left - reach >= _CORRIDOR * size:
            places.append((left + reach) / 2)
        reach = max(reach, right)
    return [place for place in places if _is_wide(place, shown)]


def _is_wide(place: float, rows: Sequence[Line]) -> bool:
    """Whether enough rows that have words on both sides of the place have a wide gap there."""
    both = wide = 0
    for row in rows:
        before = [word for word in row.words if word.right <= place]
        after = [word for word in row.words if word.left >= place]
        if before and after:
            both += 1
            gap = after[0].left - before[-1].right
            figures = is_figure(before[-1].text) and is_figure(after[0].text)
            wide += gap >= _WIDE * row.size or figures
    return wide > 0 and (both >= _MANY or wide >= _WIDE_SHARE * both)


def _cut(line: Line, places: Sequence[float]) -> list[list[Word]]:
    """The words of each cell. Words that follow each other closely are in one cell."""
    cells: list[list[Word]] = [[] for _ in range(len(places) + 1)]
    column = 0
    last: Word | None = None
    for word in line.words:
        middle = (word.left + word.right) / 2
        if last is None or word.left - last.right > _CORRIDOR * line.size:
            column = sum(place < middle for place in places)
        cells[column].append(word)
        last = word
    return cells


def _labelled(cells: Sequence[tuple[list[list[Word]], Line]]) -> list[Row]:
    """The rows, with a label's first line put before its second, which begins in lower case."""
    rows: list[Row] = []
    waiting: tuple[list[list[Word]], Line] | None = None
    for parts, line in cells:
        texts = [" ".join(word.text for word in part) for part in parts]
        lines = [line]
        if waiting and texts[0][:1].islower():
            texts[0] = f"{' '.join(w.text for w in waiting[0][0])} {texts[0]}"
            lines = [waiting[1], line]
        elif waiting:
            rows.append(Row([" ".join(w.text for w in part) for part in waiting[0]], [waiting[1]]))
        waiting = None
        if texts[0] and not any(texts[1:]) and len(lines) == 1:
            waiting = (parts, line)
            continue
        rows.append(Row(texts, lines))
    if waiting:
        rows.append(Row([" ".join(w.text for w in part) for part in waiting[0]], [waiting[1]]))
    return rows


def _merged(rows: Sequence[Row]) -> list[Row]:
    """The rows, with columns of signs such as "$" joined to the figures that they belong to."""
    width = len(rows[0].cells)
    columns = [{row.cells[n] for row in rows if row.cells[n]} for n in range(width)]
    before = [n for n in range(width - 1) if columns[n] and columns[n] <= _SIGN_BEFORE]
    after = [n for n in range(1, width) if columns[n] and columns[n] <= _SIGN_AFTER]
    if not before and not after:
        return list(rows)
    joined: list[Row] = []
    for row in rows:
        cells: list[str] = []
        for n, cell in enumerate(row.cells):
            if n in after:
                cells[-1] += cell
            elif n - 1 in before and cells:
                cells[-1] = f"{cells[-1]} {cell}".strip()
            else:
                cells.append(cell)
        joined.append(Row(cells, row.lines))
    return joined


def _is_table(rows: Sequence[Row]) -> bool:
    if len(rows) < 2:
        return False
    several = [row for row in rows if sum(map(bool, row.cells)) >= 2]
    cells = [cell for row in several for cell in row.cells[1:] if cell]
    if not cells or len(rows[0].cells) < 2:
        return False
    figures = sum(map(is_figure, cells))
    if figures >= _FIGURES * len(cells):
        return len(several) >= 2
    short = sum(map(len, cells)) <= _LONGEST * len(cells) / 2
    return len(rows[0].cells) >= 3 and len(several) >= _FEWEST_ROWS and short
