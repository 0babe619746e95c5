"""The rows of a page's tables, each with a cell for every column."""

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ingest.readers.html.visibility import Measures

_DATA_CELL = 400
"""Most characters of a cell of a data table; a longer one is part of a page's layout."""
_CELL_BELOW_HEADS = 2_000
"""The same of a table that has heads, as those of a layout have not."""
_MOST_SPREAD = 20
"""How many cells the cells of a table may come to on average, once those that span several rows or
columns are repeated; the spans of a table with more are taken for an error."""
_ALWAYS_SPREAD = 500
_WIDEST_SPAN, _HIGHEST_SPAN = 1_000, 65_534
"""The limits of the HTML standard."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `cells` are its words by column."""

    kind: Literal["head", "row"]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    words: str
    columns: int
    rows: int
    is_head: bool
    is_bold: bool


def is_data(table: Any, left_out: frozenset[Any], measures: Measures) -> bool:
    """Whether a table holds data, and not the layout of a page."""
    if (table.get("role") or "") in {"presentation", "none"}:
        return False
    if next(table.iterdescendants("table", *_HEADINGS), None) is not None:
        return False
    has_heads = next(table.iterdescendants("th"), None) is not None
    longest = _CELL_BELOW_HEADS if has_heads else _DATA_CELL
    cells = (cell for cell in table.iterdescendants("td", "th") if cell not in left_out)
    return all(measures[cell].words <= longest for cell in cells if cell in measures)


def rows_of(table: Any, left_out: frozenset[Any], words: Callable[[Any], str]) -> tuple[Row, ...]:
    """The rows of a table of data; columns that are empty throughout are left out.

    A cell that spans several rows or columns stands in each of them, but for one that spans all
    columns: it stands in the first.

    Args:
        words: gives the words of a cell.
    """
    lines = [line for line in table.iter("tr") if line not in left_out]
    in_head = [getattr(line.getparent(), "tag", "") == "thead" for line in lines]
    read = [_cells(line, left_out, words) for line in lines]
    grid = _spread(read)
    used = sorted({n for row in grid for n, words in enumerate(row) if words})
    # Rows of a table whose spans were not taken seriously are not made as wide as the widest.
    padded = len(used) * len(grid) <= _MOST_SPREAD * sum(map(len, grid)) + _ALWAYS_SPREAD
    rows: list[Row] = []
    for n, row in enumerate(grid):
        columns = used if padded else used[: bisect.bisect_left(used, len(row))]
        cells = tuple(row[k] if k < len(row) else "" for k in columns)
        if any(cells):
            is_head = in_head[n] or _names_columns(read[n], is_first=not rows)
            rows.append(Row("head" if is_head else "row", cells))
    return tuple(rows)


def _names_columns(cells: Sequence[_Cell], *, is_first: bool) -> bool:
    """Whether the cells of a row are all heads, or empty, and there are several.

    Bold words make a head of the first row alone, as sums are in bold too.
    """
    are_heads = [cell.is_head or (is_first and cell.is_bold) for cell in cells]
    heads = sum(are_heads)
    others = any(cell.words and not head for cell, head in zip(cells, are_heads, strict=True))
    return not others and (heads > 1 or (heads == 1 and is_first and len(cells) > 1))


def _cells(line: Any, left_out: frozenset[Any], words: Callable[[Any], str]) -> list[_Cell]:
    return [
        _Cell(
            words(cell),
            _span(cell.get("colspan"), _WIDEST_SPAN),
            _span(cell.get("rowspan"), _HIGHEST_SPAN),
            cell.tag == "th" and cell.get("scope") != "row",
            _is_bold(cell),
        )
        for cell in line.iterchildren("td", "th")
        if cell not in left_out
    ]


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are in bold, as those of a head made without `<th>` are."""
    if (cell.text or "").strip():
        return False
    inner = cell
    while len(inner) == 1 and inner[0].tag in {"p", "div", "span", "font", "center"}:
        inner = inner[0]
        if (inner.text or "").strip() or (inner.tail or "").strip():
            return False
    return len(inner) == 1 and inner[0].tag in {"b", "strong"} and not (inner[0].tail or "").strip()


def _span(given: str | None, most: int) -> int:
    words = (given or "").strip()[:12]
    return min(max(int(words), 1), most) if words.isascii() and words.isdigit() else 1


def _spread(rows: Sequence[Sequence[_Cell]]) -> list[list[str]]:
    cells = sum(map(len, rows))
    area = sum(
        cell.columns * min(cell.rows, len(rows) - n) for n, row in enumerate(rows) for cell in row
    )
    if area > _ALWAYS_SPREAD + _MOST_SPREAD * cells:
        return [[cell.words for cell in row] for row in rows]
    return list(_filled(rows))


def _filled(rows: Sequence[Sequence[_Cell]]) -> Iterator[list[str]]:
    """The rows with each cell in all the columns and rows that it spans."""
    widest = max((sum(cell.columns for cell in row) for row in rows), default=0)
    above: dict[int, tuple[str, int]] = {}  # by column: words, and in how many more rows
    for cells in rows:
        row = _begun(above)
        below = {n: (words, left - 1) for n, (words, left) in above.items() if left > 1}
        for cell in cells:
            alone = len(cells) == 1 and cell.columns == widest > 1
            for n in range(cell.columns):
                if cell.rows > 1:
                    below[len(row)] = (cell.words, cell.rows - 1)
                row.append(cell.words if n == 0 or not alone else "")
            row += _begun(above, len(row))
        above = below
        yield row


def _begun(above: dict[int, tuple[str, int]], column: int = 0) -> list[str]:
    """The words of the cells from above that stand in the next columns, without a gap."""
    found = []
    while column in above:
        found.append(above[column][0])
        column += 1
    return found
