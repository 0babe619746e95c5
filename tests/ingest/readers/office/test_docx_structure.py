"""Headings, lists, tables, notes and contents of Word documents."""

import pytest

from ingest.readers.base import Content
from ingest.readers.office import docx
from rag.structure import above_at, at
from tests.ingest.readers.make import assert_well_formed
from tests.ingest.readers.office import word
from tests.ingest.readers.office.word import field, level, numbered, paragraph, run, table

BOLD = "<w:b/>"


def read(*body: str, **parts: str) -> Content:
    content = docx.read(word.document(*body, parts=dict(parts)))
    assert_well_formed(content)
    return content


def blocks_of(content: Content) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, content.text[b.start : b.end]) for b in content.structure.blocks]


def words_at(content: Content, words: str) -> tuple[str, ...]:
    """What the block with these words stands under: the heads of a row, the lead-in of an item."""
    block = at(content.structure.blocks, content.text.index(words))
    assert block is not None
    found = above_at(content.structure, block.start)
    return tuple(content.text[b.start : b.end] for b in found)


@pytest.mark.parametrize(
    ("levels", "items", "lines"),
    [
        ([level(0, "decimal", "%1.")], [("Gas", 0), ("Oil", 0)], ["1. Gas", "2. Oil"]),
        ([level(0, "lowerLetter", "(%1)")], [("Gas", 0), ("Oil", 0)], ["(a) Gas", "(b) Oil"]),
        ([level(0, "upperRoman", "%1.")], [("x", 0)] * 4, ["I. x", "II. x", "III. x", "IV. x"]),
        ([level(0, "bullet", "")], [("Gas", 0)], ["- Gas"]),
        (
            [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")],
            [("a", 0), ("b", 1), ("c", 1), ("d", 0), ("e", 1)],
            ["1. a", "  1.1 b", "  1.2 c", "2. d", "  2.1 e"],
        ),
        (
            [
                level(0, "decimal", "%1."),
                level(1, "lowerRoman", "%2)", "<w:lvlRestart w:val='0'/>"),
            ],
            [("a", 0), ("b", 1), ("c", 0), ("d", 1)],
            ["1. a", "  i) b", "2. c", "  ii) d"],
        ),
        (
            [level(0, "upperLetter", "Part %1"), level(1, "decimal", "%1.%2", "<w:isLgl/>")],
            [("a", 0), ("b", 1)],
            ["Part A a", "  1.1 b"],
        ),
        ([level(0, "decimalZero", "%1")], [("a", 0)], ["01 a"]),
        ([level(0, "ordinal", "%1")], [("a", 0), ("b", 0)], ["1st a", "2nd b"]),
    ],
)
def test_automatic_numbers(
    levels: list[str], items: list[tuple[str, int]], lines: list[str]
) -> None:
    body = [numbered(words, level=depth) for words, depth in items]
    content = read(*body, numbering=word.numbering(*levels))
    assert content.text == "\n".join(lines)
    assert [b.level for b in content.structure.blocks] == [depth + 1 for _, depth in items]


def test_a_list_that_begins_anew() -> None:
    again = (
        "<w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>"
        "<w:startOverride w:val='5'/></w:lvlOverride></w:num>"
    )
    body = [numbered("a"), numbered("b"), numbered("c", 2), numbered("d", 2)]
    content = read(*body, numbering=word.numbering(level(0, "decimal", "%1."), more=again))
    assert content.text == "1. a\n2. b\n5. c\n6. d"


def test_numbered_headings() -> None:
    content = read(
        numbered("Ports", style="Heading1"),
        paragraph("Words."),
        numbered("Berths", level=1, style="Heading2"),
        paragraph("More words."),
        numbering=word.numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")),
    )
    assert [(s.title, s.level) for s in content.sections] == [("1 Ports", 1), ("1.1 Berths", 2)]


def test_headings_by_outline_level_and_by_a_style_based_on_one() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Kapitel'><w:name w:val='Kapitel'/>"
        "<w:basedOn w:val='Heading2'/></w:style>"
    )
    content = read(
        paragraph("Tides", properties="<w:outlineLvl w:val='2'/>"),
        paragraph("Words."),
        paragraph("Winds", style="Kapitel"),
        paragraph("Words."),
        paragraph("No heading", style="Heading1", properties="<w:outlineLvl w:val='9'/>"),
        styles=styles,
    )
    assert [(s.title, s.level) for s in content.sections] == [("Tides", 3), ("Winds", 2)]


def test_an_item_stands_under_its_lead_in() -> None:
    content = read(
        paragraph("These gates are shut:"),
        paragraph("Lund Gate", style="ListBullet"),
        paragraph("Its lower lock", style="ListBullet2"),
        paragraph("Falk Gate", style="ListBullet"),
    )
    assert words_at(content, "Falk Gate") == ("These gates are shut:",)
    assert words_at(content, "Its lower lock") == ("These gates are shut:", "- Lund Gate")


@pytest.mark.parametrize(
    "shape",
    [
        table(["Port", "Master"], ["Varna", "Ilic"], ["Ruse", "Petrov"], head=1),
        table([paragraph(run("Port", BOLD)), paragraph(run("Master", BOLD))], ["Varna", "Ilic"],
              ["Ruse", "Petrov"]),
        table(["Port", "Master"], ["Varna", "Ilic"],
              properties="<w:tblStyle w:val='LightShading'/><w:tblLook w:val='04A0'/>"),
        table(["Port", "Master"], ["Varna", "12"], ["Ruse", "7 %"]),
    ],
)  # fmt: skip
def test_a_row_stands_under_its_head(shape: str) -> None:
    content = read(paragraph("Masters:"), shape)
    assert words_at(content, "Varna") == ("| Port | Master |",)


@pytest.mark.parametrize(
    "shape",
    [
        table(["From", "Ada Moor"], ["To", "Desk"], ["Subject", "Locks"]),
        table(["12", "14"], ["15", "16"]),
        table(["Opened", "4 May 2026"], ["Closed", "5 May 2026"]),
    ],
)
def test_a_table_without_a_head(shape: str) -> None:
    content = read(shape)
    assert {b.kind for b in content.structure.blocks} == {"row"}


def test_merged_cells() -> None:
    def cell(words: str, properties: str) -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"

    merged = table(
        [cell("Calls by port", "<w:gridSpan w:val='3'/>")],
        ["Region", cell("Calls", "<w:gridSpan w:val='2'/>")],
        [cell("North", "<w:vMerge w:val='restart'/>"), "Varna", "12"],
        [cell("", "<w:vMerge/>"), "Ruse", "7"],
        [cell("South", "<w:gridSpan w:val='3'/>")],
        head=2,
    )
    content = read(merged)
    assert blocks_of(content) == [
        ("caption", 0, "Calls by port"),
        ("head", 0, "| Region | Calls | Calls |"),
        ("row", 0, "| North | Varna | 12 |"),
        ("row", 0, "| North | Ruse | 7 |"),
        ("row", 0, "| South |  |  |"),
    ]


def test_tables_within_cells() -> None:
    inner = table(["a", "b"], ["c", "d"])
    assert read(table([f"<w:tc>{inner}{paragraph('')}</w:tc>"])).text == "| a | b |\n| c | d |"
    outer = table(["Lock", "Times"], ["Kell", f"<w:tc>{inner}</w:tc>"], head=1)
    assert words_at(read(outer), "Kell") == ("| Lock | Times |",)
    assert read(outer).text.endswith("| Kell | a, b; c, d; |")


def test_a_table_that_only_places_text_is_read_as_text() -> None:
    page = f"<w:tc>{paragraph('Ports', style='Heading1')}{paragraph('Words.')}</w:tc>"
    content = read(table([page, "Beside."]))
    assert content.text == "Ports\n\nWords.\n\nBeside."
    assert [s.title for s in content.sections] == ["Ports"]


def test_deleted_rows_are_left_out() -> None:
    deleted = (
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    )
    shape = table(["Port", "Calls"], ["Varna", "12"]).replace("</w:tbl>", deleted + "</w:tbl>")
    content = read(shape)
    assert content.text == "| Port | Calls |\n| Varna | 12 |"
    assert [(o.what, o.count) for o in content.omissions] == [("deleted table rows", 1)]


def test_notes_stand_at_the_end_of_their_section() -> None:
    content = read(
        paragraph("Sale", style="Heading1"),
        paragraph("The dock was sold", word.refer("footnote", 2), " for 52",
                  word.refer("footnote", 1), "."),
        table(["a", paragraph("b", word.refer("footnote", 3))]),
        paragraph("The cabinet agreed", word.refer("endnote", 1), "."),
        paragraph("Next", word.refer("footnote", 4), style="Heading1"),
        paragraph("Words."),
        footnotes=word.notes("footnote", "In millions.", "To Halden.", "Both.", "Again."),
        endnotes=word.notes("endnote", "Not all of it."),
    )  # fmt: skip
    assert blocks_of(content) == [
        ("heading", 1, "Sale"),
        ("paragraph", 0, "The dock was sold[1] for 52[2]."),
        ("row", 0, "| a | b[3] |"),
        ("paragraph", 0, "The cabinet agreed[i]."),
        ("note", 0, "[1] To Halden."),
        ("note", 0, "[2] In millions."),
        ("note", 0, "[3] Both."),
        ("heading", 1, "Next[4]"),
        ("paragraph", 0, "Words."),
        ("note", 0, "[4] Again."),
        ("note", 0, "[i] Not all of it."),
    ]


def test_notes_are_numbered_as_the_settings_say() -> None:
    settings = (
        f"<w:settings {word.NAMESPACES}><w:endnotePr><w:numFmt w:val='decimal'/></w:endnotePr>"
        "</w:settings>"
    )
    content = read(
        paragraph("Agreed", word.refer("endnote", 1)),
        endnotes=word.notes("endnote", "Not all."),
        settings=settings,
    )
    assert content.text == "Agreed[1]\n\n[1] Not all."


def test_captions() -> None:
    content = read(paragraph("Table 1: Calls", style="Caption"), paragraph("Words."))
    assert blocks_of(content)[0] == ("caption", 0, "Table 1: Calls")


@pytest.mark.parametrize(
    ("contents", "kind"),
    [
        (paragraph("Ports 3", style="TOC1") + paragraph("Tides 5", style="TOC2"), "contents"),
        (paragraph(field(' TOC \\o "1-3" ', run("Ports 3"))), "contents"),
        (
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
            "</w:docPartObj></w:sdtPr><w:sdtContent>" + paragraph("Contents", style="Heading1")
            + paragraph("Ports 3") + "</w:sdtContent></w:sdt>",
            "contents",
        ),
        (paragraph(field(' TOC \\h \\c "Figure" ', run("Figure 1 Gates 4"))), "list of figures"),
        (paragraph(field(" BIBLIOGRAPHY ", run("Moor, A., Locks, 2020."))), "references"),
    ],
)  # fmt: skip
def test_contents_are_boilerplate(contents: str, kind: str) -> None:
    styles = "".join(
        f"<w:style w:type='paragraph' w:styleId='TOC{n}'><w:name w:val='toc {n}'/></w:style>"
        for n in (1, 2)
    )
    content = read(paragraph("Lead."), contents, paragraph("Ports are open."), styles=styles)
    (span,) = content.structure.boilerplate
    assert span.kind == kind
    assert content.text[: span.start] == "Lead.\n\n"
    assert content.text[span.end :] == "\n\nPorts are open."


def test_a_field_of_contents_may_span_paragraphs() -> None:
    begin, rest = field(' TOC \\o "1-3" ', run("Ports 3")).split(
        "<w:r><w:fldChar w:fldCharType='end'"
    )
    end = "<w:r><w:fldChar w:fldCharType='end'" + rest
    content = read(paragraph(begin), paragraph("Tides 5"), paragraph(end, "Words."))
    assert content.text == "Ports 3\n\nTides 5\n\nWords."
    (span,) = content.structure.boilerplate
    assert content.text[span.start : span.end] == "Ports 3\n\nTides 5"
