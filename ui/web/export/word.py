"""A conversation as a Word document with real footnotes."""

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ui.web import texts
from ui.web.conversation import Conversation, Exchange
from ui.web.export.pieces import Note, documents, pieces, remarks

if TYPE_CHECKING:
    from docx.document import Document as Docx

    from ui.web.export.footnotes import Footnotes

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_docx(conversation: Conversation) -> bytes:
    """The whole conversation, with the quoted documents' dates and hashes at its end."""
    import docx

    from ui.web.export.footnotes import Footnotes

    document = docx.Document()
    document.core_properties.title = _xml(conversation.title)
    document.core_properties.author = texts.TITLE
    document.add_heading(_xml(conversation.title), level=0)
    today = texts.exported_on(datetime.now(UTC).date())
    document.add_paragraph(f"{texts.EXPORTED_FROM} {today}")
    footnotes = Footnotes(document)
    for exchange in conversation.exchanges:
        _exchange(document, exchange, footnotes)
    _documents(document, conversation)
    footnotes.attach()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _exchange(document: "Docx", exchange: Exchange, footnotes: "Footnotes") -> None:
    document.add_heading(_xml(exchange.question), level=1)
    paragraph = document.add_paragraph()
    for piece in pieces(exchange):
        if isinstance(piece, Note):
            footnotes.add(paragraph, _xml(f"“{piece.quote}” {piece.reference}, {piece.offsets}."))
        else:
            paragraph.add_run(_xml(piece))
    for remark in remarks(exchange):
        document.add_paragraph().add_run(_xml(remark)).italic = True


def _documents(document: "Docx", conversation: Conversation) -> None:
    quoted = documents(conversation)
    if not quoted:
        return
    document.add_heading(texts.DOCUMENTS, level=1)
    table = document.add_table(rows=1, cols=len(texts.DOCUMENT_COLUMNS), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, texts.DOCUMENT_COLUMNS, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
    for one in quoted:
        values = (one.title, texts.day(one.published), one.source, one.sha256)
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = _xml(value)


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
