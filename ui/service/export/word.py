"""A conversation as a Word document with real footnotes."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rag.formatting import Run, lines
from ui.messages import export as export_messages
from ui.messages import formats
from ui.messages import page as page_messages
from ui.service.conversation import Conversation, Exchange
from ui.service.export.pieces import Note, documents, pieces, remarks

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

    from ui.service.export.footnotes import Footnotes

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_docx(conversation: Conversation) -> bytes:
    """The whole conversation, with the quoted documents' dates and hashes at its end."""
    import docx

    from ui.service.export.footnotes import Footnotes

    document = docx.Document()
    document.core_properties.title = _xml(conversation.title)
    document.core_properties.author = page_messages.TITLE
    document.add_heading(_xml(conversation.title), level=0)
    today = export_messages.exported_on(datetime.now(UTC).date())
    document.add_paragraph(f"{export_messages.EXPORTED_FROM} {today}")
    footnotes = Footnotes(document)
    for exchange in conversation.exchanges:
        _exchange(document, exchange, footnotes)
    _documents(document, conversation)
    footnotes.attach()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _exchange(document: "Docx", exchange: Exchange, footnotes: "Footnotes") -> None:
    _add_paragraph(document, _xml(exchange.question), "Heading 1")
    paragraph = _add_paragraph(document)
    for piece in pieces(exchange):
        if isinstance(piece, Note):
            footnotes.add(paragraph, _footnote(piece))
        else:
            paragraph.add_run(_xml(piece))
    for remark in remarks(exchange):
        _add_paragraph(document).add_run(_xml(remark)).italic = True


def _footnote(note: Note) -> Iterator[Run]:
    """The words of a footnote: the quote, a line for each of its blocks, and its source."""
    yield Run("“", 0, 0)
    for n, line in enumerate(lines(note.quote)):
        if n:
            yield Run("\n", 0, 0)
        for run in line:
            yield run._replace(text=_xml(run.text))
    yield Run(_xml(f"” {note.reference}, {note.offsets}."), 0, 0)


def _add_paragraph(document: "Docx", text: str = "", style: str | None = None) -> "Paragraph":
    """Add a paragraph at the end.

    `document.add_paragraph` looks through all paragraphs for the section's properties, which stand
    last; so a long conversation would take the square of its length.
    """
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    element = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)
    paragraph = Paragraph(element, document._body)
    if text:
        paragraph.add_run(text)
    if style:
        paragraph.style = style
    return paragraph


def _documents(document: "Docx", conversation: Conversation) -> None:
    quoted = documents(conversation)
    if not quoted:
        return
    document.add_heading(export_messages.DOCUMENTS_QUOTED, level=1)
    table = document.add_table(
        rows=1, cols=len(export_messages.DOCUMENT_COLUMNS), style="Table Grid"
    )
    for cell, heading in zip(table.rows[0].cells, export_messages.DOCUMENT_COLUMNS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for one in quoted:
        values = (one.title, formats.day(one.published), one.source, one.sha256)
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = _xml(value)


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
