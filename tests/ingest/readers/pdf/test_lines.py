"""The lines of a page, from small PDF files."""

import io
from collections.abc import Callable

import pytest
from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.readers.pdf.lines import PageLayout, read_page

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


@pytest.mark.parametrize(
    ("turn", "left", "baseline"),
    [(90, 200, 72), (180, 595.3 - 72, 200), (270, 595.3 - 200, 841.9 - 72)],
)
def test_on_a_turned_page_positions_are_those_that_are_shown(
    turn: int, left: float, baseline: float
) -> None:
    layout = drawn(words("Helvetica", 11, (72, HEIGHT - 200, "Quiet.")), turn=turn)
    (line,) = layout.lines
    assert line.baseline == pytest.approx(baseline, abs=1)
    assert line.left == pytest.approx(left, abs=1)
    assert layout.height == pytest.approx(841.9, abs=0.1)  # ReportLab turns the sheet with the page
