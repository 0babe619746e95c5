"""Conversations as files to hand on."""

import io
import zipfile
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from rag import Sentence
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from tests.ui.web.reading import HOSTILE
from ui.service import export
from ui.service.conversation import Conversation, SavedDocument
from ui.service.scope import Scope

SHA = "ab" * 32
DOCUMENT = SavedDocument("d", "On quotes", "/briefings/on_quotes.md", date(2025, 5, 8), SHA)
QUOTE = make_citation(document=DOCUMENT, page=3)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def conversation() -> Conversation:
    sentences = (
        Sentence("It is so.", (1,), True, 1.0),
        Sentence("It ever was.", (1,), False, 0.1, "the passage gives no time"),
    )
    first = make_exchange("It is so. [1] It ever was. [1]", (QUOTE,), sentences)
    scope = Scope(date(2025, 1, 1))
    second = make_exchange("The briefings don't say.", question="And?", scope=scope)
    return Conversation("c", "On <b>quotes</b>", (first, second))


def footnotes(written: bytes) -> list[str]:
    """The notes as Word would number them, in the order of their references."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        notes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
        assert b"/word/footnotes.xml" in archive.read("[Content_Types].xml")
    texts_by_id = {
        note.get(f"{W}id"): "".join(note.itertext()).strip() for note in notes.iter(f"{W}footnote")
    }
    return [texts_by_id[mark.get(f"{W}id")] for mark in body.iter(f"{W}footnoteReference")]


def test_a_word_document_has_a_footnote_for_each_marker(conversation: Conversation) -> None:
    written = export.to_docx(conversation)
    note = (
        "“The quote itself.” On quotes, 8 May 2025, Commentary, page 3, "
        f"characters {QUOTE.start}–{QUOTE.end}."
    )
    assert footnotes(written) == [note, note]
    read = docx.Document(io.BytesIO(written))
    shown = [paragraph.text for paragraph in read.paragraphs]
    assert shown[0] == "On <b>quotes</b>"
    assert "Documents quoted" in shown
    assert "It is so. It ever was. (Not supported: the passage gives no time)" in shown
    assert "Searched only: from 1 January 2025." in shown
    assert [cell.text for cell in read.tables[0].rows[1].cells] == [
        "On quotes",
        "8 May 2025",
        "/briefings/on_quotes.md",
        SHA,
    ]
    assert {"footnote text", "footnote reference"} <= {style.name for style in read.styles}


@settings(deadline=None, max_examples=25)
@given(st.text(), st.text(min_size=1))
def test_any_text_makes_a_word_document(question: str, quote: str) -> None:
    citation = make_citation(quote, quote, DOCUMENT)
    exchange = make_exchange(f"{quote} [1]", (citation,), question=question)
    docx.Document(io.BytesIO(export.to_docx(Conversation("c", "", (exchange,)))))


def test_markdown_has_a_footnote_for_each_marker(conversation: Conversation) -> None:
    written = export.to_markdown(conversation)
    assert written.startswith("# On \\<b\\>quotes\\</b\\>\n")
    assert "It is so.[^1] It ever was. (Not supported: the passage gives no time)[^2]" in written
    assert "[^1]: “The quote itself.” On quotes, 8 May 2025, Commentary, page 3" in written
    assert f"- On quotes, 8 May 2025. /briefings/on\\_quotes.md. SHA-256 {SHA}" in written
    assert "*Searched only: from 1 January 2025.*" in written
    assert "\n## Documents quoted\n" in export.to_markdown(conversation)


@settings(deadline=None)
@given(st.one_of(st.just(HOSTILE), st.text(), st.from_regex(r"[-+*>#`|_\[\]()!<:/.1 a\n]{1,30}")))
def test_what_a_document_says_is_text_in_markdown(said: str) -> None:
    written = export.to_markdown(Conversation("c", said, (make_exchange(said, question=said),)))
    tokens = MarkdownIt("commonmark").parse(written)
    inline = [child.type for token in tokens for child in token.children or ()]
    made = {"link_open", "image", "html_inline", "code_inline", "strong_open"}
    assert not made & set(inline)
    assert not {
        "html_block",
        "fence",
        "code_block",
        "blockquote_open",
        "hr",
        "bullet_list_open",
    } & {token.type for token in tokens}
