"""Tables drawn with characters: with pipes, tabs or spaces between their cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.structure.lines import Line
from ingest.structure.markers import marker_of
from rag.structure import Block, Span

_PIPED_CELL = re.compile(r"[^|]+")
_TABBED_CELL = re.compile(r"[^\t]+")
_SPACED_CELL = re.compile(r"\S+(?: \S+)*+")
_RULE = frozenset("-+|=:_ \t")
"""Characters of a rule between rows."""
_HAS_DIGIT = re.compile(r"\d")
_LEAST, _LEAST_SPACED = 2, 3
"""Rows of a table, and of one drawn with spaces alone: two lines may be alike by chance."""
_LONGEST_CELL = 40
"""Characters of a cell, on average, of a table drawn with tabs or spaces; prose has longer ones."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table and the lines that it takes.

    Attributes:
        first, last: positions of its lines, the last exclusive.
        blocks: its heads and rows; a rule below a head belongs to it. Empty where the lines are
            prose whose spaces are alike.
    """

    first: int
    last: int
    blocks: tuple[Block, ...]


def tables_among(text: str, lines: Sequence[Line]) -> Iterator[DrawnTable]:
    """The tables among the lines of a text, in order."""
    n = 0
    while n < len(lines):
        table = _table_at(text, lines, n) if lines[n].words else None
        if table is not None and table.blocks:
            yield table
        n = table.last if table is not None else n + 1


@dataclass
class _Row:
    """A row as it is read: its cells, its span with the rule below it, and whether it has one."""

    cells: list[Span]
    start: int
    end: int
    is_ruled: bool = False


def _table_at(text: str, lines: Sequence[Line], first: int) -> DrawnTable | None:
    for pattern in (_PIPED_CELL, _TABBED_CELL, _SPACED_CELL):
        if pattern is _PIPED_CELL and "|" not in lines[first].words:
            continue
        rows = _rows(text, lines, first, pattern)
        if len(rows) >= _least(rows, pattern):
            taken = sum(1 + row.is_ruled for row in rows)
            is_table = pattern is _PIPED_CELL or (
                _has_short_cells(rows) and not _is_list(text, rows)
            )
            return DrawnTable(first, first + taken, _blocks(text, rows) if is_table else ())
    return None


def _rows(text: str, lines: Sequence[Line], first: int, pattern: re.Pattern[str]) -> list[_Row]:
    head = lines[first]
    rows = [_Row(_cells(text, head, pattern), head.start, head.end)]
    if len(rows[0].cells) < 2:
        return []
    for n in range(first + 1, len(lines)):
        line = lines[n]
        if _is_rule(line.words) and not rows[-1].is_ruled:
            rows[-1].is_ruled, rows[-1].end = True, line.end
            continue
        cells = _cells(text, line, pattern) if line.words else []
        if len(cells) != len(rows[0].cells):
            break
        if pattern is _SPACED_CELL and not _is_aligned(cells, line, rows[0].cells, head):
            break
        rows.append(_Row(cells, line.start, line.end))
    return rows


def _is_rule(words: str) -> bool:
    return any(part in words for part in ("---", "===", "___")) and _RULE.issuperset(words)


def _cells(text: str, line: Line, pattern: re.Pattern[str]) -> list[Span]:
    start, end = line.start, line.end
    if pattern is _PIPED_CELL and line.words.startswith("|"):
        start += 1
    found = [match.span() for match in pattern.finditer(text, start, end)]
    trimmed = [_trimmed(text, *span) for span in found]
    return [span for span in trimmed if span[0] < span[1] or pattern is _PIPED_CELL]


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    if not words.strip():
        return start, start
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _is_aligned(cells: Sequence[Span], line: Line, head_cells: Sequence[Span], head: Line) -> bool:
    """Whether each cell but the first begins or ends below that of the head."""
    own, origin = line.start - line.indent, head.start - head.indent
    return all(
        above[0] - origin == here[0] - own or above[1] - origin == here[1] - own
        for above, here in zip(head_cells[1:], cells[1:], strict=True)
    )


def _least(rows: Sequence[_Row], pattern: re.Pattern[str]) -> int:
    """How many rows a table has at least, by what stands between its cells."""
    has_rule = any(row.is_ruled for row in rows)
    return _LEAST_SPACED if pattern is _SPACED_CELL and not has_rule else _LEAST


def _has_short_cells(rows: Sequence[_Row]) -> bool:
    lengths = [end - start for row in rows for start, end in row.cells]
    return sum(lengths) <= _LONGEST_CELL * len(lengths)


def _is_list(text: str, rows: Sequence[_Row]) -> bool:
    """Whether each row is an item, its words set off from its marker."""
    return all(
        len(row.cells) == 2
        and marker_of(f"{text[slice(*row.cells[0])]} x") is not None
        and " " not in text[slice(*row.cells[0])]
        for row in rows
    )


def _blocks(text: str, rows: Sequence[_Row]) -> tuple[Block, ...]:
    ruled = [n for n, row in enumerate(rows) if row.is_ruled]
    heads = ruled[0] + 1 if ruled and ruled[0] < len(rows) - 1 else _heads(text, rows)
    return tuple(
        Block("head" if n < heads else "row", row.start, row.end, 0, tuple(row.cells))
        for n, row in enumerate(rows)
    )


def _heads(text: str, rows: Sequence[_Row]) -> int:
    """How many rows are heads where no rule says so: the first, if it alone has no figures."""
    has_figures = [
        any(_HAS_DIGIT.search(text, start, end) for start, end in row.cells[1:]) for row in rows
    ]
    return 1 if not has_figures[0] and all(has_figures[1:]) else 0
