"""The dates that a text states for itself, where it begins and where it ends."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.readers.dates.lines import DatedLine, read_line
from rag.structure import Boilerplate, within
from rag.types import Origin

_LINE = re.compile(r"[^\r\n]+")
_CELL = re.compile(r"[^|·•]+")
_HEAD_LINES = 12
"""Lines in which a date of its own is looked for: title, subtitle, author and a few labels."""
_LABELLED_LINES = 60
"""Lines in which a date behind a label is looked for: a cover and what is behind it."""
_END_LINES = 6
"""Lines at the end in which a date is looked for that stands under a signature."""
_HEAD = 20_000
"""Characters that are split into lines, so that a long text without any is not."""
_TAIL = 1_000
_LONGEST_LINE = 2_000
"""Characters of a line that is looked at; one that is longer begins with a menu or a paragraph."""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """The dates that a text states for itself.

    Attributes:
        published: or None.
        published_from: where it was found.
        changed: the day of the last change, where the text says it.
    """

    published: date | None = None
    published_from: Origin = ""
    changed: date | None = None


def dates_stated(text: str, boilerplate: Sequence[Boilerplate] = ()) -> StatedDate:
    """The dates that a text states for itself.

    A date behind a label comes first, then one alone on one of the first lines, then one alone on
    one of the last.

    Args:
        text: of a document.
        boilerplate: of it, in order; its lines do not count, but for labels in front matter.
    """
    found = list(_read(list(_lines(text, boilerplate))))
    above = list(_read(list(_written_above(text, boilerplate))))
    labelled = [dated for _, dated in [*above, *found] if dated.label == "published"]
    changed = [dated.day for _, dated in found if dated.label == "changed"]
    alone = [dated for n, dated in found if not dated.label and n < _HEAD_LINES]
    last_change = changed[0] if changed else None
    if labelled:
        return StatedDate(labelled[0].day, "label", last_change)
    if alone:
        return StatedDate(alone[0].day, "line", last_change)
    at_end = _at_end(text, boilerplate)
    return StatedDate(at_end, "line" if at_end else "", last_change)


def _lines(text: str, boilerplate: Sequence[Boilerplate]) -> Iterator[str]:
    count = 0
    for match in _LINE.finditer(text[:_HEAD]):
        words = match.group().strip()
        if not words:
            continue
        if any(True for _ in within(boilerplate, *match.span())):
            continue
        count += 1
        if count > _LABELLED_LINES:
            return
        yield words


def _written_above(text: str, boilerplate: Sequence[Boilerplate]) -> Iterator[str]:
    """The lines of front matter, in which a date counts behind a label."""
    for span in boilerplate:
        if span.kind == "front matter" and span.start < _HEAD:
            yield from text[span.start : min(span.end, _HEAD)].splitlines()


def _read(lines: Sequence[str]) -> Iterator[tuple[int, DatedLine]]:
    """The dates of the lines, each with the line's position."""
    pending: DatedLine | None = None
    for n, line in enumerate(lines):
        if len(line) > _LONGEST_LINE or not line.strip():
            pending = None
            continue
        cells = [cell for match in _CELL.finditer(line) if (cell := match.group().strip())]
        for k, cell in enumerate(cells):
            dated = read_line(cell, may_open_a_paragraph=n < _HEAD_LINES and len(cells) == 1)
            if dated is not None and dated.day is not None:
                if pending is not None and not dated.label:
                    yield n, DatedLine(dated.day, pending.label)
                else:
                    yield n, dated
            is_label = dated is not None and dated.day is None
            in_row = len(cells) > 1 and k + 1 < len(cells)
            keeps = is_label and (in_row or dated.ends_in_colon or dated.label != "other")
            pending = dated if keeps else None


def _at_end(text: str, boilerplate: Sequence[Boilerplate]) -> date | None:
    """The one date that stands alone on one of the last lines."""
    start = max(0, len(text) - _TAIL)
    lines = [
        match.group().strip()
        for match in _LINE.finditer(text, start)
        if match.group().strip() and not any(True for _ in within(boilerplate, *match.span()))
    ]
    found = [d for _, d in _read(lines[-_END_LINES:]) if not d.label]
    return found[0].day if len(found) == 1 else None
