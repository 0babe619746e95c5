"""What is drawn on a page beside its letters: ruled lines, filled areas and images."""

from collections.abc import Iterator, Sequence
from ctypes import addressof, byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

_MOST_OBJECTS = 50_000
"""Objects of a page that are looked at; a map with more has no tables that could be told."""
_MOST_POINTS = 200_000
_DEEPEST = 6
"""Forms within forms that are looked into; the format sets no bound."""
_THIN = 3.0
"""Points up to which a filled area is a ruled line: the thickest borders of tables."""
_STRAIGHT = 0.7
"""Points by which the ends of a straight line may differ."""
_WHITE = 250
"""Least value of each primary colour, of 255, that looks white."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A straight line: where it is across its direction, and where it begins and ends along it."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle, in points from the page's left and top edges."""

    left: float
    top: float
    right: float
    bottom: float


class Fill(NamedTuple):
    """A filled area.

    Attributes:
        opaque: whether it hides what is below.
        order: its position among the page's objects, which are drawn in that order.
    """

    box: Box
    white: bool
    opaque: bool
    order: int


@dataclass(slots=True)
class Drawings:
    """The drawings of a page; positions are in points from its left and top edges.

    Attributes:
        texts: for the address of each text object, its position among the page's objects.
    """

    horizontals: list[Rule] = field(default_factory=list)
    verticals: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    texts: dict[int, int] = field(default_factory=dict)


class Frame:
    """Turns positions of a page's content into those on the page as it is read."""

    def __init__(self, box: Sequence[float], turn: int) -> None:
        """Set the frame.

        Args:
            box: left, bottom, right and top of the page, in the coordinates of its content.
            turn: the direction in which its letters run, in degrees to the left of the axis that
                points right: 0, 90, 180 or 270.
        """
        low_x, low_y, high_x, high_y = box
        self._box = (low_x, low_y, high_x, high_y)
        self._turn = turn
        width, height = high_x - low_x, high_y - low_y
        self.size: Point = (height, width) if turn in {90, 270} else (width, height)
        """Width and height of the page as it is read."""

    def shown(self, x: float, y: float) -> Point:
        """A position from the left and top edges of the page."""
        low_x, low_y, high_x, high_y = self._box
        if self._turn == 90:
            return y - low_y, x - low_x
        if self._turn == 180:
            return high_x - x, y - low_y
        if self._turn == 270:
            return high_y - y, high_x - x
        return x - low_x, high_y - y

    def box(self, points: Sequence[Point]) -> Box:
        """The smallest rectangle around the points."""
        shown = [self.shown(x, y) for x, y in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        return Box(min(xs), min(ys), max(xs), max(ys))


def read_drawings(page: Any, frame: Frame) -> Drawings:
    """What is drawn on a page."""
    from pypdfium2 import raw

    found = Drawings()
    reader = _Reader(raw, frame, found)
    for order, (thing, matrix) in enumerate(_objects(raw, page.raw)):
        reader.add(thing, matrix, order)
    return found


def address(thing: Any) -> int:
    """The address of an object of pdfium's, by which it is known."""
    return addressof(thing.contents) if thing else 0


def _objects(raw: Any, page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The objects of a page, those of its forms too, in the order of drawing."""
    levels: list[tuple[Any, int, int, Matrix]] = [(page, 0, raw.FPDFPage_CountObjects(page), _SAME)]
    seen = 0
    while levels and seen < _MOST_OBJECTS:
        holder, n, count, matrix = levels.pop()
        if n >= count:
            continue
        levels.append((holder, n + 1, count, matrix))
        get = raw.FPDFFormObj_GetObject if len(levels) > 1 else raw.FPDFPage_GetObject
        thing = get(holder, n)
        seen += 1
        if thing and raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
            if len(levels) <= _DEEPEST:
                inner = _product(_matrix_of(raw, thing), matrix)
                levels.append((thing, 0, raw.FPDFFormObj_CountObjects(thing), inner))
        elif thing:
            yield thing, matrix


class _Reader:
    def __init__(self, raw: Any, frame: Frame, found: Drawings) -> None:
        self._raw = raw
        self._frame = frame
        self._found = found
        self._points = 0

    def add(self, thing: Any, matrix: Matrix, order: int) -> None:
        kind = self._raw.FPDFPageObj_GetType(thing)
        if kind == self._raw.FPDF_PAGEOBJ_TEXT:
            self._found.texts[address(thing)] = order
        elif kind == self._raw.FPDF_PAGEOBJ_PATH:
            self._add_path(thing, matrix, order)
        elif kind in {self._raw.FPDF_PAGEOBJ_IMAGE, self._raw.FPDF_PAGEOBJ_SHADING}:
            self._found.images.append(self._bounds(thing, matrix))

    def _bounds(self, thing: Any, matrix: Matrix) -> Box:
        left, low, right, high = (c_float() for _ in range(4))
        self._raw.FPDFPageObj_GetBounds(thing, left, low, right, high)
        corners = [(x.value, y.value) for x in (left, right) for y in (low, high)]
        return self._frame.box([_applied(matrix, *corner) for corner in corners])

    def _add_path(self, thing: Any, matrix: Matrix, order: int) -> None:
        mode, stroke = c_int(), c_int()
        self._raw.FPDFPath_GetDrawMode(thing, byref(mode), byref(stroke))
        if not mode.value and not stroke.value:
            return
        white, opaque = self._colour(thing) if mode.value else (False, False)
        for points in self._parts(thing, _product(_matrix_of(self._raw, thing), matrix)):
            box = self._frame.box(points)
            thin = min(box.right - box.left, box.bottom - box.top) <= _THIN
            if mode.value and len(points) >= 4 and not thin:
                self._found.fills.append(Fill(box, white, opaque, order))
            if mode.value and thin:
                self._add_rule(box)
            elif stroke.value:
                self._add_strokes([self._frame.shown(*point) for point in points])

    def _add_rule(self, box: Box) -> None:
        width, height = box.right - box.left, box.bottom - box.top
        if width >= height and width > _THIN:
            self._found.horizontals.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif height > _THIN:
            self._found.verticals.append(Rule((box.left + box.right) / 2, box.top, box.bottom))

    def _add_strokes(self, points: Sequence[Point]) -> None:
        for (x, y), (to_x, to_y) in pairwise(points):
            if abs(y - to_y) <= _STRAIGHT or abs(x - to_x) <= _STRAIGHT:
                self._add_rule(Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)))

    def _parts(self, path: Any, matrix: Matrix) -> Iterator[list[Point]]:
        """The points of each part of a path, which begins where the pen is moved."""
        raw = self._raw
        points: list[Point] = []
        x, y = c_float(), c_float()
        for n in range(raw.FPDFPath_CountSegments(path)):
            self._points += 1
            if self._points > _MOST_POINTS:
                break
            segment = raw.FPDFPath_GetPathSegment(path, n)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = []
            points.append(_applied(matrix, x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _colour(self, thing: Any) -> tuple[bool, bool]:
        """Whether a fill is white, and whether it hides what is below."""
        red, green, blue, alpha = (c_uint() for _ in range(4))
        self._raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
        transparent = self._raw.FPDFPageObj_HasTransparency(thing) or alpha.value < 255
        return min(red.value, green.value, blue.value) >= _WHITE, not transparent


def is_white(raw: Any, thing: Any) -> bool:
    """Whether a text object's letters are white."""
    red, green, blue, alpha = (c_uint() for _ in range(4))
    found = raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha)
    return bool(found) and min(red.value, green.value, blue.value) >= _WHITE


def _matrix_of(raw: Any, thing: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    aa, bb, cc, dd, ee, ff = then
    return (
        a * aa + b * cc, a * bb + b * dd, c * aa + d * cc, c * bb + d * dd,
        e * aa + f * cc + ee, e * bb + f * dd + ff,
    )  # fmt: skip


def _applied(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
