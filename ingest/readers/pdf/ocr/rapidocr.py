"""RapidOCR: PaddleOCR's models in a package that ships them, so that nothing is downloaded.

Its recogniser, made for Chinese too, often leaves out the blanks of other scripts. They are put in
where the image is white between two letters.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ingest.readers.pdf.ocr.recognised import RecognisedLine
from ingest.readers.pdf.page.lines import Word

log = logging.getLogger(__name__)

_PACKAGE = "rapidocr_onnxruntime"
_BLANK = (0.15, 0.32)
"""Between what widths, relative to the height of a line's box, white is as wide as between words;
which it is on a line, the line's own gaps show."""
_IDEOGRAPHS = ("\u3040", "\u9fff")
"""Letters of Japanese and Chinese, which are written without blanks."""


def rapidocr() -> Callable[[Any], list[RecognisedLine]] | None:
    """What recognises the lines of a grey image, or None where the package cannot be used.

    It is not installed, or a library of the system is missing that it needs, as libGL on servers.

    One thread each, as a reader has bounds on its memory, and lines one by one for the same reason.
    """
    if find_spec(_PACKAGE) is None:
        return None
    try:
        import_module(_PACKAGE)
    except ImportError as error:
        log.warning("%s is installed and cannot be used: %s", _PACKAGE, error)
        return None
    engine: list[Any] = []

    def lines(image: Any) -> list[RecognisedLine]:
        if not engine:
            engine.append(_engine())
        import numpy as np

        coloured = np.repeat(image[:, :, np.newaxis], 3, axis=2)
        found, _ = engine[0](coloured, return_word_box=True)
        return list(_lines(image, found or []))

    return lines


def _engine() -> Any:
    import cv2

    cv2.setNumThreads(1)
    return import_module(_PACKAGE).RapidOCR(
        use_cls=False, intra_op_num_threads=1, inter_op_num_threads=1, rec_batch_num=1
    )


def _lines(image: Any, found: Sequence[Any]) -> Iterator[RecognisedLine]:
    """The lines that the engine found: corners, text, confidence, places of letters, letters."""
    for corners, _, confidence, places, letters, *_ in found:
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        placed = [
            Word(str(letter), min(x for x, _ in place), max(x for x, _ in place))
            for letter, place in zip(letters, places, strict=False)
        ]
        words = tuple(_words(image, placed, top, bottom))
        if words:
            yield RecognisedLine(words, top, bottom, float(confidence))


def _words(image: Any, letters: Sequence[Word], top: float, bottom: float) -> Iterator[Word]:
    """The words of a line, divided at blanks and where the image is white."""
    if not letters:
        return
    gaps = _gaps(image, (letters[0].left, letters[-1].right), top, bottom)
    wide = _BLANK[1] * (bottom - top)
    word: list[Word] = []
    for letter in letters:
        middle = (letter.left + letter.right) / 2
        before = (word[-1].left + word[-1].right) / 2 if word else middle
        width = max((width for at, width in gaps if before < at < middle), default=0.0)
        # The figure 1 is narrow, but stands in as much room as the others.
        figures = bool(word) and word[-1].text.isdigit() and letter.text.isdigit()
        apart = width > (wide if figures else 0) and not _is_ideograph(letter.text)
        if word and (apart or not letter.text.strip()):
            yield _joined(word)
            word = []
        if letter.text.strip():
            word.append(letter)
    if word:
        yield _joined(word)


def _joined(letters: Sequence[Word]) -> Word:
    return Word("".join(one.text for one in letters), letters[0].left, letters[-1].right)


def _is_ideograph(text: str) -> bool:
    return _IDEOGRAPHS[0] <= text <= _IDEOGRAPHS[1]


def _gaps(
    image: Any, ends: tuple[float, float], top: float, bottom: float
) -> list[tuple[float, float]]:
    """The middles and widths of the white between words."""
    import numpy as np

    first, last = max(0, int(ends[0])), int(ends[1]) + 1
    part = image[max(0, int(top)) : int(bottom) + 1, first:last]
    if not part.size:
        return []
    level = (int(part.min()) + int(part.max())) / 2
    inked = np.flatnonzero((part < level).any(axis=0))
    steps = np.diff(inked)
    least = _threshold(np.sort(steps[steps > 1]), bottom - top)
    return [
        (first + float(inked[n] + inked[n + 1]) / 2, float(steps[n]))
        for n in np.flatnonzero(steps > least)
    ]


def _threshold(widths: Any, height: float) -> float:
    """The width that best divides gaps between letters from those between words.

    It leaves the two groups with the least variance (N. Otsu, "A Threshold Selection Method from
    Gray-Level Histograms", 1979).
    """
    least, most = (share * height for share in _BLANK)
    best, threshold = 0.0, least
    for n in range(1, len(widths)):
        low, high = widths[:n], widths[n:]
        between = len(low) * len(high) * float(high.mean() - low.mean()) ** 2
        if between > best:
            best, threshold = between, float(widths[n - 1] + widths[n]) / 2
    return min(max(threshold, least), most)
