"""The fields that narrow a question, as a person meets them in a real chromium."""

import pytest
from playwright.sync_api import Browser, expect

import rag
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.ask.large import Large
from tests.ui.web.chat_page import open_scope
from tests.ui.web.chromium import opened
from tests.ui.web.samples import HOST
from ui.messages import scope as scope_messages
from ui.web.listening import listen
from ui.web.serve import Site

pytestmark = pytest.mark.browser


def test_every_document_of_a_large_library_can_be_chosen(
    browser: Browser, settings: rag.Settings
) -> None:
    with (
        Large(settings, embedder=FakeEmbedder()) as dossier,
        Site(dossier, listen(HOST, 18850)) as site,
        opened(browser, site.own_url) as page,
    ):
        open_scope(page)
        field = page.get_by_role("combobox", name=scope_messages.ONLY_DOCUMENTS)
        chips = page.locator("#scope .chip")
        # What is typed while the field gets its first documents is lost.
        field.click()
        expect(page.get_by_role("option").first).to_be_visible()
        for count, title in enumerate(("Briefing 998", "Briefing 777", "Briefing 3"), 1):
            field.press_sequentially(f"{title} (", delay=60)
            page.get_by_role("option", name=title).click()
            expect(chips).to_have_count(count)
        expect(chips).to_contain_text(["Briefing 998", "Briefing 777", "Briefing 3"])
