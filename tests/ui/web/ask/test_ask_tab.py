"""The Ask tab as a person meets it, in a real chromium: asking, and what is done with answers."""

import re
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import rag
from rag.models.embedder import Vectors
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.chat_page import answered, ask, open_scope, reply
from tests.ui.web.chromium import SIZES, Scheme, fits, opened, violations
from tests.ui.web.samples import (
    BOTH_QUESTION,
    HOSTILE_QUESTION,
    HOSTILE_SENTENCE,
    HOSTILE_TITLE,
    VARNA_QUESTION,
    VARNA_QUOTE,
    Doubtful,
    Held,
    served,
)
from ui.messages import ask as ask_messages
from ui.messages import page as page_messages
from ui.messages import saved as saved_messages
from ui.messages import scope as scope_messages
from ui.messages import sources as sources_messages
from ui.service import feedback

pytestmark = pytest.mark.browser


class Slow(FakeEmbedder):
    """A model that loads only once it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        assert self.released.wait(30)
        return super().embed_queries(texts)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_marker_leads_to_the_marked_quote_in_its_document(
    browser: Browser, url: str, width: int
) -> None:
    with opened(browser, url, width) as page:
        expect(page.locator("#masthead")).to_contain_text("3 documents, latest 8 March 2025")
        expect(answered(page, VARNA_QUESTION)).to_contain_text(f"{VARNA_QUOTE}Citation 1")
        marker = page.locator("#chat a.marker").first
        marker.hover()
        card = page.get_by_role("tooltip")
        expect(card).to_contain_text(VARNA_QUOTE)
        expect(card).to_contain_text("The port of Varna, 8 March 2025, Grain")
        marker.click()
        sources = page.locator("#sources")
        expect(sources.locator("mark")).to_have_text(VARNA_QUOTE)
        expect(sources.locator("mark")).to_be_in_viewport()
        expect(sources.locator("article h3")).to_have_text("The port of Varna")
        expect(sources.locator(".location")).to_have_text("8 March 2025 · Grain")
        expect(sources.locator("blockquote")).to_contain_text("Most of it went to Egypt")
        whole = sources.get_by_role("link", name=sources_messages.WHOLE_DOCUMENT)
        expect(whole).to_have_attribute("href", re.compile(r"^/documents/\w+\?.*#\d+-\d+$"))
        expect(sources.locator(".count")).to_be_focused()
        page.keyboard.press("Escape")
        expect(marker).to_be_focused()
        if width == 390:
            expect(sources).to_be_hidden()


def test_next_and_previous_citation(page: Page) -> None:
    answered(page, BOTH_QUESTION)
    sources = page.locator("#sources")
    expect(sources.locator(".count")).to_have_text(sources_messages.citation_of(1, 2))
    page.keyboard.press("Alt+ArrowDown")
    expect(sources.locator(".count")).to_have_text(sources_messages.citation_of(2, 2))
    expect(sources.locator("mark")).to_contain_text("The port of Chabahar")
    expect(sources.get_by_role("button", name=sources_messages.NEXT)).to_be_disabled()
    sources.get_by_role("button", name=sources_messages.PREVIOUS).click()
    expect(sources.locator("mark")).to_have_text(VARNA_QUOTE)
    sources.get_by_role("button", name="Chabahar").click()
    expect(sources.locator(".count")).to_have_text(sources_messages.citation_of(2, 2))


def test_what_the_briefings_do_not_say_is_said_with_the_nearest_passages(page: Page) -> None:
    said = answered(page, "Who won the chess tournament in Reykjavik?")
    expect(said.locator(".abstention")).to_contain_text("The briefings don't say.")
    expect(said.locator(".abstention")).to_contain_text("“Reykjavik”")
    expect(page.locator("#sources h2")).to_have_text(ask_messages.NEAREST)
    expect(page.locator("#sources article").first).to_be_visible()
    expect(page.locator("#sources mark")).to_have_count(0)
    expect(said.locator(".problem")).to_have_count(0)


def test_a_sentence_without_support_says_why(
    browser: Browser, settings_of_all: rag.Settings
) -> None:
    with (
        served(Doubtful(settings_of_all, embedder=FakeEmbedder())) as url,
        opened(browser, url) as page,
    ):
        said = answered(page, VARNA_QUESTION)
        doubted = said.locator(".unsupported")
        expect(doubted).to_contain_text("It was a record.")
        expect(doubted).to_contain_text(ask_messages.not_supported("the passage names no record"))
        expect(doubted.locator(".claim")).to_have_css("text-decoration-line", "underline")
        expect(said.locator(".notices")).to_contain_text("Two sources give other figures <b>.")
        expect(said.locator(".details")).to_contain_text("a-model")
        assert violations(page) == []


def test_a_follow_up_is_searched_with_the_question_before_it(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    said = answered(page, "And where did most of it go?")
    expect(said.locator(".searched")).to_have_text(
        ask_messages.searched_for(f"{VARNA_QUESTION} And where did most of it go?")
    )
    page.get_by_role("button", name=saved_messages.NEW_CONVERSATION).click()
    expect(page.locator("#chat .message")).to_have_count(0)
    expect(page.locator("#sources")).to_contain_text(sources_messages.SOURCES_HINT)
    expect(page.get_by_role("textbox", name=ask_messages.QUESTION)).to_be_focused()
    expect(answered(page, "And where did most of it go?").locator(".searched")).to_have_count(0)


def test_what_a_document_says_is_shown_as_text(page: Page) -> None:
    said = answered(page, HOSTILE_QUESTION)
    expect(said.locator(".answer")).to_contain_text(HOSTILE_SENTENCE)
    expect(said.locator("a.marker")).to_have_count(1)
    asked = page.locator("#chat .user.message .md")
    expect(asked).to_have_text(HOSTILE_QUESTION)
    sources = page.locator("#sources")
    expect(sources.locator("mark")).to_have_text(HOSTILE_SENTENCE)
    expect(sources.locator("h3").first).to_have_text(HOSTILE_TITLE)
    said.locator("a.marker").focus()
    expect(page.get_by_role("tooltip").locator("q")).to_have_text(HOSTILE_SENTENCE)
    expect(page.locator("#saved label")).to_have_text([HOSTILE_QUESTION])
    open_scope(page)
    page.get_by_role("combobox", name=scope_messages.ONLY_DOCUMENTS).click()
    page.get_by_role("option", name=HOSTILE_TITLE).click()
    expect(page.locator("#scope .chip")).to_contain_text(HOSTILE_TITLE)
    made = "img, script, b, i, u, em, code, .katex, .mermaid"
    for place in ("#chat .message", ".passage", "#saved", "#scope .chips", "#quote-card"):
        expect(page.locator(place).locator(made)).to_have_count(0)
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("textbox", name=ask_messages.EDIT_QUESTION)).to_have_value(
        HOSTILE_QUESTION
    )


def test_an_empty_question_asks_nothing(page: Page) -> None:
    ask(page, "   ")
    expect(page.locator("#chat .message")).to_have_count(0)


def test_an_empty_library_says_how_to_fill_it(browser: Browser, tmp_path: Path) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none")
    with (
        served(rag.open(settings, embedder=FakeEmbedder())) as url,
        opened(browser, url) as page,
    ):
        expect(page.locator("#masthead")).to_contain_text(page_messages.NO_DOCUMENTS)
        ask(page, "What?")
        expect(reply(page)).to_contain_text("holds no documents. Put some in with")
        expect(page.locator(".suggestion")).to_have_count(0)


def test_the_page_is_there_before_the_model(
    browser: Browser, settings_of_all: rag.Settings
) -> None:
    model = Slow()
    with served(rag.open(settings_of_all, embedder=model)) as url, opened(browser, url) as page:
        expect(page.locator("#masthead")).to_contain_text(page_messages.LOADING)
        ask(page, VARNA_QUESTION)
        expect(reply(page)).to_have_text(ask_messages.STILL_LOADING)
        model.released.set()
        expect(reply(page)).to_contain_text(VARNA_QUOTE)
        expect(page.locator("#masthead")).to_contain_text("3 documents")


@pytest.mark.parametrize("width", [390, 1440])
def test_an_answer_is_shown_while_it_is_written_and_can_be_stopped(
    browser: Browser, settings_of_all: rag.Settings, width: int
) -> None:
    dossier = Held(settings_of_all)
    with served(dossier) as url, opened(browser, url, width) as page:
        ask(page, VARNA_QUESTION)
        expect(reply(page)).to_have_text("The first sentence.")
        page.get_by_role("button", name=ask_messages.STOP).click()
        expect(reply(page)).to_contain_text(ask_messages.STOPPED)
        dossier.released.set()
        expect(page.get_by_role("button", name=ask_messages.ASK, exact=True)).to_be_visible()
        page.get_by_role("button", name="Retry").click()
        expect(reply(page)).to_contain_text(VARNA_QUOTE)
        expect(page.locator("#chat .user.message")).to_have_count(1)


def test_enter_while_an_answer_is_written_asks_when_it_is_complete(
    browser: Browser, settings_of_all: rag.Settings
) -> None:
    dossier = Held(settings_of_all)
    with served(dossier) as url, opened(browser, url) as page:
        ask(page, VARNA_QUESTION)
        expect(reply(page)).to_have_text("The first sentence.")
        box = page.get_by_role("textbox", name=ask_messages.QUESTION)
        box.fill("Who runs the port of Chabahar?")
        box.press("Enter")
        dossier.released.set()
        expect(page.locator("#chat .user.message")).to_have_count(2)
        expect(reply(page)).to_contain_text("Dr. Leila Rostami runs the port.")
        expect(box).to_have_value("")


def test_an_edited_question_replaces_what_came_after_it(page: Page) -> None:
    answered(page, VARNA_QUESTION)
    answered(page, "Who runs the port of Chabahar?")
    page.get_by_role("button", name="Edit").first.click()
    field = page.get_by_role("textbox", name=ask_messages.EDIT_QUESTION)
    expect(field).to_have_value(VARNA_QUESTION)
    field.fill("When did the tug Burgas Star sink?")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#chat .user.message")).to_have_text(["When did the tug Burgas Star sink?"])
    expect(reply(page)).to_contain_text("On 3 March 2025 the tug Burgas Star sank")


def test_an_answer_can_be_copied_with_its_citations(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said = answered(page, VARNA_QUESTION)
    said.get_by_role("button", name=ask_messages.COPY, exact=True).click()
    expect(page.locator("#announcement")).to_have_text(ask_messages.COPIED)
    assert page.evaluate("navigator.clipboard.readText()") == VARNA_QUOTE
    said.get_by_role("button", name=ask_messages.COPY_CITED).click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('[1] “')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"[1] “{VARNA_QUOTE}” The port of Varna, 8 March 2025, Grain. " in copied


def test_a_verdict_and_a_word_are_noted(page: Page, settings_of_all: rag.Settings) -> None:
    answered(page, VARNA_QUESTION)
    page.get_by_role("button", name="Dislike").click()
    word = page.get_by_role("textbox", name=ask_messages.COMMENT)
    expect(word).to_be_focused()
    (entry,) = feedback.entries(settings_of_all)
    assert (entry.verdict, entry.question, entry.comment) == ("bad", VARNA_QUESTION, "")
    word.fill("The year is missing.")
    word.press("Enter")
    expect(word).to_be_hidden()
    (entry,) = feedback.entries(settings_of_all)
    assert (entry.verdict, entry.comment) == ("bad", "The year is missing.")
    page.reload()
    expect(page.get_by_role("button", name="Disliked")).to_be_visible()


def test_suggested_questions_are_answered(page: Page) -> None:
    suggested = page.locator(".suggestion")
    expect(suggested).to_have_count(3)
    question = suggested.first.inner_text()
    suggested.first.click()
    expect(page.locator("#chat .user.message")).to_have_text([question])
    expect(reply(page).locator("a.marker").first).to_be_visible()
    expect(page.locator("#suggestions-title")).to_have_text(ask_messages.QUESTIONS_TO_GO_ON)
    expect(suggested.first).not_to_have_text(question)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_question_is_narrowed_by_dates_and_documents(
    browser: Browser, url: str, width: int
) -> None:
    with opened(browser, url, width) as page:
        open_scope(page)
        page.locator("#until input").fill("2024-12-31")
        chips = page.locator("#scope .chip")
        expect(chips).to_have_text(["to 31 December 2024×"])
        said = answered(page, BOTH_QUESTION)
        expect(said.locator(".answer")).to_contain_text("The port of Chabahar")
        expect(said.locator(".answer")).not_to_contain_text("Varna")
        expect(said.locator(".scope .chip")).to_have_text(["to 31 December 2024"])
        chips.get_by_role("button", name=scope_messages.remove_chip("to 31 December 2024")).click()
        expect(chips).to_have_count(0)
        page.get_by_role("combobox", name=scope_messages.ONLY_DOCUMENTS).click()
        page.get_by_role("option", name="The port of Varna").click()
        expect(chips).to_contain_text(["The port of Varna"])
        page.keyboard.press("Escape")
        said = answered(page, BOTH_QUESTION)
        expect(said.locator(".answer")).to_contain_text("The port of Varna")
        expect(said.locator(".answer")).not_to_contain_text("Chabahar")
        expect(said.locator(".scope .chip")).to_have_text(["The port of Varna"])
        expect(page.locator("#chat .scope .chip").first).to_have_text("to 31 December 2024")


def test_dates_that_cannot_be_are_said_to_be_so(page: Page) -> None:
    open_scope(page)
    page.locator("#since input").fill("2025-01-01")
    page.locator("#until input").fill("2024-01-01")
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Swap the two dates")
    ask(page, VARNA_QUESTION)
    expect(reply(page)).to_contain_text("Swap the two dates")
    page.get_by_role("button", name=scope_messages.CLEAR).click()
    expect(page.locator("#scope .chips")).to_have_text(scope_messages.ALL_DOCUMENTS)


def test_all_can_be_done_by_keyboard(page: Page) -> None:
    expect(page.locator(".suggestion").first).to_be_visible()
    page.keyboard.press("Alt+q")
    page.keyboard.type(VARNA_QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#suggestions-title")).to_have_text(ask_messages.QUESTIONS_TO_GO_ON)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#sources .count")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name=ask_messages.QUESTION)).to_be_focused()
    reached = []
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        reached.append(
            page.evaluate(
                "(e => e.id || e.name || e.getAttribute('aria-label') || e.innerText)"
                "(document.activeElement)"
            ).strip()
        )
    places = ["suggestion-0", "Dislike", "copy", "0.1", "Edit", "saving-enabled", "delete"]
    order = [next(n for n, name in enumerate(reached) if name.startswith(p)) for p in places[:5]]
    assert order == sorted(order), reached
    assert {"to-word", "delete", "new-conversation"} <= set(reached), reached


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_it_fits_the_window_and_can_be_used_by_all(
    browser: Browser, url: str, width: int, scheme: Scheme
) -> None:
    with opened(browser, url, width, scheme) as page:
        expect(page.locator(".suggestion").first).to_be_visible()
        assert violations(page) == []
        answered(page, HOSTILE_QUESTION)
        answered(page, "Who won the chess tournament in Reykjavik?")
        expect(page.locator(".suggestion").first).to_be_visible()
        open_scope(page)
        assert fits(page)
        assert violations(page) == []
        page.locator("#chat a.marker").first.click()
        expect(page.locator("#sources mark")).to_be_visible()
        assert fits(page)
        assert violations(page) == []
        talk, sources = (
            page.locator(place).bounding_box() for place in ("#conversation", "#sources")
        )
        assert talk is not None
        assert sources is not None
        assert (sources["x"] >= talk["x"] + talk["width"]) == (width > 860)
        assert page.locator("body.dark").count() == (scheme == "dark")
