"""PowerPoint presentations: slides, lists, tables and notes."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from ingest.readers.base import Content
from ingest.readers.office import pptx
from rag.errors import UnreadableError
from rag.structure import above_at, at
from rag.types import Omission
from tests.ingest.readers.make import assert_well_formed

TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6
RAISED, STRUCK = "baseline='30000'", "strike='sngStrike'"
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def saved(*build: Callable[[Any], None], title: str = "") -> bytes:
    """A presentation that these functions add their slides to."""
    presentation = Presentation()
    presentation.core_properties.title = title
    for add in build:
        add(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def read(*build: Callable[[Any], None], title: str = "") -> Content:
    content = pptx.read(saved(*build, title=title))
    assert_well_formed(content)
    return content


def new_slide(presentation: Any, title: str = "", layout: int = TITLE_ONLY) -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def box(slide: Any, words: str, left: float = 1, top: float = 2) -> Any:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1))
    shape.text_frame.text = words
    return shape.text_frame


def markup(frame: Any, paragraphs: str) -> None:
    """Give a text frame other paragraphs."""
    body = frame._txBody
    for paragraph in list(body)[2:]:
        body.remove(paragraph)
    body.extend(etree.fromstring(f"<a:x {DRAWING}>{paragraphs}</a:x>"))


def r(words: str, look: str = "") -> str:
    return f"<a:r><a:rPr {look}/><a:t>{words}</a:t></a:r>"


def p(runs: str, properties: str = "") -> str:
    return f"<a:p><a:pPr>{properties}</a:pPr>{runs}</a:p>"


def auto(kind: str) -> str:
    return f"<a:buAutoNum type='{kind}'/>"


def kinds(content: Content) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, content.text[b.start : b.end]) for b in content.structure.blocks]


def gates(presentation: Any) -> None:
    slide = new_slide(presentation, "Gates", TITLE_AND_BODY)
    frame = slide.placeholders[1].text_frame
    frame.text = "Shut until June"
    for words, level in (("Lund Gate", 1), ("Falk Gate", 1), ("Open at night", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
    slide.notes_slide.notes_text_frame.text = "The minister asked for this slide."


def calls(presentation: Any) -> None:
    slide = new_slide(presentation, "Calls")
    shape = slide.shapes.add_table(3, 2, Inches(1), Inches(2), Inches(4), Inches(2))
    rows = (("Port", "Master"), ("Varna", "Ilic"), ("Ruse", "Petrov"))
    for row, cells in zip(shape.table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words


def test_slides_are_pages_and_sections_with_lists_tables_and_notes() -> None:
    content = read(gates, calls)
    assert content.text == (
        "Gates\n\n- Shut until June\n  - Lund Gate\n  - Falk Gate\n- Open at night\n\n"
        "The minister asked for this slide.\n\nCalls\n\n| Port | Master |\n| Varna | Ilic |\n"
        "| Ruse | Petrov |"
    )
    assert [s.title for s in content.sections] == ["Gates", "Calls"]
    assert [(p.number, content.text[p.start :][:5]) for p in content.pages] == [
        (1, "Gates"),
        (2, "Calls"),
    ]
    assert (content.title, content.title_from) == ("Gates", "heading")


def test_a_cell_an_item_and_a_note_stand_where_they_belong() -> None:
    content = read(gates, calls)
    structure = content.structure
    row = at(structure.blocks, content.text.index("Ruse"))
    item = at(structure.blocks, content.text.index("Falk Gate"))
    assert row is not None
    assert item is not None
    assert [content.text[h.start : h.end] for h in above_at(structure, row.start)] == [
        "| Port | Master |"
    ]
    (above,) = above_at(structure, item.start)
    assert content.text[above.start : above.end] == "- Shut until June"
    note = content.text.index("The minister")
    assert content.sections[0].start <= note < content.sections[0].end
    assert content.pages[0].start <= note < content.pages[0].end


def test_a_slide_without_a_title_begins_a_section_of_its_own() -> None:
    content = read(gates, lambda p: box(new_slide(p, layout=BLANK), "Only a map."))
    assert [(s.title, s.level) for s in content.sections] == [("Gates", 1), ("", 0)]
    assert content.text[content.sections[1].start :] == "Only a map."


def test_shapes_are_read_from_the_top_down_and_from_the_left() -> None:
    def build(presentation: Any) -> None:
        slide = new_slide(presentation, "Ports")
        box(slide, "Below.", top=5)
        box(slide, "Right.", left=5, top=2)
        box(slide, "Left.", left=1, top=2.05)
        group = slide.shapes.add_group_shape()
        inner = group.shapes.add_textbox(Inches(1), Inches(6.5), Inches(1), Inches(1))
        inner.text_frame.text = "In a group."

    assert read(build).text == "Ports\n\nLeft.\n\nRight.\n\nBelow.\n\nIn a group."


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        (p(r("Killed: 52") + r("1", RAISED)), "Killed: 52[1]"),
        (p(r("10") + r("6", RAISED)), "10⁶"),
        (p(r("H") + r("2", "baseline='-25000'")), "H2"),
        (p(r("now 315") + r(" 240", STRUCK)), "now 315"),
        (p(r("a") + "<a:br/>" + r("b")), "a\nb"),
        (p(r("Slide ") + "<a:fld id='{0}' type='slidenum'><a:t>4</a:t></a:fld>"), "Slide"),
        (p(r("a"), auto("arabicPeriod")) + p(r("b"), auto("arabicPeriod")), "1. a\n2. b"),
        (p(r("a"), auto("alphaLcParenBoth' startAt='3")), "(c) a"),
        (p(r("a"), auto("romanUcParenR")), "I) a"),
        ("<a:p><a:pPr lvl='1'><a:buChar char='•'/></a:pPr>" + r("a") + "</a:p>", "  - a"),
    ],
)
def test_the_words_of_a_text_box(paragraphs: str, shown: str) -> None:
    content = read(lambda p: markup(box(new_slide(p, "Ports"), "x"), paragraphs))
    assert content.text == f"Ports\n\n{shown}"


def test_what_is_left_out_is_counted() -> None:
    def build(presentation: Any) -> None:
        slide = new_slide(presentation, "Ports")
        markup(box(slide, "x"), p(r("old fee", STRUCK)))
        hidden = new_slide(presentation, "Hidden")
        hidden._element.set("show", "0")

    content = read(build)
    assert content.text == "Ports"
    assert content.omissions == (Omission("struck-out words", 2), Omission("hidden slides", 1))


def test_the_title_in_the_properties_comes_first() -> None:
    content = read(gates, title="Gates of the canal")
    assert (content.title, content.title_from) == ("Gates of the canal", "metadata")
    assert read(gates, title="PowerPoint Presentation").title == "Gates"


def test_merged_cells() -> None:
    def build(presentation: Any) -> None:
        slide = new_slide(presentation, "Calls")
        table = slide.shapes.add_table(4, 3, 0, 0, Inches(4), Inches(2)).table
        rows = (
            ("Region", "Calls", ""),
            ("North", "Varna", "12"),
            ("", "Ruse", "7"),
            ("South", "", ""),
        )
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(3, 2))

    assert kinds(read(build))[1:] == [
        ("head", 0, "| Region | Calls | Calls |"),
        ("row", 0, "| North | Varna | 12 |"),
        ("row", 0, "| North | Ruse | 7 |"),
        ("row", 0, "| South |  |  |"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a PowerPoint presentation, or is cut off"),
        (saved(gates)[:9_000], "cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or in PowerPoint's old"),
    ],
)
def test_other_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        pptx.read(data)


def test_a_word_document_is_no_presentation() -> None:
    from tests.ingest.readers import make

    with pytest.raises(UnreadableError, match="not a PowerPoint presentation, or is damaged"):
        pptx.read(make.docx())
