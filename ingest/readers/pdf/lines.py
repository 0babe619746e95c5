"""The lines of text on a page, and how they are set."""

from collections.abc import Iterator, Sequence
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass
from statistics import median
from typing import Any

from ingest.readers.blocks import clean

_WIDE_GAP = 2.0
"""Width of a gap between table cells, as a multiple of the letters' size: a justified line's spaces
are up to once as wide."""
_BULLET_COLUMN = 3
"""Letters at the start of a line that may be a bullet or a number, with a wide gap after them."""
_TOP = 0.15
"""Share of a page's height, from its top, in which lines that are drawn late are put first."""
_BOLD_WEIGHT = 600
"""Font weights from here on are bold: CSS calls 600 semi-bold and 700 bold."""
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")
"""Parts of the names of bold fonts, many of which declare no weight."""
_LINE_ENDS = frozenset({10, 13})
_BLANK = frozenset({0, 9, 10, 13, 32, 160})
_HYPHEN = 2
"""The code that pdfium gives in place of a hyphen at a line's end and the end itself."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; lengths are in points, of which an inch has 72.

    Attributes:
        left: of the first letter, from the page's left edge.
        right: of the last letter, from the page's left edge.
        baseline: from the page's top edge.
        size: of the letters.
        bold: whether the whole line is bold.
        is_table_row: whether a wide gap divides the line, as it divides a table's row into cells.
        first_word: width of the first word.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    is_table_row: bool
    first_word: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page: its number, from 1; its height, in points; and its lines, in reading order."""

    number: int
    height: float
    lines: tuple[Line, ...]


def read_page(document: Any, index: int) -> PageLayout:
    """The page at an index, from 0.

    Raises:
        PdfiumError: the page cannot be read.
    """
    page = document[index]
    try:
        _, height = page.get_size()
        text = page.get_textpage()
        try:
            lines = _top_first(list(_Letters(text, page).lines()), height)
        finally:
            text.close()
    finally:
        page.close()
    return PageLayout(index + 1, height, lines)


def _top_first(lines: Sequence[Line], height: float) -> tuple[Line, ...]:
    """The lines, beginning with those that are drawn late but stand at the top, above the rest."""
    late: list[Line] = []
    rest: list[Line] = []
    highest = height
    for line in lines:
        if rest and line.baseline < min(highest - line.size, _TOP * height):
            late.append(line)
        else:
            rest.append(line)
            highest = min(highest, line.baseline)
    return (*late, *rest)


class _Letters:
    """Reads the letters of a page and where they stand."""

    def __init__(self, text: Any, page: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text = text.raw
        self._turn = page.get_rotation()
        self._box = page.get_cropbox()
        self._codes = [raw.FPDFText_GetUnicode(self._text, n) for n in range(text.count_chars())]
        self._bold_fonts: dict[bytes, bool] = {}

    def lines(self) -> Iterator[Line]:
        """The page's lines that have something to read."""
        for first, last in self._runs():
            codes = self._codes[first : last + 1]
            text = clean("".join(_character(code) for code in codes))
            if text:
                yield self._line(text, first, last)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """The first and last index of each line's letters, without white space at its ends."""
        first = last = -1
        for n, code in enumerate([*self._codes, 10]):
            if code not in _BLANK:
                first = n if first < 0 else first
                last = n
            if first >= 0 and (code in _LINE_ENDS or code == _HYPHEN):
                yield first, last
                first = -1

    def _line(self, text: str, first: int, last: int) -> Line:
        seen = [n for n in range(first, last + 1) if self._codes[n] not in _BLANK]
        samples = sorted({seen[0], seen[len(seen) // 2], seen[-1]})
        gap, word_end = self._gaps(first, last)
        left, baseline = self._origin(first)
        right = self._box_of(last)[1]
        return Line(
            text=text,
            left=left,
            right=max(left, right),
            baseline=baseline,
            size=round(median(self._size(n) for n in samples), 1),
            bold=all(self._is_bold(n) for n in samples),
            is_table_row=gap,
            first_word=max(0.0, word_end - left),
        )

    def _gaps(self, first: int, last: int) -> tuple[bool, float]:
        """Whether a wide gap divides the line, and the right end of its first word."""
        word_end = 0.0
        wide = False
        # A gap after a bullet or a number does not divide cells.
        since = first + _BULLET_COLUMN
        for n in range(first + 1, last):
            if self._codes[n] not in _BLANK:
                continue
            before, after = self._box_of(n - 1)[1], self._box_of(n + 1)[0]
            word_end = word_end or before
            if n > since and after - before > _WIDE_GAP * self._size(n - 1):
                wide = True
        return wide, word_end or self._box_of(last)[1]

    def _origin(self, n: int) -> tuple[float, float]:
        x, y = c_double(), c_double()
        self._raw.FPDFText_GetCharOrigin(self._text, n, x, y)
        return self._turned(x.value, y.value)

    def _box_of(self, n: int) -> tuple[float, float]:
        """The left and right ends of a letter."""
        left, right, low, high = c_double(), c_double(), c_double(), c_double()
        self._raw.FPDFText_GetCharBox(self._text, n, left, right, low, high)
        corners = (self._turned(left.value, low.value), self._turned(right.value, high.value))
        return min(x for x, _ in corners), max(x for x, _ in corners)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """A position from the left and top edges of the page as it is shown, with its rotation."""
        low_x, low_y, high_x, high_y = self._box
        if self._turn == 90:
            return y - low_y, x - low_x
        if self._turn == 180:
            return high_x - x, y - low_y
        if self._turn == 270:
            return high_y - y, high_x - x
        return x - low_x, high_y - y

    def _size(self, n: int) -> float:
        return float(self._raw.FPDFText_GetFontSize(self._text, n)) or 1.0

    def _is_bold(self, n: int) -> bool:
        name = create_string_buffer(128)
        self._raw.FPDFText_GetFontInfo(self._text, n, name, 128, c_int())
        if name.value not in self._bold_fonts:
            weight = self._raw.FPDFText_GetFontWeight(self._text, n)
            named = any(word in name.value.lower() for word in _BOLD_NAMES)
            self._bold_fonts[name.value] = named or weight >= _BOLD_WEIGHT
        return self._bold_fonts[name.value]


def _character(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    # Codes that are not Unicode scalar values cannot be encoded as UTF-8.
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
