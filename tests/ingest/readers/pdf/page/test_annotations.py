"""Values of form fields, and notes on a page."""

import pytest
from reportlab.pdfgen import canvas

from ingest.readers import pdf
from rag.types import Omission
from tests.ingest.readers.pdf.page.sheets import Draw, drawn, file_of


def field(kind: str, left: float, low: float, **options: object) -> Draw:
    def draw(sheet: canvas.Canvas) -> None:
        getattr(sheet.acroForm, kind)(name=f"f{left}{low}", x=left, y=low, **options)

    return draw


def labelled(label: str, draw: Draw) -> list[str]:
    def both(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, label)
        draw(sheet)
        sheet.drawString(72, 600, "That is all.")

    return [line.text for line in drawn(both).lines]


@pytest.mark.parametrize(
    ("draw", "line"),
    [
        (field("textfield", 150, 694, value="Ana Holm", width=120, height=20), "Name: Ana Holm"),
        (
            field("choice", 150, 694, value="Lund", options=["Lund", "Malmo"], width=90, height=20),
            "Name: Lund",
        ),
        (field("checkbox", 150, 696, checked=True, size=14), "Name: ☒"),
        (field("checkbox", 150, 696, checked=False, size=14), "Name: ☐"),
        (field("checkbox", 50, 696, checked=True, size=14), "☒ Name:"),
    ],
)
def test_a_value_stands_in_the_line_of_its_label(draw: Draw, line: str) -> None:
    assert labelled("Name:", draw) == [line, "That is all."]


def test_a_value_without_a_label_beside_it_has_a_line_of_its_own() -> None:
    draw = field("textfield", 72, 640, value="It rained.", width=300, height=20)
    assert labelled("What happened:", draw) == ["What happened:", "It rained.", "That is all."]


def test_a_password_is_left_out() -> None:
    draw = field("textfield", 150, 694, value="hush", fieldFlags="password", width=90, height=20)
    assert labelled("Name:", draw) == ["Name:", "That is all."]


def test_a_form_s_values_are_in_the_text() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "Port:")
        sheet.acroForm.textfield(name="port", value="Lund", x=150, y=694, width=90, height=20)

    assert pdf.read(file_of(draw)).text == "Port: Lund"


def test_comments_are_counted() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(72, 700, "The strait was quiet.")
        sheet.textAnnotation("Was it?", Rect=(300, 690, 320, 710))

    assert pdf.read(file_of(draw)).omissions == (Omission("comments", 1),)
