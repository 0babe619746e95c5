"""Pages that tests draw, and what is read of them."""

import io
from collections.abc import Callable

from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.readers.pdf.page.lines import PageLayout
from ingest.readers.pdf.page.reading import read_page

HEIGHT = A4[1]
Draw = Callable[[canvas.Canvas], None]


def file_of(*draws: Draw, turn: int = 0) -> bytes:
    """A PDF file of a page for each."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for draw in draws:
        sheet.setFont("Helvetica", 11)
        draw(sheet)
        sheet.setPageRotation(turn)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def drawn(draw: Draw, *, turn: int = 0) -> PageLayout:
    """What is read of a page that is drawn."""
    document = PdfDocument(file_of(draw, turn=turn))
    try:
        document.init_forms()
        return read_page(document, 0)
    finally:
        document.close()


def words(font: str, size: float, *placed: tuple[float, float, str]) -> Draw:
    """Draws words at the given distances from the left and top edges."""

    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont(font, size)
        for left, down, text in placed:
            sheet.drawString(left, HEIGHT - down, text)

    return draw


def raised(*pieces: tuple[str, bool]) -> Draw:
    """Draws a line of pieces, those that are True small and raised."""

    def draw(sheet: canvas.Canvas) -> None:
        text = sheet.beginText(72, 700)
        for piece, up in pieces:
            text.setFont("Helvetica", 7 if up else 11)
            text.setRise(4 if up else 0)
            text.textOut(piece)
        sheet.drawText(text)

    return draw
