"""Excel workbooks: what their visible sheets show."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from ingest.readers.base import Content
from ingest.readers.office import xlsx
from rag.errors import UnreadableError
from rag.structure import above_at, at
from rag.types import Omission
from tests.ingest.readers.make import assert_well_formed

SHEET = "xl/worksheets/sheet1.xml"
NAME = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CALLS = [["Port", "Calls", "Share"], ["Varna", 312, 0.5], ["Ruse", 1204, 0.125]]


def saved(*rows: Any, change: Callable[[Workbook, Any], None] | None = None) -> bytes:
    """A workbook with one sheet of these rows; what changes it gets the workbook and the sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: Any, change: Callable[[Workbook, Any], None] | None = None) -> Content:
    content = xlsx.read(saved(*rows, change=change))
    assert_well_formed(content)
    return content


def kinds(content: Content) -> list[tuple[str, str]]:
    return [(b.kind, content.text[b.start : b.end]) for b in content.structure.blocks]


def heads_at(content: Content, words: str) -> list[str]:
    block = at(content.structure.blocks, content.text.index(words))
    assert block is not None
    assert block.kind == "row"
    return [content.text[b.start : b.end] for b in above_at(content.structure, block.start)]


def test_a_sheet_is_a_section_and_a_row_stands_under_its_heads() -> None:
    def change(book: Workbook, sheet: Any) -> None:
        sheet.title = "Calls in May"
        sheet["C2"].number_format = sheet["C3"].number_format = "0.0%"
        sheet["B3"].number_format = "#,##0"
        book.create_sheet("Empty")
        other = book.create_sheet("Masters")
        other.append(["Ilic is master of Varna."])

    content = read(*CALLS, change=change)
    assert content.text == (
        "Calls in May\n\n| Port | Calls | Share |\n| Varna | 312 | 50.0% |\n"
        "| Ruse | 1,204 | 12.5% |\n\nMasters\n\nIlic is master of Varna."
    )
    assert [s.title for s in content.sections] == ["Calls in May", "Masters"]
    assert heads_at(content, "1,204") == ["| Port | Calls | Share |"]
    assert (content.title, content.omissions, content.published) == ("", (), None)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.125, "0%", "13%"),
        (0.1234, "0.00%", "12.34%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (-1234.5, "[$£-809]#,##0.00", "-£1,234.50"),
        (-1234, "#,##0_);(#,##0)", "(1,234)"),
        (-1234, '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)', "$(1,234)"),
        (0, '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"??_);_(@_)', "$-"),
        (-5, "0;[Red]-0", "-5"),
        (1_250_000, '0.0,,"m"', "1.3m"),
        (1_250_000, "#,##0,", "1,250"),
        (7, "000", "007"),
        (0.5, "#.##", ".5"),
        (1.50, "0.0#", "1.5"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.00012, "0.0E+00", "1.2E-04"),
        (5, '0 "ships"', "5 ships"),
        (15, '[>10]"many";0', "many"),
        (5, '[>10]"many";0', "5"),
        (2.5, "0", "3"),
        (1 / 3, "General", "0.3333333333"),
        (1e20, "General", "1E+20"),
        (123456789012, "General", "123456789012"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "General", "3"),
        (True, "General", "TRUE"),
        ("words", "@", "words"),
        (date(2026, 5, 4), "yyyy-mm-dd", "2026-05-04"),
        (date(2026, 5, 4), "d mmmm yyyy", "4 May 2026"),
        (date(2026, 5, 4), "ddd d-mmm-yy", "Mon 4-May-26"),
        (date(2026, 5, 4), "[$-409]mmmm d, yyyy;@", "May 4, 2026"),
        (date(2026, 5, 4), "dd/mm/yyyy", "04/05/2026"),
        (date(2026, 5, 4), "dd.mm.yyyy", "04.05.2026"),
        (date(2026, 5, 4), "mm-dd-yy", "2026-05-04"),
        (date(2026, 5, 4), "mmm yyyy", "May 2026"),
        (datetime(2026, 5, 4, 15, 7, 30), "yyyy-mm-dd hh:mm:ss", "2026-05-04 15:07:30"),
        (datetime(2026, 5, 4, 15, 7), "h:mm AM/PM", "3:07 PM"),
        (time(9, 5), "h:mm", "9:05"),
        (timedelta(hours=30, minutes=15), "[h]:mm", "30:15"),
        (timedelta(minutes=4, seconds=5), "mm:ss", "04:05"),
        (-3, "yyyy-mm-dd", "-3"),
        (4, "", "4"),
        (4, '0"', '4"'),
    ],
)
def test_values_are_written_as_excel_shows_them(value: Any, code: str, shown: str) -> None:
    def change(_: Workbook, sheet: Any) -> None:
        sheet["A1"].number_format = code

    assert read([value], change=change).text == shown


def test_what_is_hidden_or_struck_is_left_out_and_counted() -> None:
    def change(book: Workbook, sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        sheet["A4"].font = Font(strike=True)
        sheet["A2"].comment = Comment("Check this", "Ada")
        book.create_sheet("Notes").append(["secret"])
        book["Notes"].sheet_state = "hidden"
        book.create_sheet("Deep").sheet_state = "veryHidden"

    rows = [["Port", "Code", "Calls"], ["Varna", "x", 1], ["Ruse", "y", 2], ["Lom", "z", 3]]
    content = read(*rows, change=change)
    assert content.text == "| Port | Calls |\n| Varna | 1 |\n|  | 3 |"
    assert {(o.what, o.count) for o in content.omissions} == {
        ("hidden sheets", 2),
        ("hidden columns", 1),
        ("hidden rows", 1),
        ("struck-out words", 1),
        ("comments", 1),
    }


def test_a_formula_shows_the_value_that_was_saved() -> None:
    rows = [["Stored", 7], ["Sum", "=1+1"]]
    data = changed(saved(*rows), "xl/worksheets/sheet1.xml", {"<v></v>": "", "<v />": ""})
    content = xlsx.read(data)
    assert content.text == "| Stored | 7 |\n| Sum |  |"
    assert content.omissions == (Omission("formulas without a value", 1),)
    valued = changed(data, "xl/worksheets/sheet1.xml", {"<f>1+1</f>": "<f>1+1</f><v>2</v>"})
    assert xlsx.read(valued).text == "| Stored | 7 |\n| Sum | 2 |"


def test_merged_cells() -> None:
    def change(_: Workbook, sheet: Any) -> None:
        for merged in ("A1:E1", "B2:C2", "D2:E2", "A4:A5"):
            sheet.merge_cells(merged)

    content = read(
        ["Calls by port and year"],
        ["Port", 2024, None, 2025, None],
        [None, "Q1", "Q2", "Q1", "Q2"],
        ["Varna", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
        change=change,
    )
    assert kinds(content) == [
        ("caption", "Calls by port and year"),
        ("head", "| Port | 2024 | 2024 | 2025 | 2025 |"),
        ("head", "|  | Q1 | Q2 | Q1 | Q2 |"),
        ("row", "| Varna | 1 | 2 | 3 | 4 |"),
        ("row", "| Varna | 5 | 6 | 7 | 8 |"),
    ]


def test_empty_rows_part_tables() -> None:
    content = read(
        *CALLS, [], ["Prepared by", "Ada"], ["Checked by", "Ben"], [], ["Year", "Calls"],
        [2019, 5], [2020, 6],
    )  # fmt: skip
    assert heads_at(content, "Ruse") == ["| Port | Calls | Share |"]
    assert heads_at(content, "Ada") == heads_at(content, "Ben") == []
    assert heads_at(content, "2020") == ["| Year | Calls |"]
    assert "| Ruse | 1204 | 0.125 |\n\n| Prepared by | Ada |\n| Checked by" in content.text


def embolden(cells: Sequence[Any]) -> None:
    for cell in cells:
        cell.font = Font(bold=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda _, sheet: setattr(sheet, "freeze_panes", "A2"),
        lambda _, sheet: setattr(sheet.auto_filter, "ref", "A1:B3"),
        lambda _, sheet: sheet.add_table(Table(displayName="Masters", ref="A1:B3")),
        lambda _, sheet: embolden(sheet[1]),
    ],
    ids=["frozen", "filter", "table", "bold"],
)
def test_what_tells_a_head(change: Callable[[Workbook, Any], None]) -> None:
    rows = [["Port", "Master"], ["Varna", "Ilic"], ["Ruse", "Petrov"]]
    assert heads_at(read(*rows, change=change), "Petrov") == ["| Port | Master |"]
    assert heads_at(read(*rows), "Petrov") == []


def test_words_over_and_under_a_table() -> None:
    content = read(["Calls in May"], *CALLS, ["Source: the harbour office."])
    assert kinds(content)[0] == ("caption", "Calls in May")
    assert kinds(content)[-1] == ("paragraph", "Source: the harbour office.")
    assert heads_at(content, "Varna") == ["| Port | Calls | Share |"]


@pytest.mark.parametrize(
    ("members", "change"),
    [
        ("xl/worksheets/sheet1.xml", {"<sheetData>": '<sheetData><row r="1"><c r="A1" t="s">'}),
        ("xl/workbook.xml", {"<sheets>": ""}),
        ("_rels/.rels", {"officeDocument": "other"}),
        ("xl/styles.xml", {">": ""}),
    ],
)
def test_damaged_workbooks_are_refused(members: str, change: dict[str, str]) -> None:
    with pytest.raises(UnreadableError, match="not an Excel workbook, or is damaged"):
        xlsx.read(changed(saved(*CALLS), members, change))


def test_other_files_are_refused() -> None:
    with pytest.raises(UnreadableError, match="not an Excel workbook, or is cut off"):
        xlsx.read(b"Port,Calls")
    with pytest.raises(UnreadableError, match="encrypted, or in Excel's old format"):
        xlsx.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", bytes(30_000_000))
    with pytest.raises(UnreadableError, match="unpacks to"):
        xlsx.read(bomb.getvalue())


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "sheet",
    [
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>8</v></c></row></sheetData>',
        f"<sheetData>{'<row/>' * 200_000}<row><c><v>7</v></c></row></sheetData>",
        "<sheetData>"
        + "".join(f'<row r="{n}"><c r="XFD{n}"><v>7</v></c></row>' for n in range(1, 20_000))
        + "</sheetData>",
        "<sheetData>"
        + "".join(f'<row r="{n}"><c r="{c}{n}"><v>7</v></c></row>'
                  for n in range(1, 500) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        + "</sheetData>",
        '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData><mergeCells>'
        + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>",
        "<cols>" + '<col min="1" max="16384" hidden="0"/>' * 20_000 + "</cols>"
        '<sheetData><row><c><v>7</v></c></row></sheetData>',
    ],
    ids=["far", "empty", "wide", "repeated", "merged", "columns"],
)  # fmt: skip
def test_sheets_that_claim_much_are_read_in_proportion_to_their_length(sheet: str) -> None:
    assert xlsx.read(with_parts(sheet)).text[0] in "7|"


def test_cells_far_apart_do_not_make_a_large_text() -> None:
    def change(_: Workbook, sheet: Any) -> None:
        for n in range(1, 400):
            sheet.cell(n, n, "x")

    assert len(read([], change=change).text) < 4_000


def test_strings_of_several_runs() -> None:
    strings = (
        "<si><r><t>Killed: 52</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></si>"
        "<si><r><t>315 </t></r><r><rPr><strike/></rPr><t>not 240</t></r><rPh><t>x</t></rPh></si>"
        "<si><t>two_x000D_lines</t></si>"
    )
    cells = "".join(f"<c t='s'><v>{n}</v></c>" for n in (0, 1, 2, 9))
    content = xlsx.read(with_parts(f"<sheetData><row>{cells}</row></sheetData>", strings))
    assert content.text == "| Killed: 52[1] | 315 | two lines |"
    assert content.omissions == (Omission("struck-out words", 2),)


def test_a_string_shown_very_often_is_refused() -> None:
    rows = "<row><c t='s'><v>0</v></c></row>" * 2_100
    strings = f"<si><t>{'word ' * 6_000}</t></si>"
    data = with_parts(f"<sheetData>{rows}</sheetData>", strings)
    with pytest.raises(UnreadableError, match="more than 60,000,000 characters"):
        xlsx.read(data)


def with_parts(sheet: str, strings: str = "") -> bytes:
    """A workbook with that inside its sheet and its shared strings."""
    end = "</Relationships>"
    strings_too = f'<Relationship Type="/sharedStrings" Target="s.xml" Id="s"/>{end}'
    data = changed(saved([1]), "xl/_rels/workbook.xml.rels", {end: strings_too})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name != SHEET:
                after.writestr(name, before.read(name))
        after.writestr(SHEET, f"<worksheet {NAME}>{sheet}</worksheet>")
        after.writestr("xl/s.xml", f"<sst {NAME}>{strings}</sst>")
    return out.getvalue()


def changed(data: bytes, member: str, replaced: dict[str, str]) -> bytes:
    """The archive with words in one of its members replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = before.read(name).decode("utf-8", "surrogateescape")
            if name == member:
                for old, new in replaced.items():
                    content = content.replace(old, new)
            after.writestr(name, content.encode("utf-8", "surrogateescape"))
    return out.getvalue()
