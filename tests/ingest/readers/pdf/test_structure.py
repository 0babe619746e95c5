"""The blocks of a PDF and its boilerplate, from small files."""

import pytest
from reportlab.pdfgen import canvas

from ingest.readers import pdf
from ingest.readers.base import Content
from rag.structure import above_at
from tests.ingest.readers import make
from tests.ingest.readers.pdf.page.sheets import file_of

BOLD = "Helvetica-Bold"
PROSE = "The ministers met again in Muscat and agreed that the talks would go on in June."


def read(*pages: make.Lines) -> Content:
    content = pdf.read(make.pdf(pages))
    make.assert_well_formed(content)
    cursor = 0
    for block in content.structure.blocks:
        assert not content.text[cursor : block.start].strip()
        cursor = block.end
    assert not content.text[cursor:].strip()
    return content


def kinds(content: Content) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, content.text[b.start : b.end]) for b in content.structure.blocks]


def boilerplate(content: Content) -> list[tuple[str, str]]:
    return [(b.kind, content.text[b.start : b.end]) for b in content.structure.boilerplate]


def test_headings_have_levels_by_their_size() -> None:
    content = read(
        [("Strait watch", BOLD, 20), "", "", PROSE, "", ("Shipping", BOLD, 14), "", PROSE, "",
         ("Ports", BOLD, 11), "", PROSE, "", ("Outlook", BOLD, 14), "", PROSE]
    )  # fmt: skip
    assert [(s.title, s.level) for s in content.sections] == [
        ("Strait watch", 1), ("Shipping", 2), ("Ports", 3), ("Outlook", 2),
    ]  # fmt: skip


def test_items_have_a_lead_in_and_levels() -> None:
    content = read(
        ["They agreed on this:", "• a truce of thirty days", "• talks in June", "", PROSE]
    )
    assert [(kind, text[:3]) for kind, _, text in kinds(content)] == [
        ("paragraph", "The"), ("item", "• a"), ("item", "• t"), ("paragraph", "The"),
    ]  # fmt: skip
    structure = content.structure
    assert above_at(structure, structure.blocks[2].start) == structure.blocks[:1]


def test_numbered_items_without_full_stops() -> None:
    content = read(["They agreed on this", "1) a truce of thirty days", "2) talks in June"])
    assert [kind for kind, _, _ in kinds(content)][-1] == "item"
    assert content.text.endswith("\n\n2) talks in June")


@pytest.mark.parametrize("sign", ["•", "–", "*", "o"])
def test_an_item_s_second_line_may_begin_with_a_capital(sign: str) -> None:
    content = read([f"{sign} Envoys of the", "  Sultanate met.", f"{sign} They left."])
    assert len(content.structure.blocks) == 2


@pytest.mark.parametrize(
    "caption", ["Table 1. Calls at ports", "Figure 2: Calls", "Chart 3 – Calls", "Table 4 | Calls"]
)
def test_captions(caption: str) -> None:
    assert ("caption", 0, caption) in kinds(read([PROSE, "", caption, "", PROSE]))


def test_a_sentence_about_a_table_is_no_caption() -> None:
    assert all(k == "paragraph" for k, *_ in kinds(read([PROSE, "", "Table 1 shows the calls."])))


def test_a_contents_list() -> None:
    dots = "." * 40
    entries = [f"Shipping {dots} 3", f"Ports and carriers {dots} 12", f"Annex {dots} iv"]
    content = read([("Contents", BOLD, 16), "", *entries], [PROSE, "", PROSE])
    ((kind, text),) = boilerplate(content)
    assert kind == "contents"
    assert text.startswith("Contents")
    assert text.endswith(entries[-1])
    assert [text for k, _, text in kinds(content) if k == "paragraph"][:3] == entries


def test_a_contents_list_without_a_heading_or_dots() -> None:
    dots = ". " * 20
    content = read([f"Part {n} {dots} {n * 4}" for n in range(1, 5)], [PROSE])
    assert [kind for kind, _ in boilerplate(content)] == ["contents"]
    content = read([("Table of contents", BOLD, 16), "", "Shipping 3", "Ports 9", "", PROSE, PROSE])
    ((_, text),) = boilerplate(content)
    assert text.endswith("Ports 9")


def test_a_list_of_figures() -> None:
    dots = "." * 40
    content = read([f"Figure {n}: Calls {dots} {n * 4}" for n in range(1, 5)], [PROSE])
    assert [kind for kind, _ in boilerplate(content)] == ["list of figures"]


@pytest.mark.parametrize("title", ["Figures", "Tables", "Contents"])
def test_a_table_of_figures_is_no_list_of_them(title: str) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont(BOLD, 16)
        sheet.drawString(72, 700, title)
        sheet.setFont("Helvetica", 11)
        sheet.grid((72, 172, 272, 372), [680 - 20 * n for n in range(5)])
        for n, row in enumerate((("Quay", "Cranes", "Ships"), ("Ost", "4", "12"),
                                 ("Vest", "7", "31"), ("Nord", "9", "40"))):  # fmt: skip
            for k, cell in enumerate(row):
                sheet.drawString(75 + 100 * k, 667 - 20 * n, cell)

    content = pdf.read(file_of(draw))
    assert [kind for kind, _, _ in kinds(content)] == ["heading", "head", "row", "row", "row"]
    assert boilerplate(content) == []


def test_a_contents_list_may_be_a_table() -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.setFont(BOLD, 16)
        sheet.drawString(72, 700, "Contents")
        sheet.setFont("Helvetica", 11)
        sheet.grid((72, 132, 272, 372), [680 - 20 * n for n in range(4)])
        rows = (("1.1", "Quays", "4"), ("1.2", "Cranes", "12"), ("2", "Ships", "31"))
        for n, row in enumerate(rows):
            for left, cell in zip((75, 135, 275), row, strict=True):
                sheet.drawString(left, 667 - 20 * n, cell)

    ((kind, text),) = boilerplate(pdf.read(file_of(draw)))
    assert kind == "contents"
    assert text.endswith("| 2 | Ships | 31 |")


def test_references_end_with_their_section() -> None:
    content = read(
        [("Shipping", BOLD, 14), "", PROSE, "", ("References", BOLD, 14), "", "Holm, A. (2020), "
         "Ice in the Sound.", "", ("Annex", BOLD, 14), "", PROSE]
    )  # fmt: skip
    ((kind, text),) = boilerplate(content)
    assert kind == "references"
    assert text.startswith("References")
    assert text.endswith("Sound.")


def test_a_heading_of_a_list_is_no_contents_list() -> None:
    assert boilerplate(read([("Contents", BOLD, 16), "", PROSE, "", PROSE])) == []


def test_rows_that_end_in_numbers_are_no_contents_list() -> None:
    assert boilerplate(read([f"In {n} the port saw many calls, {n * 31}" for n in range(5)])) == []


def note(*words: str) -> list[tuple[str, str, float]]:
    return [(text, "Helvetica", 8) for text in words]


def page_with_notes(body: list[str], *notes: str) -> make.Lines:
    return [*body, *[""] * (40 - len(body)), *note(*notes)]


def test_footnotes_are_blocks_of_their_own() -> None:
    page = page_with_notes(
        [PROSE, PROSE], "1 Figure of the port.", "2 From May on, as the", "port says."
    )
    assert [(k, t) for k, _, t in kinds(read(page))] == [
        ("paragraph", f"{PROSE} {PROSE}"),
        ("note", "1 Figure of the port."),
        ("note", "2 From May on, as the port says."),
    ]


def test_a_footnote_does_not_divide_a_paragraph_that_goes_on() -> None:
    first = page_with_notes([PROSE, "", "The envoys of the four"], "1 Figure of the port.")
    content = read(first, ["states left on Friday.", "", PROSE])
    assert [(k, t[:12]) for k, _, t in kinds(content)] == [
        ("paragraph", "The minister"),
        ("note", "1 Figure of "),
        ("paragraph", "The envoys o"),
        ("paragraph", "The minister"),
    ]
    assert "The envoys of the four states left on Friday." in content.text
    assert [p.number for p in content.pages] == [1, 2]


def test_small_print_without_a_mark_is_no_note() -> None:
    page = page_with_notes([PROSE, PROSE], "Printed by the Desk in Lund.")
    assert [k for k, *_ in kinds(read(page))] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            [("Strait watch in", BOLD, 20), "", ("the month of May", BOLD, 20)],
            "Strait watch in the month of May",
        ),
        ([("Strait watch", BOLD, 20), "", ("Report 12", BOLD, 16)], "Strait watch: Report 12"),
        ([("The Desk", BOLD, 20), "", "Subject: Ships in the strait"], "Ships in the strait"),
        ([("Strait watch", BOLD, 20), "", ("4 May 2026", BOLD, 16)], "Strait watch"),
    ],
)
def test_titles(lines: make.Lines, title: str) -> None:
    content = read([*lines, "", "", PROSE, PROSE])
    assert content.title == title
    assert content.title_from == "heading"


def test_a_title_in_the_metadata_that_is_a_name_gives_way() -> None:
    page: make.Lines = [("Strait watch", BOLD, 20), "", "", PROSE, PROSE]
    assert pdf.read(make.pdf([page], title="sw-12_final")).title == "Strait watch"
    assert pdf.read(make.pdf([page], title="The strait in May")).title == "The strait in May"
    assert pdf.read(make.pdf([[PROSE]], title="sw-12_final")).title_from == "metadata"
