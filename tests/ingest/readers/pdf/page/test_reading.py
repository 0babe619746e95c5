"""The lines of a page, from small PDF files."""

import io
from collections.abc import Callable

import pytest
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.readers.pdf.page.lines import PageLayout
from ingest.readers.pdf.page.reading import read_page

HEIGHT = A4[1]
Draw = Callable[[canvas.Canvas], None]


def drawn(draw: Draw, *, turn: int = 0) -> PageLayout:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    draw(sheet)
    sheet.setPageRotation(turn)
    sheet.showPage()
    sheet.save()
    document = PdfDocument(out.getvalue())
    try:
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


def test_a_line_and_where_it_stands() -> None:
    layout = drawn(words("Helvetica", 11, (72, 100, "The strait was quiet.")))
    assert layout.number == 1
    assert layout.height == pytest.approx(HEIGHT, abs=0.1)
    (line,) = layout.lines
    assert line.text == "The strait was quiet."
    assert line.left == pytest.approx(72, abs=1)
    assert line.baseline == pytest.approx(100, abs=1)
    assert line.right == pytest.approx(72 + 99, abs=5)
    assert line.first_word == pytest.approx(18, abs=2)
    assert line.size == 11.0
    assert not line.bold
    assert not line.is_table_row


@pytest.mark.parametrize(
    ("font", "bold"),
    [("Helvetica-Bold", True), ("Times-BoldItalic", True), ("Times-Italic", False)],
)
def test_bold(font: str, bold: bool) -> None:
    (line,) = drawn(words(font, 11, (72, 100, "Strait watch"))).lines
    assert line.bold is bold


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Fujairah          312", True),
        ("Fujairah 312", False),
        ("1.        Fujairah", False),
        ("Fujairah    312    94", False),
    ],
)
def test_a_wide_gap_makes_a_table_row(text: str, row: bool) -> None:
    (line,) = drawn(words("Helvetica", 11, (72, 100, text))).lines
    assert line.is_table_row is row


def test_lines_come_from_the_top_even_if_the_first_is_drawn_last() -> None:
    placed = [(72.0, 200.0, "One"), (72.0, 214.0, "Two"), (72.0, 60.0, "Head")]
    layout = drawn(words("Helvetica", 11, *placed))
    assert [line.text for line in layout.lines] == ["Head", "One", "Two"]


def test_a_line_that_is_drawn_late_in_the_body_stays_late() -> None:
    placed = [(72.0, 300.0, "One"), (72.0, 314.0, "Two"), (300.0, 250.0, "Column")]
    layout = drawn(words("Helvetica", 11, *placed))
    assert [line.text for line in layout.lines] == ["One", "Two", "Column"]


def test_a_page_without_letters_has_no_lines() -> None:
    assert drawn(lambda sheet: sheet.rect(10, 10, 50, 50)).lines == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_a_page_is_held_so_that_its_letters_are_upright(turn: int, direction: int) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.translate(300, 400)
        sheet.rotate(direction)
        sheet.drawString(-100, 50, "The strait was")
        sheet.drawString(-100, 36, "quiet all day.")

    layout = drawn(draw, turn=turn)
    first, second = layout.lines
    assert (first.text, second.text) == ("The strait was", "quiet all day.")
    assert second.baseline - first.baseline == pytest.approx(14, abs=0.5)
    assert first.left == pytest.approx(second.left, abs=1)
    assert 0 < first.left < first.right < layout.width


def test_a_size_in_the_text_matrix_counts() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        text = sheet.beginText()
        text.setFont("Helvetica", 1)
        text.setTextTransform(11, 0, 0, 11, 72, 700)
        text.textOut("The strait was quiet.")
        sheet.drawText(text)
        sheet.scale(2, 2)
        sheet.setFont("Helvetica", 5.5)
        sheet.drawString(36, 300, "It still is.")

    assert [line.size for line in drawn(draw).lines] == [11.0, 11.0]


def test_positions_are_counted_from_the_part_of_the_page_that_is_shown() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setCropBox((50, 100, 500, 800))
        sheet.drawString(72, 700, "The strait was quiet.")
        sheet.drawString(72, 40, "Printer's mark")

    layout = drawn(draw)
    (line,) = layout.lines
    assert (layout.width, layout.height) == pytest.approx((450, 700), abs=0.5)
    assert (line.left, line.baseline) == pytest.approx((22, 100), abs=1)
    assert layout.hidden == 2
