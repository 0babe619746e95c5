"""The same kind of briefing in each format: a table, a list with its lead-in, turns of speech."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape

import odfdo
from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Pt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.ingest.readers import make
from tests.ingest.readers.mail.make_msg import msg

Row = Sequence[str]
TABLE, LIST, TALK = "Figures", "Decisions", "Press call"
"""The headings, alike in all of them, so that none tells one from another."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a briefing says.

    Attributes:
        heads: the names of the table's columns.
        rows: of as many cells.
        items: of the list that `lead_in` leads into.
        turns: of speakers, each with what they say.
    """

    title: str
    opening: str
    heads: Row
    rows: Sequence[Row]
    lead_in: str
    items: Sequence[str]
    turns: Sequence[tuple[str, str]] = ()

    @property
    def spoken(self) -> list[str]:
        return [f"{speaker}: {words}" for speaker, words in self.turns]


def text(brief: Brief) -> bytes:
    """Plain text; the cells of the table stand under one another, between spaces."""
    table = ["".join(cell.ljust(24) for cell in row).rstrip() for row in (brief.heads, *brief.rows)]
    items = [f"- {item}" for item in brief.items]
    parts = [
        *(brief.title, brief.opening, TABLE, "\n".join(table)),
        *(LIST, "\n".join((brief.lead_in, *items)), TALK, *brief.spoken),
    ]
    return "\n\n".join(parts).encode()


def markdown(brief: Brief) -> bytes:
    table = [f"| {' | '.join(row)} |" for row in (brief.heads, *brief.rows)]
    table.insert(1, "|---" * len(brief.heads) + "|")
    parts = [
        *(f"# {brief.title}", brief.opening, f"## {TABLE}", "\n".join(table), f"## {LIST}"),
        *(brief.lead_in, "\n".join(f"* {item}" for item in brief.items), f"## {TALK}"),
        *(f"**{speaker}:** {words}" for speaker, words in brief.turns),
    ]
    return "\n\n".join(parts).encode()


def body(brief: Brief) -> str:
    """What stands in the body of a web page."""
    rows = [_html_row("th", brief.heads), *(_html_row("td", row) for row in brief.rows)]
    said = "".join(f"<p>{escape(turn)}</p>" for turn in brief.spoken)
    return (
        f"<h1>{brief.title}</h1><p>{escape(brief.opening)}</p>"
        f"<h2>{TABLE}</h2><table>{''.join(rows)}</table>"
        f"<h2>{LIST}</h2><p>{escape(brief.lead_in)}</p>"
        f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in brief.items)}</ul>"
        + (f"<h2>{TALK}</h2>{said}" if said else "")
    )


def _html_row(tag: str, cells: Row) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def html(brief: Brief) -> bytes:
    head = f"<head><title>{brief.title}</title></head>"
    return f"<!DOCTYPE html><html lang=en>{head}<body>{body(brief)}</body></html>".encode()


def epub(brief: Brief) -> bytes:
    return make.epub([body(brief)], metadata=f"<dc:title>{brief.title}</dc:title>")


def pdf(brief: Brief) -> bytes:
    """With a ruled table, which goes on over pages with its head repeated."""
    styles = getSampleStyleSheet()
    rows = [list(brief.heads), *map(list, brief.rows)]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])

    def words(style: str, *paragraphs: str) -> list[Flowable]:
        return [Paragraph(escape(paragraph), styles[style]) for paragraph in paragraphs]

    story: list[Flowable] = [
        *words("Title", brief.title),
        *words("BodyText", brief.opening),
        *words("Heading2", TABLE),
        Table(rows, style=grid, repeatRows=1),
        Spacer(1, 12),
        *words("Heading2", LIST),
        *words("BodyText", brief.lead_in),
        *(Paragraph(escape(item), styles["Bullet"], bulletText="•") for item in brief.items),
        *words("Heading2", TALK),
        *words("BodyText", *brief.spoken),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, title=brief.title).build(story)
    return out.getvalue()


def docx(brief: Brief) -> bytes:
    document = Document()
    document.add_heading(brief.title, 0)
    document.add_paragraph(brief.opening)
    document.add_heading(TABLE, 1)
    table = document.add_table(0, len(brief.heads))
    for row in (brief.heads, *brief.rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_heading(LIST, 1)
    document.add_paragraph(brief.lead_in)
    for item in brief.items:
        document.add_paragraph(item, style="List Bullet")
    document.add_heading(TALK, 1)
    for turn in brief.spoken:
        document.add_paragraph(turn)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt(brief: Brief) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    table = odfdo.Table("figures", width=len(brief.heads), height=len(brief.rows) + 1)
    table.set_values([list(brief.heads), *map(list, brief.rows)])
    for element in (
        odfdo.Header(1, brief.title),
        odfdo.Paragraph(brief.opening),
        odfdo.Header(2, TABLE),
        table,
        odfdo.Header(2, LIST),
        odfdo.Paragraph(brief.lead_in),
        odfdo.List(list(brief.items)),
        odfdo.Header(2, TALK),
        *map(odfdo.Paragraph, brief.spoken),
    ):
        document.body.append(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(brief: Brief) -> bytes:
    width = "".join(rf"\cellx{3000 * n}" for n in range(1, len(brief.heads) + 1))
    rows = [
        rf"\trowd{width}\pard\intbl " + "".join(rf"{cell}\cell " for cell in row) + r"\row"
        for row in (brief.heads, *brief.rows)
    ]
    lines = [
        r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Arial;}}",
        r"{\stylesheet{\s1 heading 1;}{\s2 heading 2;}}",
        rf"\pard\s1 {brief.title}\par\pard {brief.opening}\par",
        rf"\pard\s2 {TABLE}\par\pard",
        *rows,
        rf"\pard\s2 {LIST}\par\pard {brief.lead_in}\par",
        *(rf"{{\listtext\'b7\tab}}{item}\par" for item in brief.items),
        rf"\pard\s2 {TALK}\par\pard",
        *(rf" {turn}\par" for turn in brief.spoken),
        "}",
    ]
    return "\n".join(lines).encode("ascii")


def xlsx(brief: Brief) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = brief.title[:31]
    sheet.append(list(brief.heads))
    for name, *figures in brief.rows:
        sheet.append([name, *map(int, figures)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited(brief: Brief) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([brief.heads, *brief.rows])
    return out.getvalue().encode()


def pptx(brief: Brief) -> bytes:
    """A slide for the table, and one whose items are indented below their lead-in."""
    presentation = Presentation()
    plain, titled = presentation.slide_layouts[5], presentation.slide_layouts[1]
    slide = presentation.slides.add_slide(titled)
    slide.shapes.title.text = brief.title
    slide.placeholders[1].text_frame.text = brief.opening
    slide = presentation.slides.add_slide(plain)
    slide.shapes.title.text = TABLE
    size = (len(brief.rows) + 1, len(brief.heads))
    table = slide.shapes.add_table(*size, Pt(40), Pt(120), Pt(600), Pt(400)).table
    for n, row in enumerate((brief.heads, *brief.rows)):
        for k, words in enumerate(row):
            table.cell(n, k).text = words
    slide = presentation.slides.add_slide(titled)
    slide.shapes.title.text = LIST
    frame = slide.placeholders[1].text_frame
    frame.text = brief.lead_in
    for item in brief.items:
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = item, 1
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def eml(brief: Brief) -> bytes:
    return _mail(brief, text(brief).decode())


def mbox(brief: Brief) -> bytes:
    """One message, of a web page."""
    mail = _mail(brief, html(brief).decode(), subtype="html")
    return b"From ola@kai.example Mon Jun  1 09:12:00 2026\n" + mail + b"\n"


def outlook(brief: Brief) -> bytes:
    sent = datetime(2026, 6, 1, 9, 12, tzinfo=UTC)
    return msg(subject=brief.title, sender="Ola", to="desk", sent=sent, html=html(brief))


def _mail(brief: Brief, words: str, subtype: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"] = "Ola <ola@kai.example>"
    message["To"] = "desk@kai.example"
    message["Date"] = "Mon, 01 Jun 2026 09:12:00 +0000"
    message["Subject"] = brief.title
    message.set_content(words, subtype=subtype)
    return message.as_bytes()


WRITERS: Mapping[str, Callable[[Brief], bytes]] = {
    "txt": text, "md": markdown, "html": html, "epub": epub, "pdf": pdf, "docx": docx, "odt": odt,
    "rtf": rtf, "xlsx": xlsx, "csv": delimited, "pptx": pptx, "eml": eml, "mbox": mbox,
    "msg": outlook,
}  # fmt: skip
"""By the ending of the file's name."""
