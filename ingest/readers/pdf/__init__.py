"""PDF files. Their text is made of whole paragraphs, without what is repeated on each page."""

from typing import Any

from ingest.readers.base import Content, first_line, sections_from
from ingest.readers.blocks import sensible_title
from ingest.readers.pdf.headings import Bookmark, headings, title_in
from ingest.readers.pdf.lines import PageLayout, read_page
from ingest.readers.pdf.paragraphs import assemble
from ingest.readers.pdf.running_headers import date_of, without_running_headers
from rag.errors import UnreadableError

_END = b"%%EOF"
_TAIL = 4_096
_LETTERLESS = 0.3


def read(data: bytes) -> Content:
    """Read a PDF file.

    Raises:
        UnreadableError: it is no PDF, is encrypted or damaged, or has no text.
    """
    sheets, bookmarks, named = _opened(data)
    _check_letters(sheets)
    kept, removed = without_running_headers(sheets)
    text, pages, paragraphs = assemble(kept if any(s.lines for s in kept) else sheets)
    title = sensible_title(named) or sensible_title(title_in(paragraphs)) or first_line(text)
    return Content(
        text=text,
        title=title,
        published=date_of(removed),
        sections=sections_from(headings(paragraphs, bookmarks), len(text)),
        pages=pages,
    )


def _opened(data: bytes) -> tuple[list[PageLayout], list[Bookmark], str]:
    """The file's pages, its outline and the title that its metadata give."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        raise UnreadableError(_why_not(data, str(error))) from error
    try:
        if _END not in data[-_TAIL:]:
            raise UnreadableError("it is cut off: its end is missing; get the whole file")
        sheets = [read_page(document, n) for n in range(len(document))]
        return sheets, _bookmarks(document), document.get_metadata_dict().get("Title", "")
    except (PdfiumError, ValueError, KeyError, OverflowError, RecursionError) as error:
        raise UnreadableError(
            "one of its pages is damaged; open it in a PDF viewer and save it again"
        ) from error
    finally:
        document.close()


def _why_not(data: bytes, message: str) -> str:
    if "assword" in message or "ecurity" in message:
        return "it is encrypted; save it without a password"
    if b"%PDF" not in data[:_TAIL]:
        return "it is no PDF file; save it again as one"
    return "it is damaged or cut off; get the whole file, or save it again"


def _bookmarks(document: Any) -> list[Bookmark]:
    found = []
    for bookmark in document.get_toc(max_depth=6):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(Bookmark(bookmark.get_title(), page + 1))
    return found


def _check_letters(sheets: list[PageLayout]) -> None:
    text = "".join(line.text for sheet in sheets for line in sheet.lines)
    if not sheets:
        raise UnreadableError("it has no pages; get the whole file, or save it again")
    if not any(c.isalnum() for c in text):
        raise UnreadableError("it has no text, only images; run it through OCR first")
    unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    if unknown > _LETTERLESS * len(text):
        raise UnreadableError("its fonts do not tell which letters they draw; run it through OCR")
