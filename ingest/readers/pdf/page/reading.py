"""The pages of a PDF file, read from pdfium."""

from collections.abc import Sequence
from typing import Any

from ingest.readers.pdf.page.annotations import read_annotations
from ingest.readers.pdf.page.drawings import Rule
from ingest.readers.pdf.page.letters import Letter, read_letters
from ingest.readers.pdf.page.lines import PageLayout, joined, line_of
from ingest.readers.pdf.page.order import in_place
from ingest.readers.pdf.page.values import with_values

_STRUCK = (0.12, 0.5)
"""How far above the baseline a line is drawn through letters, relative to their size: from below
the middle of small letters to above it. An underline is below the baseline."""

_MOST_SPANS = 100
"""Lines through the letters of one line that are looked at: several times the words of a line."""


def read_page(document: Any, index: int) -> PageLayout:
    """The page at an index, from 0; with the values of form fields if the forms are loaded.

    Raises:
        PdfiumError: the page cannot be read.
    """
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            found = read_letters(page, text)
        finally:
            text.close()
        notes = read_annotations(page, found.frame)
    finally:
        page.close()
    crossed = [Rule((box.top + box.bottom) / 2, box.left, box.right) for box in notes.struck]
    struck = _Struck([*found.drawings.horizontals, *crossed])
    lines = [
        line
        for letters in joined(found.lines)
        if (line := line_of(struck.without(letters))) is not None
    ]
    width, height = found.frame.size
    return PageLayout(
        number=index + 1,
        height=height,
        lines=tuple(with_values(in_place(lines, height), notes.values)),
        width=width,
        drawings=found.drawings,
        hidden=found.hidden,
        struck=struck.words,
        comments=notes.comments,
    )


class _Struck:
    """Takes away letters that a line is drawn through."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        import numpy as np

        self._rules = np.array(rules).reshape(-1, 3)
        self._rules = self._rules[np.argsort(self._rules[:, 0])]
        self.words = 0

    def without(self, letters: list[Letter]) -> list[Letter]:
        """The letters of a line that are not struck out."""
        import numpy as np

        seen = [letter for letter in letters if not letter.blank]
        if not len(self._rules) or not seen:
            return letters
        size = max(letter.size for letter in seen)
        lowest = max(letter.baseline for letter in seen) - _STRUCK[0] * size
        highest = min(letter.baseline for letter in seen) - _STRUCK[1] * size
        first, last = np.searchsorted(self._rules[:, 0], (highest, lowest))
        through = self._rules[first:last]
        # A line much longer than the words is a table's.
        width = seen[-1].right - seen[0].left + 2 * size
        near = (through[:, 1] <= seen[-1].right) & (through[:, 2] >= seen[0].left)
        short = through[near & (through[:, 2] - through[:, 1] <= width)]
        spans = short[:_MOST_SPANS, 1:].tolist()
        if not spans:
            return letters
        kept = [letter for letter in letters if not _is_within(letter, spans)]
        gone = [letter.text for letter in letters if _is_within(letter, spans)]
        self.words += len("".join(gone).split())
        return kept


def _is_within(letter: Letter, spans: Sequence[tuple[float, float]]) -> bool:
    middle = (letter.left + letter.right) / 2
    return any(start <= middle <= end for start, end in spans)
