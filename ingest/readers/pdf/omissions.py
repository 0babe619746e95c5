"""What of a PDF file is not in its text, for the report."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.readers.pdf.page.drawings import Box
from ingest.readers.pdf.page.lines import PageLayout
from rag.types import Omission

_SMALLEST = 0.02
"""Share of a page from which an image is counted; smaller ones are signs and logos."""
_OUTLINES = 50
"""Filled areas from which they may be the letters of a few lines."""
_WHOLE = 0.7
"""Share of a page from which an image below words is a scan of them, or a background."""


def omissions(pages: Sequence[PageLayout], attachments: int) -> tuple[Omission, ...]:
    """What is not in the text, each with its count.

    Args:
        pages: as they were read, before running headers were taken away.
        attachments: files within the file.
    """
    unread = [page.number for page in pages if _is_without_text(page)]
    counts = {
        f"pages without text ({ranges(unread)})": len(unread),
        "images": sum(map(_images, pages)),
        "hidden words": sum(page.hidden for page in pages),
        "struck-out words": sum(page.struck for page in pages),
        "comments": sum(page.comments for page in pages),
        "attachments": attachments,
    }
    return tuple(Omission(what, count) for what, count in counts.items() if count)


def _is_without_text(page: PageLayout) -> bool:
    """Whether there is something to see on a page, but nothing to read."""
    drawings = page.drawings
    return not page.lines and bool(drawings.images or drawings.fills or drawings.horizontals)


def may_be_scanned(page: PageLayout) -> bool:
    """Whether a page without text may show some: as an image, or as letters drawn as areas."""
    drawings = page.drawings
    return _is_without_text(page) and bool(drawings.images or len(drawings.fills) >= _OUTLINES)


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as in "3, 7-9"."""
    return ", ".join(_ranges(numbers))


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        yield str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"


def _images(page: PageLayout) -> int:
    """The images of a page with text; a page without any is counted as such."""
    most = _WHOLE * page.width * page.height
    least = _SMALLEST * page.width * page.height
    return sum(least <= _area(box) <= most for box in page.drawings.images) if page.lines else 0


def _area(box: Box) -> float:
    return max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)
