"""The lines of a page, from small PDF files."""

import pytest
from reportlab.pdfgen import canvas

from ingest.readers.pdf.page.letters import Letter
from ingest.readers.pdf.page.lines import line_of
from tests.ingest.readers.pdf.page.sheets import HEIGHT, Draw, drawn, raised, words


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


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("It lost 640", False), ("2", True), (" tonnes.", False)], "It lost 640[2] tonnes."),
        ([("It lost 640", False), ("2", True), ("tonnes.", False)], "It lost 640[2] tonnes."),
        ([("In 2024", False), ("12", True), (", it did.", False)], "In 2024[12], it did."),
        ([("He left.", False), ("a", True)], "He left.[a]"),
        ([("He left.", False), ("3, 4", True)], "He left.[3, 4]"),
        ([("About 10", False), ("6", True), (" grains", False)], "About 10⁶ grains"),
        ([("About 10", False), ("-3", True), (" grains", False)], "About 10⁻³ grains"),
        ([("Over 30 km", False), ("2", True), (" of sea", False)], "Over 30 km² of sea"),
        ([("The 4", False), ("th", True), (" of May", False)], "The 4th of May"),
        ([("All ports", False), ("*", True), (" were open", False)], "All ports* were open"),
        ([("1", True), (" Figure of the port.", False)], "[1] Figure of the port."),
    ],
)
def test_raised_letters(pieces: list[tuple[str, bool]], text: str) -> None:
    (line,) = drawn(raised(*pieces)).lines
    assert line.text == text
    assert line.size == 11.0


def test_a_raised_figure_apart_from_its_line_is_no_mark() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "Fujairah")
        sheet.setFont("Helvetica", 8)
        sheet.drawString(300, 703, "7")

    assert " ".join(line.text for line in drawn(draw).lines) == "Fujairah 7"


def _white(sheet: canvas.Canvas) -> None:
    sheet.setFillColorRGB(1, 1, 1)


def _invisible(sheet: canvas.Canvas, left: float = 72) -> None:
    text = sheet.beginText(left, 600)
    text.setTextRenderMode(3)
    text.textOut("said in secret")
    sheet.drawText(text)


def _white_on_white(sheet: canvas.Canvas) -> None:
    _white(sheet)
    sheet.drawString(72, 600, "said in secret")


def _covered(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, 600, "said in secret")
    sheet.rect(70, 595, 120, 16, fill=1)


def _outside(sheet: canvas.Canvas) -> None:
    sheet.drawString(72, -40, "said in secret")


def _tiny(sheet: canvas.Canvas) -> None:
    sheet.setFont("Helvetica", 0.3)
    sheet.drawString(72, 600, "said in secret")


@pytest.mark.parametrize("hide", [_invisible, _white_on_white, _covered, _outside, _tiny])
def test_what_cannot_be_seen_is_left_out_and_counted(hide: Draw) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "The strait was quiet.")
        hide(sheet)

    layout = drawn(draw)
    assert [line.text for line in layout.lines] == ["The strait was quiet."]
    assert layout.hidden == 3


def test_white_letters_on_a_dark_area_are_seen() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFillColorRGB(0, 0, 0.5)
        sheet.rect(70, 595, 200, 16, fill=1)
        _white_on_white(sheet)

    layout = drawn(draw)
    assert [line.text for line in layout.lines] == ["said in secret"]
    assert layout.hidden == 0


def test_invisible_letters_over_a_scan_are_its_text() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawImage(ImageReader(Image.new("L", (8, 8), 200)), 0, 0, 595, 842)
        _invisible(sheet)

    assert [line.text for line in drawn(draw).lines] == ["said in secret"]


@pytest.mark.parametrize(
    ("at", "text", "struck"),
    [
        (3, "It lost 40 ships.", 1),
        (-2, "It lost 400 40 ships.", 0),
        (9, "It lost 400 40 ships.", 0),
    ],
    ids=["through", "under", "over"],
)
def test_words_that_a_line_is_drawn_through(at: float, text: str, struck: int) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "It lost 400 40 ships.")
        left = 72 + sheet.stringWidth("It lost ")
        sheet.line(left, 700 + at, left + sheet.stringWidth("400"), 700 + at)

    layout = drawn(draw)
    assert [line.text for line in layout.lines] == [text]
    assert layout.struck == struck


def test_a_table_s_line_strikes_nothing_out() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "It lost 400 ships.")
        sheet.line(40, 703, 560, 703)

    assert [line.text for line in drawn(draw).lines] == ["It lost 400 ships."]


def test_headings_in_the_margin_stand_before_their_text() -> None:
    body = [(180.0, 100.0 + 14 * n, f"The text of the page goes on in line {n}.") for n in range(9)]
    margin = [(40.0, 100.0, "Shipping"), (40.0, 142.0, "Ports and"), (40.0, 156.0, "carriers")]
    layout = drawn(words("Helvetica", 11, *body, *margin))
    texts = [line.text for line in layout.lines]
    assert texts[0] == "Shipping"
    assert texts[4:6] == ["Ports and", "carriers"]
    assert texts[6].endswith("line 3.")


def test_a_title_that_is_drawn_last_comes_first() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 500, "The strait was quiet on all the days of the week.")
        sheet.setFont("Helvetica", 20)
        sheet.drawString(72, 600, "Strait watch")

    assert drawn(draw).lines[0].text == "Strait watch"


def test_accents_and_their_letters_are_one() -> None:
    letters = [
        Letter(c, 10.0 * n, 10.0 * n + 9, 100.0, 10.0, False) for n, c in enumerate("Cafe\u0301")
    ]
    line = line_of(letters)
    assert line is not None
    assert line.text == "Café"
