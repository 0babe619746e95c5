"""Lines as an engine recognises them, in pixels, and as lines of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.blocks import clean
from ingest.readers.pdf.page.lines import Line, Word, from_words

_BOX = 0.75
"""Size of letters relative to the height of the box around a line: it reaches from the tallest
letters to the lowest, and a little beyond."""
_ALIKE = 0.2
"""Difference in height, as a share, that the letters of a line make: some have no tall ones."""
_DESCENT = 0.2
"""How far the box reaches below the baseline, relative to its height."""


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line on an image; lengths in pixels from its left and top edges.

    Attributes:
        confidence: that its letters are right, in [0, 1].
    """

    words: tuple[Word, ...]
    top: float
    bottom: float
    confidence: float

    @property
    def text(self) -> str:
        """The words with a blank between each two."""
        return " ".join(word.text for word in self.words)


def as_lines(recognised: Sequence[RecognisedLine], scale: float) -> list[Line]:
    """The lines of a page of which the image has `scale` pixels a point."""
    if not recognised:
        return []
    usual = median(line.bottom - line.top for line in recognised)
    lines: list[Line] = []
    for line in recognised:
        height = line.bottom - line.top
        alike = abs(height - usual) <= _ALIKE * usual
        size = round(_BOX * (usual if alike else height) / scale, 1) or 1.0
        baseline = (line.bottom - _DESCENT * height) / scale
        words = [
            Word(text, word.left / scale, word.right / scale)
            for word in line.words
            if (text := clean(word.text))
        ]
        if words:
            blank = Line("", 0, 0, baseline, size, bold=False, is_table_row=False, first_word=0)
            lines.append(from_words(blank, words))
    return lines
