"""The lines of text on a page, and how they are set."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal, NamedTuple

from ingest.readers.blocks import clean
from ingest.readers.pdf.page.drawings import Drawings
from ingest.readers.pdf.page.letters import Letter
from ingest.readers.scripts import raised

WIDE_GAP = 2.0
"""Width of a gap between table cells, as a multiple of the letters' size: a justified line's spaces
are up to once as wide."""
_BULLET_COLUMN = 3
"""Letters at the start of a line that may be a bullet or a number, with a wide gap after them."""
_SMALLER = 0.85
"""Size of raised letters relative to their line's; typographers set them in 0.6 to 0.75."""
_RAISED = 0.12
"""How far the baseline of raised letters is above their line's, relative to the line's size."""
_APART = 0.8
"""Difference of two baselines, relative to the size, that raised letters do not reach."""
_LONGEST_CELL = 30
"""Letters of a cell that pdfium parts from its row; longer, it is text beside a heading."""
_LEVEL = 0.05
"""Difference of two baselines, relative to the size, that rounding accounts for."""
_BESIDE = 0.6
"""Distance, relative to the size, within which raised letters stand from their line's."""


class Word(NamedTuple):
    """A word of a line and its ends, in points from the page's left edge."""

    text: str
    left: float
    right: float


Kind = Literal["", "head", "row", "note", "other"]
"""What a line is known to be: a table's head or row, a footnote, or words beside the text."""


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
        words: with their places.
        kind: where it is known before the line's paragraph is.
        cells: of a table's row, in the order of the columns.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    is_table_row: bool
    first_word: float
    words: tuple[Word, ...] = ()
    kind: Kind = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page and its lines, in reading order.

    Attributes:
        number: from 1.
        height: in points.
        width: in points.
        hidden: words that cannot be seen on the page, which are in no line.
        struck: words that are struck out, which are in no line.
        comments: notes that readers have put on the page, which are in no line.
        ocr: the mean confidence of the letters, where they are read by OCR.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    width: float = 600.0
    drawings: Drawings = field(default_factory=Drawings)
    hidden: int = 0
    struck: int = 0
    comments: int = 0
    ocr: float | None = None


def line_of(letters: Sequence[Letter]) -> Line | None:
    """The line that letters make; None if there is nothing to read."""
    seen = [letter for letter in letters if not letter.blank]
    if not seen:
        return None
    size = Counter(letter.size for letter in seen).most_common(1)[0][0]
    usual = Counter(letter.baseline for letter in seen if letter.size == size)
    baseline = usual.most_common(1)[0][0]
    words = tuple(_words(letters, size, baseline))
    text = clean(" ".join(word.text for word in words))
    if not text:
        return None
    left, right = words[0].left, max(word.right for word in words)
    return Line(
        text=text,
        left=left,
        right=max(left, right),
        baseline=baseline,
        size=size,
        bold=all(letter.bold for letter in seen),
        is_table_row=_has_wide_gap(words, size),
        first_word=max(0.0, words[0].right - left),
        words=words,
    )


def from_words(line: Line, words: Sequence[Word]) -> Line:
    """A line of some of another line's words."""
    return Line(
        text=clean(" ".join(word.text for word in words)),
        left=words[0].left,
        right=words[-1].right,
        baseline=line.baseline,
        size=line.size,
        bold=line.bold,
        is_table_row=_has_wide_gap(words, line.size),
        first_word=words[0].right - words[0].left,
        words=tuple(words),
    )


def _has_wide_gap(words: Sequence[Word], size: float) -> bool:
    first = 1
    # A gap after a bullet or a number does not divide cells.
    if words and len(words[0].text) <= _BULLET_COLUMN:
        first = 2
    return any(
        words[n].left - words[n - 1].right > WIDE_GAP * size for n in range(first, len(words))
    )


def _words(letters: Sequence[Letter], size: float, baseline: float) -> Iterator[Word]:
    """The words of a line, with its raised letters as `raised` writes them."""
    text, left, right, ends = "", 0.0, 0.0, False
    runs = list(_runs(letters, size, baseline))
    for n, (run, is_raised) in enumerate(runs):
        # At the start of a line it is a note's mark, if the note follows; else a table's figure.
        gap = (
            run[0].left - right
            if n
            else (runs[1][0][0].left if len(runs) > 1 else 0) - run[-1].right
        )
        beside = gap <= _BESIDE * size
        if is_raised and beside:
            plain = "".join(letter.text for letter in run)
            mark = raised(plain.strip(), text)
            text, left = text + mark, left if text else run[0].left
            right = max(right, run[-1].right)
            # Nothing of a word follows a note's mark or an exponent.
            ends = mark != plain or not mark.isalnum()
            continue
        for letter in run:
            if ends and letter.text.isalnum():
                yield Word(_composed(text), left, right)
                text = ""
            ends = False
            if letter.blank or (text and letter.left - right > WIDE_GAP * size):
                if text:
                    yield Word(_composed(text), left, right)
                text = "" if letter.blank else letter.text
                left, right = letter.left, letter.right
                continue
            left = left if text else letter.left
            text, right = text + letter.text, max(right if text else 0.0, letter.right)
    if text:
        yield Word(_composed(text), left, right)


def _runs(
    letters: Sequence[Letter], size: float, baseline: float
) -> Iterator[tuple[list[Letter], bool]]:
    """The line's letters in runs, and whether each is raised."""
    run: list[Letter] = []
    was = False
    for letter in letters:
        small = letter.size <= _SMALLER * size
        up = small and (was if letter.blank else baseline - letter.baseline >= _RAISED * size)
        if run and up != was:
            yield run, was
            run = []
        run.append(letter)
        was = up
    if run:
        yield run, was


def _composed(text: str) -> str:
    """The text with each letter and its accents in one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def joined(lines: Sequence[list[Letter]]) -> Iterator[list[Letter]]:
    """The lines, with raised letters and cells of a table that pdfium parts from them joined.

    What pdfium joins though it stands lower, as one figure below another, is parted.
    """
    current: list[Letter] = []
    for line in chain.from_iterable(map(_parted, lines)):
        last = current[-1] if current else None
        if last and _is_beside(last, line[0]):
            current += line
        elif last and len(line) <= _LONGEST_CELL and _is_level(last, line[0]):
            current += [last._replace(text=" ", left=last.right), *line]
        else:
            if current:
                yield current
            current = list(line)
    if current:
        yield current


def _parted(line: Sequence[Letter]) -> Iterator[list[Letter]]:
    """The parts of a line that stand at different heights."""
    part: list[Letter] = []
    last: Letter | None = None
    for letter in line:
        if last and not letter.blank:
            apart = abs(letter.baseline - last.baseline) > _APART * max(letter.size, last.size)
            if apart:
                yield part
                part = []
        part.append(letter)
        last = last if letter.blank else letter
    if part:
        yield part


def _is_level(last: Letter, first: Letter) -> bool:
    """Whether a letter stands on the baseline of another, to the right of it."""
    size = max(last.size, first.size)
    level = abs(last.baseline - first.baseline) <= _LEVEL * size
    return level and first.left >= last.right


def _is_beside(last: Letter, first: Letter) -> bool:
    """Whether one of two letters is raised, and right beside the other."""
    size = max(last.size, first.size)
    step = abs(last.baseline - first.baseline)
    small = min(last.size, first.size) <= _SMALLER * size
    close = -0.2 * size <= first.left - last.right <= _BESIDE * size
    return small and close and _LEVEL * size < step <= _BESIDE * size
