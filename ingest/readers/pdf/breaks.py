"""Where a paragraph ends and the next one begins, judged by how the lines are set."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf.page.lines import Line, PageLayout
from rag.language.document_words import CAPTION_WORDS
from rag.language.patterns import any_of

_BULLET = re.compile(r"[•–—▪▸◦‣·●○■□¨☐☒✓➢➤►❖]\s?|[o*]\s(?=[^\W\d_])|-\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s")
_FIRST = re.compile(r"\(?(?:1|[aAiI])[.)]\s")
_SECOND = re.compile(r"\(?(?:2|[bB]|ii|II)[.)]\s")
NOTE_MARK = re.compile(
    r"\[(?:\d{1,3}|[a-z]|[ivx]{1,4})\]|\d{1,3}[.)]?\s+\D|[*†‡§¶]{1,3}\s?\w", re.IGNORECASE
)
"""What a footnote begins with."""
_LEADERS = re.compile(r"(?:[._…]\s?){4,}\s*+(?:[\divxlc]{1,5})$|(?:[._…]\s?){8,}", re.IGNORECASE)
"""Dots that lead to a page's number."""
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*+(?:\s?\[\w{1,3}\])?$")
CAPTION = re.compile(
    rf"{any_of(CAPTION_WORDS)}\.?\s(?:[A-Z]?\d{{1,3}}(?:[.-]\d{{1,3}})?[a-z]?|[IVX]{{1,5}})"
    r"\s?(?:[.:–—|-]\s?\S|$)",
    re.IGNORECASE,
)
"""What the caption of a table or figure begins with."""
_LONGEST_ITEM = 8
"""Lines of a list's first item, below which the second is looked for."""
_LABEL = 40
"""Characters of a label, such as "Date of release:", and its colon."""
_LONGEST_LEADERS = 200
_LOOSE = 1.25
"""Distance of two lines, as a multiple of the usual one, from which a paragraph begins."""
_VERY_LOOSE = 1.8
"""The same, if the first line's sentence goes on: a figure or a note may stand between them."""
_NEARBY = 8
"""Lines before and after a line among which the right margin of its column is looked for."""
_SHORT = 0.2
"""Share of a line's width that a line within a paragraph may leave free."""
_SIZE_STEP = 0.08
"""Difference in size, as a share, that rounding and rendering account for."""
_DISPLAY = 1.25
"""Size of a title's letters relative to the text's; its lines are often centred, and short."""
_RAISED_LETTERS = 4
"""Letters of a raised mark, at most: "[12]"."""
_LEADING = 1.2
"""Distance of lines as a multiple of the letters' size, where the pages show none: typographers'
usual one."""


class Breaks:
    """Decides whether two consecutive lines belong to different paragraphs."""

    def __init__(self, pages: Sequence[PageLayout]) -> None:
        self._leading = _leadings(pages)
        steps = [step / size for size, step in self._leading.items()]
        self._usual = median(steps) if steps else _LEADING
        sizes: Counter[float] = Counter()
        for page in pages:
            for line in page.lines:
                sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0

    def between(self, lines: Sequence[Line], n: int) -> bool:
        """Whether line `n` of a page, from 1, begins a paragraph, judged by the line before it."""
        before, line = lines[n - 1], lines[n]
        if before.kind or line.kind:
            return self._of_kinds(before, line)
        step = line.baseline - before.baseline
        if abs(step) < 0.4 * before.size and line.left >= before.right - 1:
            heading = before.size > _DISPLAY * line.size and len(before.text) > _RAISED_LETTERS
            return heading and len(line.text) > _RAISED_LETTERS
        if _is_raised(before, line) or _is_raised(line, before):
            return abs(step) > before.size + line.size
        if self._differ(before, line) or _opens_list(lines, n):
            return True
        early = _ends_early(lines, n)
        if step <= 0:
            return _ends_at_column(before, line, early)
        leading = self._leading.get(line.size, self._usual * line.size)
        goes_on = line.text[0].islower() and not _ENDS.search(before.text)
        if step > (_VERY_LOOSE if goes_on else _LOOSE) * leading:
            return True
        if _BULLET.match(before.text) and _hangs(before, line):
            return False
        if before.size >= _DISPLAY * self._body and not _ENDS.search(before.text):
            return False
        return not goes_on and (early or _is_indented(before, line) or _is_centred(before, line))

    def _of_kinds(self, before: Line, line: Line) -> bool:
        if before.kind != line.kind or line.kind != "note":
            return True
        return bool(NOTE_MARK.match(line.text))

    def across(self, before: Sequence[Line], after: Sequence[Line]) -> bool:
        """Whether a page's first line begins a paragraph, judged by the page before it."""
        last, line = before[-1], after[0]
        if last.kind or line.kind or self._differ(last, line):
            return True
        return _ends_at_column(last, line, _ends_early([*before, line], len(before)))

    def _differ(self, before: Line, line: Line) -> bool:
        """Whether the lines differ in kind: table row, list item, size or weight."""
        if before.is_table_row or line.is_table_row or _BULLET.match(line.text):
            return True
        if has_leaders(before.text) or _starts_caption(line.text):
            return True
        if _NUMBERED.match(line.text):
            beside = _NUMBERED.match(before.text) and abs(line.left - before.left) < line.size
            if beside or _ENDS.search(before.text):
                return True
        if abs(before.size - line.size) > _SIZE_STEP * max(before.size, line.size):
            return True
        return before.bold != line.bold and not line.text[0].islower()


def is_item(text: str) -> bool:
    """Whether a list's bullet stands before the text."""
    return bool(_BULLET.match(text))


def has_leaders(text: str) -> bool:
    """Whether dots lead from the words to a page's number."""
    return bool(_LEADERS.search(text[-_LONGEST_LEADERS:]))


def is_numbered(text: str) -> bool:
    """Whether a list's number or letter stands before the text."""
    return bool(_NUMBERED.match(text))


def _starts_caption(text: str) -> bool:
    return bool(CAPTION.match(text))


def _ends_at_column(before: Line, line: Line, early: bool) -> bool:
    """Whether a paragraph ends at the end of a column or page."""
    if _ENDS.search(before.text):
        return True
    return early and not line.text[0].islower()


def _is_raised(small: Line, line: Line) -> bool:
    """Whether the first is a raised mark, such as a footnote's number, beside the second."""
    return len(small.text) <= _RAISED_LETTERS and small.size < 0.8 * line.size


def _ends_early(lines: Sequence[Line], n: int) -> bool:
    """Whether the line before `n` has room for the first word of line `n`."""
    before = lines[n - 1]
    around = lines[max(0, n - _NEARBY) : n + _NEARBY]
    margin = max(
        (
            other.right
            for other in around
            if abs(other.left - before.left) < 3 * before.size and other.size == before.size
        ),
        default=before.right,
    )
    room = margin - before.right
    short = bool(_ENDS.search(before.text)) or (
        room > _SHORT * (margin - before.left) and not _is_as_wide(lines, n - 1)
    )
    return short and lines[n].first_word + 0.5 * before.size < room


def _opens_list(lines: Sequence[Line], n: int) -> bool:
    """Whether a line is the first item of a numbered list, with the second below it."""
    line = lines[n]
    if not _FIRST.match(line.text):
        return False
    following = lines[n + 1 : n + 1 + _LONGEST_ITEM]
    return any(
        _SECOND.match(other.text) and abs(other.left - line.left) < 0.5 * line.size
        for other in following
    )


def _hangs(item: Line, line: Line) -> bool:
    """Whether a line begins below the words of an item, to the right of its bullet."""
    words = item.words[1].left if len(item.words) > 1 else item.left
    return words > item.left and abs(line.left - words) < 0.3 * line.size


def _is_as_wide(lines: Sequence[Line], n: int) -> bool:
    """Whether a line ends where the one above it does, as beside a picture."""
    if not n:
        return False
    above, line = lines[n - 1], lines[n]
    near = 0 < line.baseline - above.baseline < 2 * line.size
    labelled = any(":" in one.text[:_LABEL] for one in lines[n - 1 : n + 2])
    return near and abs(above.right - line.right) < 2 * line.size and not labelled


def _is_indented(before: Line, line: Line) -> bool:
    item = _BULLET.match(before.text) or _NUMBERED.match(before.text)
    ends = _ENDS.search(before.text)
    return bool(ends and not item and line.left > before.left + 0.8 * line.size)


def _is_centred(before: Line, line: Line) -> bool:
    middles = abs((before.left + before.right) - (line.left + line.right)) / 2
    return middles < 3.0 and abs(before.left - line.left) > line.size


def _leadings(pages: Sequence[PageLayout]) -> dict[float, float]:
    """For each size of letters, the distance of the lines within a paragraph.

    It is measured between lines of which the second begins in lower case: those surely belong to
    one paragraph.
    """
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        for before, line in zip(page.lines, page.lines[1:], strict=False):
            step = line.baseline - before.baseline
            comparable = (
                before.size == line.size and not before.is_table_row and not line.is_table_row
            )
            if comparable and line.text[0].islower() and 0.8 * line.size < step < 3 * line.size:
                steps[line.size][round(step * 2) / 2] += 1
    return {size: counted.most_common(1)[0][0] for size, counted in steps.items()}
