"""What of a PDF is named as left out."""

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest.readers import pdf
from ingest.readers.pdf import ocr
from ingest.readers.pdf.omissions import ranges
from rag.types import Omission
from tests.ingest.readers.pdf.page.sheets import Draw, file_of


def text(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, 700, "The strait was quiet.")


def blank(sheet: canvas.Canvas) -> None:
    pass


def image(width: float, height: float, also: Draw = blank) -> Draw:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawImage(ImageReader(Image.new("L", (8, 8), 200)), 0, 0, width, height)
        also(sheet)

    return draw


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: None)
    monkeypatch.setattr(ocr, "rapidocr", lambda: None)


def test_pages_without_text() -> None:
    scan = image(595, 842)
    content = pdf.read(file_of(text, blank, scan, text, scan, scan))
    assert content.omissions == (Omission("pages without text (3, 5-6)", 3),)


def test_images_among_the_text() -> None:
    content = pdf.read(file_of(image(300, 200, text), image(20, 20, text), image(595, 842, text)))
    assert content.omissions == (Omission("images", 1),)


def test_hidden_and_struck_out_words() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        text(sheet)
        sheet.drawString(72, -50, "seen by nobody")
        sheet.drawString(72, 650, "gone")
        sheet.line(72, 653, 72 + sheet.stringWidth("gone"), 653)

    content = pdf.read(file_of(draw))
    assert content.text == "The strait was quiet."
    assert content.omissions == (Omission("hidden words", 3), Omission("struck-out words", 1))


def test_nothing_left_out() -> None:
    assert pdf.read(file_of(text)).omissions == ()


@pytest.mark.parametrize(
    ("numbers", "written"), [([], ""), ([3], "3"), ([3, 4], "3-4"), ([1, 3, 4, 5, 9], "1, 3-5, 9")]
)
def test_ranges(numbers: list[int], written: str) -> None:
    assert ranges(numbers) == written
