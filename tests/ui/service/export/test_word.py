"""A conversation as a Word document."""

import io
import zipfile

import docx
from docx.document import Document
from lxml import etree

from rag.formatting import Run
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from ui.service.conversation import Conversation, Exchange, SavedDocument
from ui.service.export.footnotes import Footnotes
from ui.service.export.word import to_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUOTED = make_exchange("It is so. [1]", (make_citation(),))


def read(*exchanges: Exchange, name: str = "Quotes") -> Document:
    written = to_docx(Conversation("c", name, exchanges))
    return docx.Document(io.BytesIO(written))


def test_each_question_is_a_heading_with_its_answer_below() -> None:
    paragraphs = read(
        QUOTED, make_exchange("Nothing.", question="And?", search_text="And?")
    ).paragraphs
    shown = [(paragraph.style.name, paragraph.text) for paragraph in paragraphs if paragraph.style]
    assert shown[0] == ("Title", "Quotes")
    assert shown[1][1].startswith("Answers by Dossier, with the passages they quote. Exported on ")
    assert shown[2:] == [
        ("Heading 1", "What?"),
        ("Normal", "It is so."),
        ("Normal", "Quoted word for word."),
        ("Heading 1", "And?"),
        ("Normal", "Nothing."),
        ("Heading 1", "Documents quoted"),
    ]


def test_the_documents_are_a_table_with_a_bold_head() -> None:
    (table,) = read(QUOTED).tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "Document",
        "Published",
        "Source",
        "SHA-256",
    ]
    assert all(cell.paragraphs[0].runs[0].bold for cell in table.rows[0].cells)
    assert [cell.text for cell in table.rows[1].cells] == ["On quotes", "8 May 2025", "/x", "00"]
    assert read(make_exchange("Nothing.")).tables == []


def test_its_properties_name_the_conversation_and_what_wrote_it() -> None:
    properties = read(QUOTED).core_properties
    assert (properties.title, properties.author) == ("Quotes", "Dossier")


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    assert read(QUOTED, name="a\x00b\x1bc").paragraphs[0].text == "a\ufffdb\ufffdc"


def test_footnotes_are_numbered_in_the_order_of_their_references() -> None:
    document = docx.Document()
    footnotes = Footnotes(document)
    for note in ("first", "second"):
        footnotes.add(document.add_paragraph("See"), [Run(note, 0, len(note))])
    footnotes.attach()
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    by_id = {note.get(f"{W}id"): "".join(note.itertext()) for note in notes}
    assert list(by_id) == ["-1", "0", "1", "2"]
    assert [by_id[mark.get(f"{W}id")] for mark in body.iter(f"{W}footnoteReference")] == [
        " first",
        " second",
    ]


def test_a_quote_in_a_footnote_has_its_styles_and_lines() -> None:
    quote = "The **port**:\n\n- *one* \x01\n- ~~two~~\n\n| a | b |\n|---|---|\n"
    document = SavedDocument("d", "On ports", "/x.md", None, "00")
    exchange = make_exchange("It is so. [1]", (make_citation(quote, quote, document),))
    with zipfile.ZipFile(io.BytesIO(to_docx(Conversation("c", "Q", (exchange,))))) as archive:
        note = etree.fromstring(archive.read("word/footnotes.xml"))[-1]
    assert "".join(note.itertext()).startswith(" “The port:• one \ufffd• twoa | b” On ports")
    assert len(list(note.iter(f"{W}br"))) == 3
    styled = {
        tag: [
            "".join(run.itertext())
            for run in note.iter(f"{W}r")
            if run.find(f".//{W}{tag}") is not None
        ]
        for tag in ("b", "i", "strike")
    }
    assert styled == {"b": ["port"], "i": ["one"], "strike": ["two"]}
