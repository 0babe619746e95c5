"""Formatted blocks and the runs of words that they are made of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

Style = Literal["emphasis", "strong", "code", "struck"]
Styles = frozenset[Style]
PLAIN: Styles = frozenset()

FormattedKind = Literal["heading", "paragraph", "item", "head", "row", "verbatim"]
"""What is `verbatim`, such as program code, is shown with its spaces."""

BETWEEN_CELLS = " | "
BULLET = "•"


class Run(NamedTuple):
    """Words in one style.

    A named tuple, since a long document has some hundred thousand.

    Attributes:
        text: as shown; a line feed is a line break.
        start: offset in the document of what the words stand for. Where the text is as long as that
            span, each of its characters stands for one of the document's.
        end: offset just after it.
    """

    text: str
    start: int
    end: int
    styles: Styles = PLAIN

    @property
    def is_divisible(self) -> bool:
        """Whether each character of it stands for one of the document's."""
        return len(self.text) == self.end - self.start

    def clipped(self, start: int, end: int) -> "Run | None":
        """What of it lies in [start, end); the whole where it cannot be divided."""
        first, last = max(start, self.start), min(end, self.end)
        if first >= last:
            return None
        if (first, last) == (self.start, self.end) or not self.is_divisible:
            return self
        return Run(self.text[first - self.start : last - self.start], first, last, self.styles)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A block as it is shown.

    Attributes:
        start: offset in the document of the block that it shows, marks included.
        end: offset just after it.
        runs: its words; of a head or row none.
        level: of a heading or item, from 1; else 0.
        number: of an item, as the document numbers it, e.g. "2." or "b)"; None for a bullet.
        cells: of a head or row, the words of each cell.
    """

    kind: FormattedKind
    start: int
    end: int
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: Run | None = None
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def all_runs(self) -> tuple[Run, ...]:
        """The words of all cells, or of the block."""
        return tuple(run for cell in self.cells for run in cell) if self.cells else self.runs


def clipped(blocks: Iterable[Formatted], start: int, end: int) -> Iterator[Formatted]:
    """What of the blocks lies in [start, end); blocks without words there are left out.

    A row keeps all of its cells, so that those which are left stay in their columns.
    """
    for block in blocks:
        if start <= block.start and block.end <= end:
            yield block
            continue
        runs = _clipped(block.runs, start, end)
        cells = tuple(_clipped(cell, start, end) for cell in block.cells)
        if runs or any(cells):
            number = block.number.clipped(start, end) if block.number else None
            yield replace(
                block,
                start=max(start, block.start),
                end=min(end, block.end),
                runs=runs,
                cells=cells,
                number=number,
            )


def _clipped(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    return tuple(part for run in runs if (part := run.clipped(start, end)) is not None)


def one_line(blocks: Iterable[Formatted]) -> str:
    """The words of the blocks on one line, cells apart; struck-out words are left out."""
    return "".join(run.text for run in one_line_runs(blocks))


def one_line_runs(blocks: Iterable[Formatted]) -> tuple[Run, ...]:
    """The words of the blocks on one line, in their styles, with single spaces for white space."""
    line: list[Run] = []
    for run in _joined(blocks):
        words = run.text.split()
        if not words:
            _space(line, run)
            continue
        if run.text[0].isspace():
            _space(line, run)
        text = " ".join(words)
        line.append(run if text == run.text else run._replace(text=text))
        if run.text[-1].isspace():
            _space(line, run)
    if line and line[-1].text == " ":
        line.pop()
    return tuple(line)


def _space(line: list[Run], after: Run) -> None:
    """A space at the end of the line, unless there is one or nothing stands before it."""
    if line and line[-1].text != " ":
        line.append(Run(" ", after.start, after.start))


def _joined(blocks: Iterable[Formatted]) -> Iterator[Run]:
    """The runs of all blocks with what stands between blocks and cells."""
    for block in blocks:
        yield Run(" ", block.start, block.start)
        if block.number:
            yield block.number
            yield Run(" ", block.number.end, block.number.end)
        cells = [cell for cell in block.cells if any(run.text.strip() for run in cell)]
        for n, cell in enumerate(cells or [block.runs]):
            if n:
                yield Run(BETWEEN_CELLS, block.start, block.start)
            yield from (run for run in cell if "struck" not in run.styles)


def lines(blocks: Sequence[Formatted]) -> Iterator[tuple[Run, ...]]:
    """The blocks as lines of words: a line a block, items with their bullets, cells apart.

    The only block of all gets no bullet.
    """
    for block in blocks:
        indent = "  " * (block.level - 1) if block.kind == "item" else ""
        if block.number:
            yield Run(indent, 0, 0), block.number, Run(" ", 0, 0), *block.runs
        elif block.kind == "item" and len(blocks) > 1:
            yield Run(f"{indent}{BULLET} ", 0, 0), *block.runs
        elif block.cells:
            between = Run(BETWEEN_CELLS, 0, 0)
            runs = [run for cell in block.cells for run in (between, *cell)]
            yield tuple(runs[1:])
        else:
            yield block.runs


def part(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """The characters `start` to `end` of the runs' joined text, in their styles."""
    parts: list[Run] = []
    at = 0
    for run in runs:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first < last:
            parts.append(run._replace(text=run.text[first:last]))
        at += len(run.text)
    return tuple(parts)
