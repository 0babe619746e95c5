"""The text of scanned pages, recognised by Tesseract or RapidOCR where one is installed."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ingest.readers.pdf.ocr.rapidocr import rapidocr
from ingest.readers.pdf.ocr.recognised import RecognisedLine, as_lines
from ingest.readers.pdf.ocr.tesseract import tesseract
from ingest.readers.pdf.page.lines import Line
from ingest.readers.sandbox.deadline import seconds_left

__all__ = ["ScannedPage", "recognise"]

_MOST_PIXELS = 2_000
"""Of a page's longer side: A4 at 170 dots an inch, which both engines read well."""
_MOST_SCALE = 300 / 72
_RESERVE = 10.0
"""Seconds kept for the rest of the reading."""
_FIRST_PAGE = 15.0
"""Seconds that a page may take, before one has shown it: three times the usual."""
_SLOWER = 1.5
"""How much longer a page may take than the longest before it."""
_LEAST_CONFIDENCE = 0.5
"""Lines below are noise of the scan."""

_Engine = Callable[[Any], list[RecognisedLine]]


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What is recognised on a page.

    Attributes:
        width, height: of the page as it is shown, in points.
        confidence: the mean of its letters, in [0, 1].
    """

    lines: tuple[Line, ...]
    width: float
    height: float
    confidence: float


def recognise(document: Any, indexes: Iterable[int]) -> dict[int, ScannedPage]:
    """What is recognised on the pages of these indexes, from 0.

    Empty where no engine is installed. Pages that there is no time for, or on which nothing is
    recognised, are not in it.
    """
    waiting = sorted(indexes)
    engine = (tesseract() or rapidocr()) if waiting else None
    found: dict[int, ScannedPage] = {}
    longest = _FIRST_PAGE / _SLOWER
    for index in waiting if engine else ():
        if seconds_left() < _SLOWER * longest + _RESERVE:
            break
        begun = time.monotonic()
        page = _page(document, index, engine)
        taken = time.monotonic() - begun
        longest = max(longest, taken) if found else taken
        if page is not None:
            found[index] = page
    return found


def _page(document: Any, index: int, engine: _Engine | None) -> ScannedPage | None:
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(_MOST_PIXELS / max(width, height), _MOST_SCALE)
        image = page.render(scale=scale, grayscale=True).to_numpy()
        recognised = engine(image.reshape(image.shape[:2])) if engine else []
    except Exception:  # a page that an engine fails on is one without text
        logging.getLogger(__name__).warning("OCR failed on page %d", index + 1, exc_info=True)
        return None
    finally:
        page.close()
    clear = [line for line in recognised if line.confidence >= _LEAST_CONFIDENCE]
    letters = sum(len(line.text) for line in clear)
    if not letters:
        return None
    confidence = sum(line.confidence * len(line.text) for line in clear) / letters
    return ScannedPage(tuple(as_lines(clear, scale)), width, height, round(confidence, 3))
