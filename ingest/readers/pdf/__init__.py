"""PDF files: their text in whole paragraphs, without running headers and page numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.readers.base import Content, sections_from
from ingest.readers.pdf.headings import Bookmark, headings, title_in
from ingest.readers.pdf.notes import with_notes
from ingest.readers.pdf.ocr import recognise
from ingest.readers.pdf.omissions import may_be_scanned, omissions
from ingest.readers.pdf.page.lines import PageLayout
from ingest.readers.pdf.page.reading import read_page
from ingest.readers.pdf.paragraphs import Paragraph, assemble
from ingest.readers.pdf.running_headers import date_of, without_running_headers
from ingest.readers.pdf.structure import structure_of
from ingest.readers.pdf.tables import with_tables
from ingest.readers.titles import sensible_title, title_among
from rag.errors import UnreadableError
from rag.types import Origin

_END = b"%%EOF"
_TAIL = 4_096
"""Bytes among which the mark of the end must stand; PDF viewers look at 1,024 or more."""
_MOST_UNKNOWN = 0.3
"""Share of letters without a meaning in Unicode above which a text is of no use."""
_USE_OCR = "Run it through OCR first."
_GET_WHOLE = "Get the whole file, or save it again."


def read(data: bytes) -> Content:
    """Read a PDF file.

    Pages without text are read by OCR where it is installed.

    Raises:
        UnreadableError: the file is not a PDF, is encrypted or damaged, or has no text.
    """
    opened = _opened(data)
    layouts = opened.pages
    _check_letters(layouts)
    kept, removed = without_running_headers(layouts)
    shown = kept if any(page.lines for page in kept) else layouts
    arranged = with_notes([with_tables(page) for page in shown])
    text, pages, paragraphs = assemble(arranged)
    found = headings(paragraphs, opened.bookmarks)
    published = date_of(removed)
    title, title_from = _title(opened.title, paragraphs, text)
    return Content(
        text=text,
        title=title,
        published=published,
        sections=sections_from(found, len(text)),
        pages=pages,
        structure=structure_of(paragraphs, found),
        omissions=omissions(layouts, opened.attachments),
        title_from=title_from,
        published_from="line" if published else "",
    )


def _title(named: str, paragraphs: Sequence[Paragraph], text: str) -> tuple[str, Origin]:
    """The title and where it was found.

    The file's own counts first, but not where it is one word, as a file's name is, and the first
    page has a title.
    """
    given, shown = sensible_title(named), sensible_title(title_in(paragraphs))
    if given and (" " in given or not shown):
        return given, "metadata"
    return title_among("", [shown], text)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file's pages, its outline, the title in its metadata, and how many files it carries."""

    pages: list[PageLayout]
    bookmarks: list[Bookmark]
    title: str
    attachments: int


def _opened(data: bytes) -> _Opened:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise _refusal(data, str(error)) from error
    try:
        if _END not in data[-_TAIL:]:
            raise UnreadableError("The file is cut off: its end is missing.", "Get the whole file.")
        document.init_forms()
        return _Opened(
            _pages(document),
            _bookmarks(document),
            document.get_metadata_dict().get("Title", ""),
            document.count_attachments(),
        )
    except (PdfiumError, ValueError, KeyError, OverflowError, RecursionError) as error:
        raise UnreadableError(
            "One of the file's pages is damaged.", "Open it in a PDF viewer and save it again."
        ) from error
    finally:
        document.close()


def _pages(document: Any) -> list[PageLayout]:
    """The pages, those without text as OCR reads them."""
    pages = [read_page(document, n) for n in range(len(document))]
    scanned = [n for n, page in enumerate(pages) if may_be_scanned(page)]
    for n, page in recognise(document, scanned).items():
        pages[n] = replace(
            pages[n], lines=page.lines, width=page.width, height=page.height, ocr=page.confidence
        )
    return pages


def _refusal(data: bytes, message: str) -> UnreadableError:
    if "assword" in message or "ecurity" in message:
        return UnreadableError("The file is encrypted.", "Save it without a password.")
    if b"%PDF" not in data[:_TAIL]:
        return UnreadableError("The file is not a PDF file.", "Save it again as a PDF.")
    return UnreadableError("The file is damaged or cut off.", _GET_WHOLE)


def _bookmarks(document: Any) -> list[Bookmark]:
    found = []
    for bookmark in document.get_toc(max_depth=6):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(Bookmark(bookmark.get_title(), page + 1, bookmark.level + 1))
    return found


def _check_letters(layouts: list[PageLayout]) -> None:
    text = "".join(line.text for layout in layouts for line in layout.lines)
    if not layouts:
        raise UnreadableError("The file has no pages.", _GET_WHOLE)
    if not any(c.isalnum() for c in text):
        raise UnreadableError("The file has no text, only images.", _USE_OCR)
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if unknown > _MOST_UNKNOWN * len(text):
        raise UnreadableError("The file's fonts do not say which letters they draw.", _USE_OCR)
