"""The dates that a text states for itself, where it begins and where it ends."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, takewhile

from ingest.readers.dates.lines import DatedLine, read_line
from rag.language.document_words import DOCUMENT_KINDS
from rag.structure import Boilerplate, within
from rag.types import Origin

_LINE = re.compile(r"[^\r\n]+")
_CELL = re.compile(r"[^|·•]+")
_HEAD_LINES = 12
"""Lines in which a date of its own is looked for: title, subtitle, author and a few labels."""
_COVER_LINES, _MOST_WORDS_ON_COVER = 40, 15
"""Lines of a cover, and words of each."""
_LABELLED_LINES = 60
"""Lines in which a date behind a label is looked for: a cover and what is behind it."""
_END_LINES = 6
"""Lines at the end in which a date is looked for that stands under a signature."""
_HEAD = 30_000
"""Characters at the beginning, and at the end, that are split into lines."""
_TAIL = 3_000
"""Characters at the end in which a date is looked for that stands alone."""
_BELOW_TITLE = 8
"""Lines below the title in which a date of its own is looked for: authors, a subtitle."""
_MOST_TITLES = 5
_MOST_WORDS_OF_NAME = 8
"""Words of a signature's line: a name, an office."""
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


def dates_stated(text: str, boilerplate: Sequence[Boilerplate] = (), title: str = "") -> StatedDate:
    """The dates that a text states for itself.

    A date behind a label comes first, then one alone on one of the first lines, below the title or
    below a line such as "Letter", then one alone on one of the last.

    Args:
        text: of a document.
        boilerplate: of it, in order; its lines do not count, but for labels in front matter.
        title: of the document, which on a page may stand far below menus.
    """
    told = list(_lines(text, boilerplate))
    found = list(_read(told))
    above = list(_read(list(_written_above(text, boilerplate))))
    labels = [d for n, d in [*above, *found] if d.label and n < _LABELLED_LINES]
    published = next((d.day for d in labels if d.label == "published"), None)
    changed = next((d.day for d in labels if d.label == "changed"), None)
    if published:
        return StatedDate(published, "label", changed)
    near = _near_lines(told, title)
    alone = [d for n, d in found if not d.label and any(n in lines for lines in near)]
    if alone:
        return StatedDate(alone[0].day, "line", changed)
    at_end = _at_end(text, boilerplate)
    return StatedDate(at_end, "line" if at_end else "", changed)


def _near_lines(lines: Sequence[str], title: str) -> list[range]:
    """The positions of the lines on which a date alone is the document's."""
    titles = [n for n, line in enumerate(lines) if title and line.strip("#*_ ") == title]
    kinds = [n for n, line in enumerate(lines) if line.lower() in DOCUMENT_KINDS]
    return [
        range(_head_lines(lines)),
        *(range(n + 1, n + 1 + _BELOW_TITLE) for n in titles[:_MOST_TITLES]),
        *(range(n + 1, n + 2) for n in kinds[:_MOST_TITLES]),
    ]


def _head_lines(lines: Sequence[str]) -> int:
    """How many lines a document's head has: those of a cover, on which no paragraph stands."""
    cover = takewhile(lambda line: len(line.split()) <= _MOST_WORDS_ON_COVER, lines[:_COVER_LINES])
    return max(_HEAD_LINES, sum(1 for _ in cover))


def _lines(text: str, boilerplate: Sequence[Boilerplate]) -> Iterator[str]:
    for match in _LINE.finditer(text[:_HEAD]):
        words = match.group().strip()
        if not words:
            continue
        if any(True for _ in within(boilerplate, *match.span())):
            continue
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
            pending = None
            if dated is not None and dated.day is None:
                in_row = k + 1 < len(cells)
                pending = dated if in_row or dated.ends_in_colon or dated.label != "other" else None


def _at_end(text: str, boilerplate: Sequence[Boilerplate]) -> date | None:
    """The one date that stands alone near the end: on one of the last lines, or below a name."""
    lines: list[str] = []
    for match in _LINE.finditer(text, max(0, len(text) - _HEAD)):
        words = match.group().strip()
        kinds = {span.kind for span in within(boilerplate, *match.span())}
        if words and kinds <= {"signature"}:
            lines.append(words)
    lengths = list(accumulate(map(len, reversed(lines))))
    lines = lines[len(lines) - bisect.bisect_right(lengths, _TAIL) :]
    found = [(n, d) for n, d in _read(lines) if not d.label]
    if len(found) != 1:
        return None
    n, dated = found[0]
    return dated.day if n >= len(lines) - _END_LINES or _is_signed(lines[:n]) else None


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether the lines end with a signature: a short line or two below a paragraph."""
    above = lines[-1] if lines else ""
    return 0 < len(above.split()) <= _MOST_WORDS_OF_NAME and not above.endswith((".", ":", "?"))
