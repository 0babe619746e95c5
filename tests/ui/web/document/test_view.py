"""The document pages as HTML, without a browser."""

from dataclasses import replace

import pytest

from rag import Page, Section
from rag.types import Omission
from tests.ui.web.document.samples import make_document, make_passage, make_record
from tests.ui.web.reading import HOSTILE, Reader
from ui.web.document.view import document_page, list_page, message_page

TWO = (Section("First", 0, 4), Section("Second", 5, 9))


def test_a_page_is_whole_and_has_the_sites_navigation() -> None:
    markup = message_page("No such document", "It may be gone.")
    assert markup.startswith('<!doctype html><html lang="en"><head><meta charset="utf-8">')
    shown = Reader(markup)
    assert "No such document · Dossier" in shown.text
    assert "It may be gone." in shown.text
    assert shown.attributes["href"] == [
        "/documents/-/document.css",
        "/",
        "/documents",
        "/documents",
    ]
    assert shown.attributes["src"] == ["/documents/-/document.js"]


def test_a_document_is_introduced_by_what_is_known_of_it() -> None:
    document = make_document(pages=(Page(1, 0, 4), Page(2, 4, 9)))
    shown = Reader(document_page(document, make_record(), []))
    for words in ("A report", "Date8 March 2025", "Source/b/a.md", "SHA-256" + "ab" * 32):
        assert words in shown.text
    assert "2 pages, 9 characters, 2 passages" in shown.text
    assert shown.text.endswith("page 1One.page 2 Two.")


def test_it_says_where_title_and_date_were_found_and_what_the_text_lacks() -> None:
    record = replace(make_record(), title_from="heading", published_from="by hand")
    omissions = (Omission("images", 3), Omission("struck-out words", 1))
    document = replace(make_document(), omissions=omissions)
    shown = Reader(document_page(document, record, [], is_stale=False))
    for words in (
        "Titlefrom a heading",
        "Date8 March 2025 (set by hand)",
        "Not in the textimages: 3, struck-out words: 1",
    ):
        assert words in shown.text
    plain = Reader(document_page(make_document(), make_record(), [], is_stale=False))
    assert "Not in the text" not in plain.text


def test_a_link_to_another_version_is_announced() -> None:
    stale = Reader(document_page(make_document(), make_record(), [], stale_hash="cd" * 32))
    assert "This document has changed since the link was made." in stale.text
    fresh = Reader(document_page(make_document(), make_record(), []))
    assert "has changed since" not in fresh.text
    assert "nothing is highlighted" in fresh.attributes["data-no-such-place"][0]


def test_sections_are_listed_where_there_are_several() -> None:
    shown = Reader(document_page(make_document(sections=TWO), make_record(), []))
    assert "ContentsFirstSecond" in shown.text
    assert {"#section-0", "#section-1"} <= set(shown.attributes["href"])


@pytest.mark.parametrize("sections", [(), TWO[:1], (TWO[0], Section(" ", 5, 9))])
def test_a_single_heading_needs_no_list(sections: tuple[Section, ...]) -> None:
    document = make_document(sections=sections)
    assert "Contents" not in Reader(document_page(document, make_record(), [])).text


def test_passages_are_listed_with_their_places() -> None:
    document = make_document()
    passages = [
        make_passage(document.text, 0, 4, "First", 3),
        make_passage(document.text, 5, 9),
    ]
    shown = Reader(document_page(document, make_record(), passages))
    assert "2 passagesOne. First · page 3Two. " in shown.text
    assert f"/documents/d1?sha256={'ab' * 6}#5-9" in shown.attributes["href"]


def test_of_a_long_passage_its_first_words_are_listed() -> None:
    document = make_document("word " * 400)
    passage = make_passage(document.text, 0, len(document.text))
    shown = Reader(document_page(document, make_record(), [passage]))
    assert "1 passage" + "word " * 15 + "word… " in shown.text


def test_all_documents_are_listed_in_order() -> None:
    shown = Reader(list_page([make_record("B", "b"), make_record("A", "a/é")]))
    assert "2 documents" in shown.text
    assert shown.text.index("B8 March 2025") < shown.text.index("A8 March 2025")
    assert "/documents/a%2F%C3%A9" in shown.attributes["href"]


def test_an_empty_library_has_no_table() -> None:
    shown = Reader(list_page([]))
    assert "The library holds no documents yet." in shown.text
    assert "table" not in shown.tags


def test_whatever_a_document_says_is_shown_as_text() -> None:
    sections = (Section(HOSTILE, 0, 4), Section(HOSTILE, 5, 9))
    document = make_document(HOSTILE, title=HOSTILE, sections=sections)
    passages = [make_passage(HOSTILE, 0, len(HOSTILE), HOSTILE)]
    for markup in (
        document_page(document, make_record(HOSTILE), passages, stale_hash="cd" * 32),
        list_page([make_record(HOSTILE)]),
        message_page(HOSTILE, HOSTILE),
    ):
        shown = Reader(markup)
        assert HOSTILE in shown.text
        assert markup.count("<script") == 1  # the page's own
        assert "img" not in shown.tags
