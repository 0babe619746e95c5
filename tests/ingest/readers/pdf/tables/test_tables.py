"""Tables, ruled and not, from small PDF files."""

import pytest
from reportlab.pdfgen import canvas

from ingest.readers import pdf
from ingest.readers.base import Content
from rag.structure import heads
from tests.ingest.readers import make
from tests.ingest.readers.pdf.page.sheets import Draw, file_of

TOP = 700
PORTS = [["Port", "Calls", "Change"], ["Lund", "312", "4 %"], ["Malmo", "1,204", "-11 %"]]
Table = list[list[str]]


def rows_of(content: Content) -> tuple[Table, Table]:
    """The cells of the head rows, and of the others."""
    found: tuple[Table, Table] = ([], [])
    for block in content.structure.blocks:
        if block.kind in {"head", "row"}:
            cells = [content.text[start:end] for start, end in block.cells]
            assert content.text[block.start : block.end] == f"| {' | '.join(cells)} |"
            found[block.kind == "row"].append(cells)
    return found


def read(*draws: Draw) -> Content:
    content = pdf.read(file_of(*draws))
    make.assert_well_formed(content)
    return content


def placed(table: Table, lefts: tuple[float, ...], step: float = 16, top: float = TOP) -> Draw:
    """Draws the cells of a table, row by row."""

    def draw(sheet: canvas.Canvas) -> None:
        for n, row in enumerate(table):
            for left, cell in zip(lefts, row, strict=False):
                sheet.drawString(left, top - step * n, cell)

    return draw


def ruled(
    table: Table, edges: tuple[float, ...], step: float = 20, by_column: bool = False
) -> Draw:
    """Draws a table with lines around all cells."""

    def draw(sheet: canvas.Canvas) -> None:
        ys = [TOP - step * n for n in range(len(table) + 1)]
        sheet.grid(edges, ys)
        cells = [(n, k) for n in range(len(table)) for k in range(len(edges) - 1)]
        for n, k in sorted(cells, key=lambda cell: cell[::-1] if by_column else cell):
            for line, words in enumerate(table[n][k].split("\n")):
                sheet.drawString(edges[k] + 3, ys[n] - 13 - 11 * line, words)

    return draw


@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("edges", [(60, 160, 260, 360), (60, 100, 140, 180)])
def test_a_ruled_table(edges: tuple[float, ...], by_column: bool) -> None:
    content = read(ruled(PORTS, edges, by_column=by_column))
    assert rows_of(content) == (PORTS[:1], PORTS[1:])


def test_a_row_finds_its_heads() -> None:
    structure = read(ruled(PORTS, (60, 160, 260, 360))).structure
    assert heads(structure, structure.blocks[-1]) == structure.blocks[:1]


def test_a_cell_of_two_lines() -> None:
    table = [["Port", "Calls in\nthe month"], ["Lund", "312"], ["Malmo", "94"]]
    content = read(ruled(table, (60, 160, 260), step=30))
    assert rows_of(content) == (
        [["Port", "Calls in the month"]],
        [["Lund", "312"], ["Malmo", "94"]],
    )


def test_a_cell_over_two_rows_and_one_over_two_columns() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.grid((60, 160), (700, 660, 640))
        sheet.grid((160, 240, 320), (680, 660, 640))
        sheet.lines([(160, 700, 320, 700), (320, 700, 320, 680)])
        for left, low, text in (
            (70, 672, "Port"), (200, 687, "Calls"), (165, 667, "May"), (245, 667, "June"),
            (65, 647, "Lund"), (165, 647, "312"), (245, 647, "298"),
        ):  # fmt: skip
            sheet.drawString(left, low, text)

    heads, rows = rows_of(read(draw))
    assert rows == [["Lund", "312", "298"]]
    assert heads == [["Port", "Calls", ""], ["", "May", "June"]]


def test_rows_that_only_columns_divide() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.grid((60, 160, 260, 360), (TOP + 15, TOP - 3, TOP - 70))
        placed([*PORTS, ["Ystad", "17", "0 %"], ["Kiel", "950", "2 %"]], (65, 165, 265), step=15)(
            sheet
        )

    assert rows_of(read(draw))[1] == [*PORTS[1:], ["Ystad", "17", "0 %"], ["Kiel", "950", "2 %"]]


@pytest.mark.parametrize("lefts", [(60, 200, 300), (60, 140, 190)])
def test_a_table_without_lines(lefts: tuple[float, ...]) -> None:
    table = [*PORTS, ["Ystad", "17", "0 %"]]
    assert rows_of(read(placed(table, lefts))) == (table[:1], table[1:])


def test_signs_belong_to_their_figures() -> None:
    table = [
        ["Sales", "$", "312", "$", "298"],
        ["Costs", "", "94", "", "100"],
        ["Net", "$", "218", "$", "198"],
    ]
    rows = rows_of(read(placed(table, (60, 200, 230, 300, 330))))[1]
    assert rows == [["Sales", "$ 312", "$ 298"], ["Costs", "94", "100"], ["Net", "$ 218", "$ 198"]]


def test_labels_of_groups_and_labels_of_two_lines() -> None:
    table = [
        ["", "2024", "2025"], ["Ports:"], ["Lund", "312", "298"],
        ["Calls at all other harbours, those"], ["of islands included", "94", "100"],
    ]  # fmt: skip
    heads, rows = rows_of(read(placed(table, (60, 300, 400))))
    assert heads == [["", "2024", "2025"]]
    assert rows[0] == ["Ports:", "", ""]
    assert rows[2] == ["Calls at all other harbours, those of islands included", "94", "100"]


def test_heads_in_several_lines_above_the_columns() -> None:
    table = [
        ["", "Calls", "Change"],
        ["", "in May", "on April"],
        ["Lund", "312", "4"],
        ["Kiel", "94", "7"],
    ]
    heads, rows = rows_of(read(placed(table, (60, 200, 300))))
    assert heads == table[:2]
    assert rows == table[2:]


def test_a_table_that_goes_on_on_the_next_page() -> None:
    first = placed(PORTS, (60, 200, 300), top=90)
    second = placed([["Ystad", "17", "0 %"], ["Kiel", "950", "2 %"]], (60, 200, 300), top=780)
    content = read(first, second)
    structure = content.structure
    assert rows_of(content)[1][-1] == ["Kiel", "950", "2 %"]
    assert [b.kind for b in structure.blocks] == ["head", "row", "row", "row", "row"]
    assert heads(structure, structure.blocks[-1]) == structure.blocks[:1]


def test_two_tables_side_by_side_are_one() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        ruled([["Port", "Calls"], ["Lund", "312"], ["Kiel", "94"]], (60, 130, 200))(sheet)
        ruled([["Tons", "Crew"], ["8", "77"], ["9", "55"]], (230, 300, 370))(sheet)

    assert rows_of(read(draw))[1] == [["Lund", "312", "8", "77"], ["Kiel", "94", "9", "55"]]


PROSE = (
    "The harbour master said that the gate",
    "would be closed for another week, and",
    "that the tugs were needed elsewhere.",
)


@pytest.mark.parametrize("boxed", [False, True])
def test_prose_is_no_table(boxed: bool) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        placed([[line] for line in PROSE], (60,), step=13)(sheet)
        if boxed:
            sheet.rect(50, TOP - 40, 300, 60)

    content = read(draw)
    assert content.text == " ".join(PROSE)
    assert [block.kind for block in content.structure.blocks] == ["paragraph"]


def test_prose_over_shaded_areas_is_no_table() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFillColorRGB(0.9, 0.9, 0.4)
        for n in range(3):
            sheet.rect(60, TOP - 3 - 13 * n, 80, 12, fill=1, stroke=0)
            sheet.rect(140, TOP - 3 - 13 * n, 150, 12, fill=1, stroke=0)
        sheet.setFillColorRGB(0, 0, 0)
        placed([[line] for line in PROSE], (60,), step=13)(sheet)

    assert read(draw).text == " ".join(PROSE)


def test_the_lines_of_a_diagram_are_no_table() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.grid([100 + 20 * n for n in range(12)], [400 + 20 * n for n in range(12)])
        sheet.drawString(60, 405, "0")
        sheet.drawString(60, 605, "10")
        sheet.drawString(150, 380, "Calls by month")

    assert rows_of(read(draw)) == ([], [])
