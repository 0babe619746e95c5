"""No office file is read longer than in proportion to its length."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from ingest.readers.base import Content
from ingest.readers.office import delimited, docx, odt, pptx, rtf, xlsx
from rag.errors import UnreadableError
from tests.ingest.readers.office import test_odt, test_pptx, test_xlsx, word
from tests.ingest.readers.office.word import box, field, numbered, paragraph, raised, run, table
from tests.test_linear_time import assert_linear

pytestmark = pytest.mark.process
"""What is timed, over long texts, is no quick test."""

Reader = Callable[[bytes], Content]

NUMBERS = word.numbering(word.level(0, "lowerLetter", "%1."), word.level(1, "lowerRoman", "%1.%2"))
NOTES = word.notes("footnote", "A long note. " * 50)


def word_document(piece: str, length: int) -> bytes:
    return word.document(piece * length, parts={"numbering": NUMBERS, "footnotes": NOTES})


def within_a_paragraph(piece: str, length: int) -> bytes:
    return word_document(paragraph(piece * length), 1)


def open_text(piece: str, length: int) -> bytes:
    return test_odt.saved(piece * length)


def within_an_open_paragraph(piece: str, length: int) -> bytes:
    return test_odt.saved(test_odt.p(piece * length))


def workbook(piece: str, length: int) -> bytes:
    return test_xlsx.with_parts(f"<sheetData>{piece * length}</sheetData>")


def slide(piece: str, length: int) -> bytes:
    def build(presentation: Any) -> None:
        frame = test_pptx.box(test_pptx.new_slide(presentation, "Ports"), "x")
        test_pptx.markup(frame, piece * length)

    return test_pptx.saved(build)


def rich(piece: str, length: int) -> bytes:
    return b"{\\rtf1 " + (piece * length).encode()


def plain(piece: str, length: int) -> bytes:
    return (piece * length).encode()


CASES: list[tuple[Reader, Callable[[str, int], bytes], int, list[str]]] = [
    (docx.read, word_document, 100, [
        paragraph("Words."), numbered("a"), numbered("a", level=1), table(["a", "b"], ["c", "1"]),
        table([table(["a", "b"])]), paragraph(box(paragraph("In a box."))), "<w:p/>",
        paragraph("a", style="Heading1"), paragraph(field(" TOC ", run("a"))), "<w:altChunk/>",
        paragraph("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "a"),
        paragraph("Note", word.refer("footnote", 1)),
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='9999'/></w:tcPr></w:tc><w:tc/></w:tr>"
        "</w:tbl>",
    ]),
    (docx.read, within_a_paragraph, 200, [
        run("a"), raised("1"), raised("a "), box(paragraph("a")), field(" REF ", run("a")),
        word.refer("footnote", 1), "<w:r><w:instrText>TOC </w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", run("x", "<w:vanish/>"),
    ]),
    (odt.read, open_text, 200, [
        test_odt.p("Words."), test_odt.h("Ports"), test_odt.listed("<text:p/>", style="L1"),
        test_odt.table(["a", "b"], ["c", "1"]), test_odt.p("a" + test_odt.note("1", "b")),
        "<table:table><table:table-row><table:table-cell table:number-columns-repeated='999999'/>"
        "</table:table-row></table:table>",
    ]),
    (odt.read, within_an_open_paragraph, 400, [
        test_odt.span("1", "Up"), test_odt.span("a", "Bold"), "<text:s text:c='9999999'/>",
        test_odt.note("1", "b"), "<draw:frame><draw:text-box/></draw:frame>", "<text:tab/>a",
    ]),
    (xlsx.read, workbook, 400, [
        "<row/>", "<row><c><v>1</v></c></row>", "<row><c/><c/><c><v>1</v></c></row>",
        "<row r='1'><c r='XFD1'><v>1</v></c></row>",
        "<row><c t='inlineStr'><is><t>a</t></is></c></row>",
    ]),
    (pptx.read, slide, 200, [
        test_pptx.p(test_pptx.r("a")), test_pptx.p(test_pptx.r("1", test_pptx.RAISED)),
        test_pptx.p(test_pptx.r("a"), test_pptx.auto("romanLcPeriod")),
    ]),
    (rtf.read, rich, 2_000, [
        "{", "}", "\\", "\\'", "\\'e9", "a", "a ", "{\\b ", "{}", "\\par ", "\\u8364?", "\\cell ",
        "\\row ", "a\\cell\\row ", "\\trowd\\cellx9 ", "{\\footnote a}", "\\chftn ", "\\field",
        "{\\listtext a}", "\\bin9 ", "{\\pict ", "{\\super 1}", "{\\*\\x ", '{HYPERLINK "', "\n",
        "{\\footnote ", "{\\stylesheet ", "a\\par{\\listtext 1.}",
    ]),
    (delimited.read, plain, 3_000, [
        ",", "a,", '"', '",', "a\n", ",\n", "\n", "a;b,", "'", '"a"b,', '"a",\'b\'\n', "1,2\n",
    ]),
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("reader", "made", "length", "piece"),
    [(reader, made, length, piece) for reader, made, length, pieces in CASES for piece in pieces],
)
def test_time_grows_with_the_length(
    reader: Reader, made: Callable[[str, int], bytes], length: int, piece: str
) -> None:
    def read(data: bytes) -> None:
        with suppress(UnreadableError):
            reader(data)

    assert_linear(read, partial(made, piece), length)
