"""Formatted blocks on a terminal, or as plain lines in a pipe."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.formatting import Formatted, Run, Style, lines
from ui.safe_text import plain

_STYLES: dict[Style, str] = {
    "emphasis": "italic",
    "strong": "bold",
    "code": "cyan",
    "struck": "strike",
}
_STRUCK = "~~"
"""Stands around struck-out words where they cannot be shown so, lest they pass for the rest."""


def print_formatted(
    console: Console, blocks: Sequence[Formatted], quotation_marks: str = ""
) -> None:
    """Print blocks, each on lines of its own; tables as such on a terminal.

    Args:
        quotation_marks: two characters to put around all, or "".
    """
    opening, closing = quotation_marks[:1], quotation_marks[1:]
    words = [_text(console, line) for line in lines(blocks)]
    if words:
        words[0] = Text(opening) + words[0]
        words[-1] = words[-1] + Text(closing)
    pairs = list(zip(blocks, words, strict=True))
    for is_table, members in groupby(pairs, lambda pair: bool(pair[0].cells)):
        group = list(members)
        if is_table and console.is_terminal and len(group) > 1:
            console.print(_table(console, [block for block, _ in group]))
            continue
        for block, line in group:
            if block.kind in {"heading", "head"}:
                line.stylize("bold")
            console.print(line)


def _text(console: Console, runs: Iterable[Run]) -> Text:
    text = Text()
    for run in runs:
        words = plain(run.text)
        if "struck" in run.styles and not console.is_terminal:
            words = f"{_STRUCK}{words}{_STRUCK}"
        text.append(words, " ".join(_STYLES[style] for style in sorted(run.styles)))
    return text


def _table(console: Console, rows: Sequence[Formatted]) -> Table:
    table = Table(show_header=False, pad_edge=False)
    for row in rows:
        cells = (_text(console, cell) for cell in row.cells)
        table.add_row(*cells, style="bold" if row.kind == "head" else None)
    return table
