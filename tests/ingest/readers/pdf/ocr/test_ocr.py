"""Scanned pages, read by RapidOCR and by a program that answers as Tesseract does."""

import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from ingest.readers import pdf
from ingest.readers.pdf import ocr
from ingest.readers.sandbox.deadline import ending_in
from rag.types import Omission
from tests.ingest.readers.pdf.page.sheets import Draw, file_of

pytestmark = pytest.mark.process

LINES = ("The strait was quiet on Tuesday.", "Traffic fell by 12 percent.")
HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
WORDS = """5 1 1 1 1 1 100 200 60 20 96.5 Traffic
5 1 1 1 1 2 170 200 40 20 90.5 fell.
5 1 2 1 1 1 100 600 60 20 12 ~~
4 1 2 1 1 0 100 600 60 20 -1 """


def scan(draw: Draw) -> Draw:
    """Draws a page as an image of what another drawing makes."""
    document = PdfDocument(file_of(draw))
    image = document[0].render(scale=2).to_pil()
    document.close()
    return lambda sheet: sheet.drawImage(ImageReader(image), 0, 0, 595, 842)


def text(sheet: canvas.Canvas) -> None:
    for n, line in enumerate(LINES):
        sheet.setFont("Helvetica", 14)
        sheet.drawString(72, 700 - 40 * n, line)


@pytest.fixture
def without_rapidocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "rapidocr", lambda: None)


@pytest.fixture
def tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without_rapidocr: None
) -> Callable[[str], None]:
    """Puts a program of that name on the path, which prints a table or fails."""

    def install(script: str) -> None:
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\ncat > {tmp_path}/image\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    return install


def table() -> str:
    lines = [HEAD, *WORDS.splitlines()]
    return "cat <<'END'\n" + "\n".join(line.replace(" ", "\t") for line in lines) + "\nEND"


def test_a_package_that_lacks_a_library_of_the_system_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ImportError(f"libGL.so.1: cannot open shared object file ({name})")

    module = import_module("ingest.readers.pdf.ocr.rapidocr")
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    monkeypatch.setattr(module, "import_module", missing)
    assert module.rapidocr() is None


def test_a_scanned_page_is_read_and_marked() -> None:
    pytest.importorskip("rapidocr_onnxruntime", exc_type=ImportError)
    content = pdf.read(file_of(text, scan(text)))
    first, second = content.pages
    assert first.ocr is None
    assert second.ocr is not None
    assert 0.8 < second.ocr <= 1
    assert content.text[second.start : second.end] == "\n\n".join(LINES)
    assert content.omissions == ()


def test_tesseract_is_used_where_it_is(tesseract: Callable[[str], None], tmp_path: Path) -> None:
    tesseract(table())
    content = pdf.read(file_of(scan(text)))
    assert content.text == "Traffic fell."
    assert content.pages[0].ocr == pytest.approx(0.939, abs=0.01)
    with Image.open(io.BytesIO((tmp_path / "image").read_bytes())) as image:
        assert image.mode == "L"
        assert max(image.size) == 2000


def test_a_page_on_which_it_fails_is_one_without_text(tesseract: Callable[[str], None]) -> None:
    tesseract("exit 1")
    content = pdf.read(file_of(text, scan(text)))
    assert content.omissions == (Omission("pages without text (2)", 1),)


def test_pages_that_there_is_no_time_for_are_named(tesseract: Callable[[str], None]) -> None:
    tesseract(table())
    data = file_of(text, scan(text), scan(text))
    with ending_in(5):
        content = pdf.read(data)
    assert content.omissions == (Omission("pages without text (2-3)", 2),)
    with ending_in(600):
        assert len(pdf.read(data).pages) == 3


def test_without_an_engine_the_pages_are_named(
    monkeypatch: pytest.MonkeyPatch, without_rapidocr: None
) -> None:
    monkeypatch.setenv("PATH", "")
    content = pdf.read(file_of(text, scan(text)))
    assert content.omissions == (Omission("pages without text (2)", 1),)
