"""Footnotes: told by their place, size and mark, and kept out of a paragraph that goes on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.pdf.breaks import NOTE_MARK, Breaks
from ingest.readers.pdf.page.lines import Line, PageLayout

_SMALLER = 0.95
"""Size of a footnote's letters relative to the text's, where no line is ruled above it."""
_LOWEST = 0.4
"""Share of a page's height, from its top, above which there are no footnotes."""
_SHORT_RULE = (0.1, 0.6)
"""Shares of a page's width between which a line above footnotes is; longer ones are a table's."""
_NEAR = 3.0
"""Distance of a footnote from the line above it, relative to the size of its letters."""


def with_notes(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages, with the lines of their footnotes told apart.

    Where a page's last paragraph goes on on the next page, its footnotes are put before it, so that
    it stays whole.
    """
    sizes: Counter[float] = Counter()
    for layout in layouts:
        for line in layout.lines:
            sizes[line.size] += len(line.text)
    if not sizes:
        return list(layouts)
    body = sizes.most_common(1)[0][0]
    parted = [_parted(layout, body) for layout in layouts]
    breaks = Breaks(
        [
            replace(page, lines=tuple(lines))
            for page, (lines, _) in zip(layouts, parted, strict=True)
        ]
    )
    result: list[PageLayout] = []
    for n, (layout, (lines, notes)) in enumerate(zip(layouts, parted, strict=True)):
        following = next((after for after, _ in parted[n + 1 :] if after), [])
        at = _place(lines, following, breaks) if notes else len(lines)
        result.append(replace(layout, lines=(*lines[:at], *notes, *lines[at:])))
    return result


def _parted(layout: PageLayout, body: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and those of its footnotes."""
    lines = list(layout.lines)
    first = _first_note(layout, body)
    notes = [replace(line, kind="note", is_table_row=False) for line in lines[first:]]
    return lines[:first], notes


def _first_note(layout: PageLayout, body: float) -> int:
    """The index of the first line of the footnotes, or the number of lines where there are none."""
    lines = layout.lines
    ruled = _below_rule(layout)
    if ruled is not None:
        return ruled
    first = n = len(lines)
    while n and _may_be_note(lines[n - 1], body, layout.height):
        n -= 1
        if n + 1 < len(lines) and lines[n].baseline > lines[n + 1].baseline + lines[n].size:
            break
        if NOTE_MARK.match(lines[n].text):
            first = n
    return first


def _may_be_note(line: Line, body: float, height: float) -> bool:
    low = line.baseline > _LOWEST * height
    return not line.kind and low and line.size <= _SMALLER * body


def _below_rule(layout: PageLayout) -> int | None:
    """The index of the first line below the lowest short rule, if a footnote begins there."""
    least, most = _SHORT_RULE[0] * layout.width, _SHORT_RULE[1] * layout.width
    lowest = max(
        (rule.at for rule in layout.drawings.horizontals if least <= rule.end - rule.start <= most),
        default=0.0,
    )
    below = [n for n, line in enumerate(layout.lines) if line.baseline > lowest]
    if lowest < _LOWEST * layout.height or not below:
        return None
    first = layout.lines[below[0]]
    together = below[-1] - below[0] == len(below) - 1 and below[-1] == len(layout.lines) - 1
    near = first.baseline - lowest <= _NEAR * first.size
    plain = not any(layout.lines[n].kind for n in below)
    return below[0] if together and near and plain and NOTE_MARK.match(first.text) else None


def _place(lines: Sequence[Line], following: Sequence[Line], breaks: Breaks) -> int:
    """Where the last paragraph begins, if it goes on on the next page; else after it."""
    if not lines or not following or breaks.across(lines, following):
        return len(lines)
    n = len(lines) - 1
    while n and not breaks.between(lines, n):
        n -= 1
    return n or len(lines)
