"""Documents for the tests to read."""

import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

from docx import Document
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.readers.base import Content

WIDTH, HEIGHT = A4
XHTML = "application/xhtml+xml"
Lines = Sequence[str | tuple[str, str, float]]


def pdf(
    pages: Sequence[Lines],
    *,
    header: str = "",
    footer: str = "",
    title: str = "",
    outline: Sequence[tuple[str, int]] = (),
    password: str = "",
) -> bytes:
    """A PDF of lines of text, 14 points apart; "" leaves a gap, a tuple gives font and size.

    In a header and a footer, "{n}" stands for the page's number.
    """
    out = io.BytesIO()
    encrypted = pdfencrypt.StandardEncryption(password) if password else None
    sheet = canvas.Canvas(out, pagesize=A4, encrypt=encrypted, pageCompression=0)
    sheet.setTitle(title)
    for n, lines in enumerate(pages, 1):
        _write_page(sheet, lines)
        sheet.setFont("Helvetica", 9)
        if header:
            sheet.drawString(72, HEIGHT - 30, header.format(n=n))
        if footer:
            sheet.drawCentredString(WIDTH / 2, 24, footer.format(n=n))
        for name, page in outline:
            if page == n:
                sheet.bookmarkPage(name)
                sheet.addOutlineEntry(name, name)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _write_page(sheet: canvas.Canvas, lines: Lines) -> None:
    down = 90.0
    for line in lines:
        words, font, size = line if isinstance(line, tuple) else (line, "Helvetica", 11)
        if words:
            sheet.setFont(font, size)
            sheet.drawString(72, HEIGHT - down, words)
        down += 14


def image_pdf() -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    sheet.rect(72, 300, 200, 200, fill=1)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def docx(title: str = "", heading: str = "Shipping") -> bytes:
    document = Document()
    document.core_properties.title = title
    document.add_heading("Strait watch", 0)
    document.add_paragraph("Talks resumed in Muscat on Tuesday.")
    document.add_heading(heading, 1)
    document.add_paragraph("Traffic fell by 12 percent.")
    document.add_paragraph("Insurers raised premiums", style="List Bullet")
    document.add_paragraph("Two carriers left", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Port", "Calls", "Fujairah", "312"],
        strict=True,
    ):  # fmt: skip
        cell.text = words
    document.add_paragraph("Figures are preliminary.")
    document.sections[0].header.paragraphs[0].text = "Running head"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def eml(*, plain: str = "", html: str = "", attached: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"] = "Ana Müller <ana@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Mon, 04 May 2026 22:15:00 -0400"
    message["Subject"] = "Strait: überraschend ruhig"
    if plain:
        message.set_content(plain)
    if html and plain:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    if attached:
        message.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


def html() -> bytes:
    return PAGE.encode()


def epub(
    chapters: Sequence[str] = (),
    *,
    metadata: str = "<dc:title>Strait watch</dc:title><dc:date>2026-05-04</dc:date>",
    nav: str = "",
    more: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A book of chapters, each the inside of a body; `more` are parts by name."""
    bodies = [nav] * bool(nav) + list(chapters or ["<h1>Shipping</h1><p>Traffic fell.</p>"])
    items, spine = "", ""
    for n in range(len(bodies)):
        properties = ' properties="nav"' if nav and n == 0 else ""
        items += f'<item id="c{n}" href="text/c%20{n}.xhtml"{properties} media-type="{XHTML}"/>'
        spine += f'<itemref idref="c{n}"/>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/p.opf"/></rootfiles></container>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", container)
        book.writestr("OEBPS/p.opf", package)
        for n, body in enumerate(bodies):
            page = f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{body}</body></html>'
            book.writestr(f"OEBPS/text/c {n}.xhtml", page)
        for name, words in more:
            book.writestr(name, words)
    return out.getvalue()


def assert_ordered(content: Content) -> None:
    """The text can be encoded; sections and pages lie in it, in order and without overlap."""
    content.text.encode()
    for spans in (content.sections, content.pages):
        cursor = 0
        for span in spans:
            assert cursor <= span.start < span.end <= len(content.text)
            cursor = span.end
    numbers = [page.number for page in content.pages]
    assert numbers == sorted(set(numbers))


def assert_well_formed(content: Content) -> None:
    """Sections also begin with their titles and cover all of a text that the reader made."""
    assert_ordered(content)
    cursor = 0
    for section in content.sections:
        assert not content.text[cursor : section.start].strip()
        assert not section.title or content.text.startswith(section.title, section.start)
        cursor = section.end
    assert not content.text[cursor:].strip()


PAGE = """<!DOCTYPE html><html lang="en"><head><title>Strait watch | The Desk</title>
<meta property="article:published_time" content="2026-05-04T08:00:00+02:00">
<style>p { color: red }</style><script>var secret = "in the head";</script></head>
<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<article><h1>Strait watch</h1>
<p>Talks resumed in <b>Muscat</b> on Tuesday,
with envoys from four states.</p>
<script>document.write("in the body")</script>
<h2>Shipping</h2>
<p>Traffic fell by 12&nbsp;percent in May.</p>
<ul><li>Insurers raised premiums</li><li><p>Two carriers left</p></li></ul>
<table><tr><th>Port</th><th>Calls</th></tr><tr><td>Fujairah</td><td>312</td></tr></table>
<p>Line one<br>line two</p></article>
<!-- a comment --></body></html>"""
