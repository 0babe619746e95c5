"""The letters of a page, where they stand and how they are set."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Any, NamedTuple

from ingest.readers.pdf.page.drawings import Box, Drawings, Frame, address, is_white, read_drawings

_BOLD_WEIGHT = 600
"""Font weights from here on are bold: CSS calls 600 semi-bold and 700 bold."""
_BOLD_NAMES = (b"bold", b"black", b"heavy", b"demi")
"""Parts of the names of bold fonts, many of which declare no weight."""
_LINE_ENDS = frozenset({10, 13})
_BLANK = frozenset({0, 9, 10, 13, 32, 160})
_HYPHEN = 2
"""The code that pdfium gives in place of a hyphen at a line's end and the end itself."""
_SOFT_HYPHEN = 0xAD
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "▸", 0xF0FC: "✓", 0xF076: "•", 0xF0A8: "□"}
"""Bullets of the fonts Symbol and Wingdings, which have no Unicode."""
_INVISIBLE, _CLIP, _OUTLINED = 3, 7, 2
"""Text rendering modes ("PDF Reference" 1.7, table 5.3)."""
_TINY = 0.001
"""Share of a page's height below which letters cannot be read."""
_MOST_COVERED = 0.25
"""Share of a page that an area laid over words to hide them may have."""
_MOST_AREAS = 2_000
"""Fills and images of a page that letters are compared with, the largest first."""


class Letter(NamedTuple):
    """A letter or blank; positions in points from the page's left and top edges."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool

    @property
    def blank(self) -> bool:
        """Whether it leaves paper white."""
        return self.text == " "


class _Style(NamedTuple):
    """How the letters of one text object are set, all on one baseline."""

    size: float
    bold: bool
    angle: int
    hidden: bool
    baseline: float


@dataclass(frozen=True, slots=True)
class PageLetters:
    """What is read of a page.

    Attributes:
        frame: how positions of the page's content are those on the page as it is read.
        lines: its letters as pdfium divides them; those of another direction come last.
        hidden: words that a reader of the page does not see, which are in no line.
    """

    frame: Frame
    lines: list[list[Letter]]
    drawings: Drawings
    hidden: int


def read_letters(page: Any, text: Any) -> PageLetters:
    """The letters of a page, from its text page.

    Raises:
        PdfiumError: the page cannot be read.
    """
    return _Reader(page, text).read()


class _Reader:
    def __init__(self, page: Any, text: Any) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._text = text.raw
        self._page = page
        self._codes = [raw.FPDFText_GetUnicode(self._text, n) for n in range(text.count_chars())]
        self._things = [
            address(raw.FPDFText_GetTextObject(self._text, n)) for n in range(len(self._codes))
        ]
        angles = self._angles()
        usual = max(angles, key=lambda angle: angles[angle]) if angles else page.get_rotation()
        # Whatever the page's rotation says, a page is held so that its letters are upright.
        self._turned = usual if usual in {90, 180, 270} else 0
        self._frame = Frame(page.get_bbox(), self._turned)
        self._drawings = read_drawings(page, self._frame)
        self._areas = _Areas(self._drawings, self._frame.size)
        self._styles: dict[int, _Style] = {}
        self._box = tuple(c_double() for _ in range(4))
        self._bold_fonts: dict[bytes, bool] = {}

    def read(self) -> PageLetters:
        upright: list[list[Letter]] = []
        other: list[list[Letter]] = []
        hidden = 0
        for first, last in self._runs():
            letters, unseen = self._line(first, last)
            hidden += len(unseen.split())
            if any(not letter.blank for letter in letters):
                straight = self._style(first).angle == self._turned
                (upright if straight else other).append(letters)
        if self._turned != self._page.get_rotation() and _goes_up(upright):
            upright.sort(key=lambda letters: letters[0].baseline)
        return PageLetters(self._frame, upright + other, self._drawings, hidden)

    def _line(self, first: int, last: int) -> tuple[list[Letter], str]:
        """The letters of a line that are seen, and the words of it that are not."""
        letters: list[Letter] = []
        unseen: list[str] = []
        hidden = False
        width, height = self._frame.size
        shown, read_box, text = self._frame.shown, self._raw.FPDFText_GetCharBox, self._text
        left, right, low, high = self._box
        references = tuple(map(byref, self._box))
        for n in range(first, last + 1):
            size, bold, _, unseen_style, baseline = self._style(n)
            read_box(text, n, *references)
            start, _ = shown(left.value, low.value)
            end, _ = shown(right.value, high.value)
            if end < start:
                start, end = end, start
            written = _character(self._codes[n], n == last)
            if written != " ":
                outside = end < 0 or start > width or baseline < 0 or baseline - size > height
                hidden = unseen_style or outside
            if hidden:
                unseen.append(written)
            else:
                letters.append(Letter(written, start, end, baseline, size, bold))
        return letters, "".join(unseen)

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

    def _angles(self) -> Counter[int]:
        """For each direction, how many letters run in it."""
        found: Counter[int] = Counter()
        firsts = {thing: n for n, thing in reversed(list(enumerate(self._things)))}
        for thing, letters in Counter(self._things).items():
            if thing:
                found[self._angle(self._matrix(firsts[thing]))] += letters
        return found

    def _style(self, n: int) -> _Style:
        thing = self._things[n]
        style = self._styles.get(thing)
        # Letters that pdfium adds, as blanks between words, are in no text object.
        if style is None or not thing:
            style = self._styles[thing] = self._new_style(n)
        return style

    def _new_style(self, n: int) -> _Style:
        raw = self._raw
        matrix = self._matrix(n)
        scale = hypot(matrix.c, matrix.d) or 1.0
        size = round(float(raw.FPDFText_GetFontSize(self._text, n)) * scale, 1) or 1.0
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self._text, n, x, y)
        _, baseline = self._frame.shown(x.value, y.value)
        thing = raw.FPDFText_GetTextObject(self._text, n)
        if not thing:
            return _Style(size, False, self._turned, False, baseline)
        mode = raw.FPDFTextObj_GetTextRenderMode(thing)
        bold = mode == _OUTLINED or self._is_bold(n)
        hidden = size < _TINY * self._frame.size[1] or self._is_hidden(thing, mode, n)
        return _Style(size, bold, self._angle(matrix), hidden, baseline)

    def _matrix(self, n: int) -> Any:
        matrix = self._raw.FS_MATRIX()
        self._raw.FPDFText_GetMatrix(self._text, n, matrix)
        return matrix

    def _angle(self, matrix: Any) -> int:
        """The direction of letters, in degrees to the left, in steps of 45."""
        return round(degrees(atan2(matrix.b, matrix.a)) / 45) * 45 % 360

    def _is_hidden(self, thing: Any, mode: int, n: int) -> bool:
        """Whether a text object cannot be seen.

        Invisible letters over an image are a scan's words, which are seen in the image.
        """
        left, right, low, high = c_double(), c_double(), c_double(), c_double()
        self._raw.FPDFText_GetCharBox(self._text, n, left, right, low, high)
        x, y = self._frame.shown((left.value + right.value) / 2, (low.value + high.value) / 2)
        if mode in {_INVISIBLE, _CLIP}:
            return not self._areas.on_image(x, y)
        order = self._drawings.texts.get(address(thing))
        if order is not None and self._areas.is_covered(x, y, order):
            return True
        return is_white(self._raw, thing) and not self._areas.on_colour(x, y)

    def _is_bold(self, n: int) -> bool:
        name = create_string_buffer(128)
        self._raw.FPDFText_GetFontInfo(self._text, n, name, 128, c_int())
        if name.value not in self._bold_fonts:
            weight = self._raw.FPDFText_GetFontWeight(self._text, n)
            named = any(word in name.value.lower() for word in _BOLD_NAMES)
            self._bold_fonts[name.value] = named or weight >= _BOLD_WEIGHT
        return self._bold_fonts[name.value]


def _goes_up(lines: Sequence[Sequence[Letter]]) -> bool:
    """Whether most lines stand above the one before them."""
    steps = [line[0].baseline - before[0].baseline for before, line in pairwise(lines)]
    return sum(step < 0 for step in steps) > len(steps) / 2


class _Areas:
    """The filled areas and images that letters may stand on or lie under."""

    def __init__(self, drawings: Drawings, page: tuple[float, float]) -> None:
        import numpy as np

        fills = sorted(drawings.fills, key=lambda fill: -_area(fill.box))[:_MOST_AREAS]
        images = sorted(drawings.images, key=lambda box: -_area(box))[:_MOST_AREAS]
        self._fills = np.array([fill.box for fill in fills]).reshape(-1, 4)
        self._white = np.array([fill.white for fill in fills], dtype=bool)
        # Where a large fill is clipped to a small part of it, pdfium does not say.
        most = _MOST_COVERED * page[0] * page[1]
        self._order = np.array(
            [fill.order if fill.opaque and _area(fill.box) <= most else -1 for fill in fills],
            dtype=int,
        )
        self._images = np.array(images).reshape(-1, 4)

    def on_image(self, x: float, y: float) -> bool:
        return bool(_around(self._images, x, y).any())

    def on_colour(self, x: float, y: float) -> bool:
        return self.on_image(x, y) or bool((_around(self._fills, x, y) & ~self._white).any())

    def is_covered(self, x: float, y: float, order: int) -> bool:
        return bool((_around(self._fills, x, y) & (self._order > order)).any())


def _around(boxes: Any, x: float, y: float) -> Any:
    """Which of the boxes the position lies in."""
    inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2])
    return inside & (boxes[:, 1] <= y) & (y <= boxes[:, 3])


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _character(code: int, last: bool) -> str:
    """What a code writes; a soft hyphen is seen at a line's end only."""
    if code == _HYPHEN or (code == _SOFT_HYPHEN and last):
        return "-"
    if code in _BLANK:
        return " "
    if code in _BULLETS:
        return _BULLETS[code]
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    # Codes that are not Unicode scalar values cannot be encoded as UTF-8.
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
