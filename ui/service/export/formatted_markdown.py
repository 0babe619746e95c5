"""Formatted blocks as Markdown in which nothing but their styles is markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rag.formatting import Formatted, Run, Style

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&!^@]|:(?=//)|(?<=www)\.")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
_MARKS: dict[Style, str] = {"emphasis": "*", "strong": "**", "struck": "~~"}
_NESTED = "  "


def escaped(text: str) -> str:
    """Text within a line."""
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", text)


def at_start(line: str) -> str:
    """The line without a list's or a heading's beginning."""
    return _AT_START.sub(
        lambda match: (
            f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"
        ),
        line,
    )


def marked_up(runs: Iterable[Run]) -> str:
    """Words on one line, in their styles; code is shown as other words are."""
    parts = []
    for styles, group in groupby(runs, lambda run: run.styles):
        text = "".join(run.text for run in group)
        words = " ".join(text.split())
        before = " " if text[:1].isspace() else ""
        after = " " if words and text[-1:].isspace() else ""
        marks = "".join(mark for style, mark in _MARKS.items() if style in styles) if words else ""
        parts.append(f"{before}{marks}{escaped(words)}{marks[::-1]}{after}")
    return "".join(parts).strip()


def markdown_lines(blocks: Sequence[Formatted]) -> Iterator[str]:
    """The lines of the blocks, with empty ones between those that would run together."""
    before = ""
    for block in blocks:
        kind = {"head": "row"}.get(block.kind, block.kind)
        if before and (kind != before or kind not in {"item", "row"}):
            yield ""
        if kind == "row":
            yield from _row(block, is_first=before != "row")
        elif kind == "item":
            number = "".join(run.text for run in [block.number] if run)
            words = f"{escaped(number)} {marked_up(block.runs)}".strip()
            yield f"{_NESTED * (block.level - 1)}- {words}"
        elif kind == "heading":
            yield f"**{escaped(' '.join(''.join(r.text for r in block.runs).split()))}**"
        else:
            yield at_start(marked_up(block.runs))
        before = kind


def _row(row: Formatted, *, is_first: bool) -> Iterator[str]:
    """A row of a table, whose first row Markdown takes for its heads."""
    between = f"|{' --- |' * len(row.cells)}"
    if is_first and row.kind == "row":
        yield f"|{'  |' * len(row.cells)}"
        yield between
    yield f"| {' | '.join(marked_up(cell) for cell in row.cells)} |"
    if is_first and row.kind == "head":
        yield between
