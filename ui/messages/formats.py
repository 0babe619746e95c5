"""Dates, numbers and references as a person reads them, wherever they occur."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.types import Omission, Origin

UNDATED = "undated"
FOUND: "dict[Origin, str]" = {
    "": "",
    "by hand": "set by hand",
    "metadata": "from the file's metadata",
    "label": "from a label in the text",
    "heading": "from a heading",
    "line": "from a line of its own",
    "file name": "from the file's name",
    "mail header": "from the mail's header",
}
"""Where a title or date was found; nothing is said where that is not known."""


def day(published: date | None) -> str:
    """The date as read aloud, e.g. "8 May 2025"."""
    return f"{published.day} {published:%B %Y}" if published else UNDATED


def found(text: str, where: "Origin") -> str:
    """A title or date with where it was found, e.g. "8 May 2025 (from the file's name)"."""
    return f"{text} ({FOUND[where]})" if FOUND[where] else text


def omissions(left_out: "Sequence[Omission]") -> str:
    """What of a file is not in its document's text, e.g. "images: 3, struck-out words: 2"."""
    return ", ".join(f"{omission.what}: {omission.count:,}" for omission in left_out)


def page(number: int, ocr: float | None = None) -> str:
    """A page of a document, e.g. "page 3", or "page 3, read by OCR, 96% sure"."""
    return f"page {number}" if ocr is None else f"page {number}, read by OCR, {ocr:.0%} sure"


def said(speaker: str | None, sent: date | None) -> str:
    """Who says a quote, e.g. "Ada Lund", "quoting Ada Lund of 8 May 2025"; "" for the document."""
    if sent is None:
        return speaker or ""
    return f"quoting {speaker or 'a message'} of {day(sent)}"


def documents(number: int) -> str:
    """A number of documents, e.g. "1 document"."""
    return "1 document" if number == 1 else f"{number:,} documents"


def passages(number: int) -> str:
    """A number of passages, e.g. "3 passages"."""
    return "1 passage" if number == 1 else f"{number:,} passages"


def seconds(number: float) -> str:
    """A duration, e.g. "0.24 s"."""
    return f"{number:.2f} s" if number < 10 else f"{number:.0f} s"


def offsets(start: int, end: int) -> str:
    """Which characters of its document a quote is."""
    return f"characters {start}–{end}"


def reference(
    title: str,
    published: date | None,
    section: str | None,
    number: int | None,
    who: str = "",
) -> str:
    """The source of a quote, e.g. "The port of Varna, 8 March 2025, Grain, page 3, Ada Lund"."""
    return ", ".join([title, *_parts(published, title, section, number, who)])


def reference_below_title(
    published: date | None, title: str, section: str | None, number: int | None, who: str = ""
) -> str:
    """The same without the title, e.g. "8 March 2025 · Grain · page 3"."""
    return " · ".join(_parts(published, title, section, number, who))


def _parts(
    published: date | None, title: str, section: str | None, number: int | None, who: str
) -> list[str]:
    named = section if section != title else None
    numbered = page(number) if number is not None else None
    return list(filter(None, (day(published), named, numbered, who)))
