"""Conversations as a browser keeps them: across reloads and restarts, apart from other browsers."""

import io
import json
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.chat_page import answered, begin_anew, reply
from tests.ui.web.chromium import opened
from tests.ui.web.samples import (
    BOTH_QUESTION,
    HOSTILE_QUESTION,
    HOSTILE_SENTENCE,
    VARNA_QUESTION,
    VARNA_QUOTE,
    served,
)
from ui.messages import export as export_messages
from ui.messages import saved as saved_messages
from ui.messages import sources as sources_messages

pytestmark = pytest.mark.browser

PORT = 18770
KEY = "dossier.conversation."


def kept(page: Page) -> int:
    count = page.evaluate(f"Object.keys(localStorage).filter(k => k.startsWith('{KEY}')).length")
    return int(count)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_conversation_outlives_a_reload(browser: Browser, url: str, width: int) -> None:
    with opened(browser, url, width) as page:
        answered(page, VARNA_QUESTION)
        answered(page, "Who won the chess tournament in Reykjavik?")
        page.reload()
        expect(page.locator("#chat .actions")).to_have_count(2)
        expect(page.locator("#chat .answer")).to_contain_text(VARNA_QUOTE)
        page.locator("#chat a.marker").first.click()
        expect(page.locator("#sources mark")).to_have_text(VARNA_QUOTE)
        page.keyboard.press("Escape")
        followed = answered(page, "And where did most of it go?")
        expect(followed.locator(".searched")).to_contain_text(VARNA_QUESTION)


def test_a_conversation_outlives_a_restart(browser: Browser, settings_of_all: rag.Settings) -> None:
    with (
        served(rag.open(settings_of_all, embedder=FakeEmbedder()), PORT) as url,
        opened(browser, url) as page,
    ):
        answered(page, VARNA_QUESTION)
        state = page.context.storage_state()
    with served(rag.open(settings_of_all, embedder=FakeEmbedder()), PORT) as again:
        assert again == url
        context = browser.new_context(storage_state=state)
        page = context.new_page()
        page.goto(again)
        expect(page.locator("#chat .message")).to_have_count(0)
        page.locator("#saved label", has_text=VARNA_QUESTION).click()
        expect(reply(page)).to_contain_text(VARNA_QUOTE)
        context.close()


def test_conversations_are_listed_named_and_deleted(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    begin_anew(page)
    answered(page, BOTH_QUESTION)
    listed = page.locator("#saved label")
    expect(listed).to_have_text([BOTH_QUESTION, VARNA_QUESTION])
    listed.nth(1).click()
    expect(page.locator("#chat .user.message")).to_have_text([VARNA_QUESTION])
    name = page.get_by_role("textbox", name=saved_messages.NAME)
    expect(name).to_have_value(VARNA_QUESTION)
    name.fill("Grain <b>at</b> Varna")
    name.press("Enter")
    expect(listed).to_have_text([BOTH_QUESTION, "Grain <b>at</b> Varna"])
    page.get_by_role("button", name=saved_messages.DELETE, exact=True).click()
    cancel = page.get_by_role("button", name="Keep it")
    expect(cancel).to_be_focused()
    cancel.click()
    expect(cancel).to_be_hidden()
    page.get_by_role("button", name=saved_messages.DELETE, exact=True).click()
    page.get_by_role("button", name=saved_messages.DELETE_NOW).click()
    expect(listed).to_have_text([BOTH_QUESTION])
    expect(page.locator("#chat .message")).to_have_count(0)
    page.reload()
    expect(listed).to_have_text([BOTH_QUESTION])
    assert kept(page) == 1


def test_nothing_is_kept_once_that_is_turned_off(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    expect(page.locator("#saved label")).to_have_count(1)
    page.get_by_role("checkbox", name=saved_messages.SAVE).uncheck()
    expect(page.locator("#saved label")).to_have_count(0)
    answered(page, BOTH_QUESTION)
    assert kept(page) == 0
    page.reload()
    expect(page.get_by_role("checkbox", name=saved_messages.SAVE)).not_to_be_checked()
    expect(page.locator("#chat .message")).to_have_count(0)


def test_two_tabs_keep_each_their_own_and_two_browsers_see_nothing_of_each_other(
    browser: Browser, url: str
) -> None:
    with browser.new_context() as context, opened(browser, url) as stranger:
        page, other = context.new_page(), context.new_page()
        page.goto(url)
        answered(page, VARNA_QUESTION)
        other.goto(url)
        expect(other.locator("#chat .message")).to_have_count(0)
        answered(other, BOTH_QUESTION)
        both = [BOTH_QUESTION, VARNA_QUESTION]
        expect(other.locator("#saved label")).to_have_text(both)
        expect(page.locator("#saved label")).to_have_text(both)
        expect(page.locator("#chat .user.message")).to_have_text([VARNA_QUESTION])
        answered(stranger, HOSTILE_QUESTION)
        expect(stranger.locator("#saved label")).to_have_text([HOSTILE_QUESTION])
        stranger.reload()
        expect(stranger.locator("#saved label")).to_have_text([HOSTILE_QUESTION])
        expect(stranger.locator("#chat .user.message")).to_have_text([HOSTILE_QUESTION])


def test_what_a_browser_kept_is_not_believed(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    expect(page.locator("#saved label")).to_have_count(1)
    evil = "<img src=x onerror=alert(1)>"
    page.evaluate(
        """([key, evil]) => {
            const own = Object.keys(localStorage).find((name) => name.startsWith(key));
            const kept = JSON.parse(localStorage.getItem(own));
            kept.title = evil;
            kept.conversation = kept.conversation.replaceAll("4.2 million", evil);
            localStorage.setItem(own, JSON.stringify(kept));
            localStorage.setItem(key + "broken", '{"title": "Broken", "conversation": "{}"}');
            localStorage.setItem(key + "no-json", "{");
        }""",
        [KEY, evil],
    )
    page.reload()
    expect(page.locator("#chat .answer")).to_contain_text(evil)
    expect(page.locator("#sources mark")).to_have_text(VARNA_QUOTE.replace("4.2 million ", ""))
    expect(page.locator("#sources .note")).to_have_text(sources_messages.DOCUMENT_CHANGED)
    expect(page.locator("#chat .message img, #sources img, #saved img")).to_have_count(0)
    page.locator("#saved label", has_text="Broken").click()
    expect(page.get_by_text(saved_messages.UNREADABLE)).to_be_visible()
    expect(page.locator("#chat .answer")).to_contain_text(evil)


def test_an_export_to_word_has_the_quotes_in_footnotes(page: Page) -> None:
    answered(page, BOTH_QUESTION)
    answered(page, HOSTILE_QUESTION)
    with page.expect_download() as downloading:
        page.get_by_role("button", name=saved_messages.EXPORT_WORD).click()
    assert downloading.value.suggested_filename.endswith(".docx")
    read = docx.Document(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    shown = [paragraph.text for paragraph in read.paragraphs]
    assert BOTH_QUESTION in shown
    assert HOSTILE_QUESTION in shown
    (part,) = [p for p in read.part.package.iter_parts() if p.partname == "/word/footnotes.xml"]
    notes = part.blob.decode()
    assert VARNA_QUOTE in notes
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in notes
    table = [[cell.text for cell in row.cells] for row in read.tables[0].rows]
    assert table[0] == list(export_messages.DOCUMENT_COLUMNS)
    assert {row[1] for row in table[1:]} == {"8 March 2025", "12 May 2024", "undated"}
    assert all(re.fullmatch("[0-9a-f]{64}", row[3]) for row in table[1:])


def test_an_export_to_markdown_has_the_quotes_in_footnotes(page: Page) -> None:
    page.get_by_role("button", name=saved_messages.EXPORT_MARKDOWN).click()
    expect(page.get_by_text(saved_messages.NOTHING_TO_EXPORT)).to_be_visible()
    answered(page, VARNA_QUESTION)
    answered(page, HOSTILE_QUESTION)
    with page.expect_download() as downloading:
        page.get_by_role("button", name=saved_messages.EXPORT_MARKDOWN).click()
    written = Path(downloading.value.path()).read_text(encoding="utf-8")
    assert f"{VARNA_QUOTE}[^1]" in written
    assert f"[^1]: “{VARNA_QUOTE}” The port of Varna, 8 March 2025, Grain" in written
    assert "<script>" not in written.replace("\\<script\\>", "")
    assert HOSTILE_SENTENCE not in written


def test_a_conversation_fits_its_storage(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    expect(page.locator("#saved label")).to_have_count(1)
    stored = page.evaluate(
        f"Object.entries(localStorage).find(([name]) => name.startsWith('{KEY}'))[1]"
    )
    assert json.loads(stored)["title"] == VARNA_QUESTION
    assert len(stored) < 5_000
