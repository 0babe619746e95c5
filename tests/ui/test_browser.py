"""The chat as a person meets it, in a real chromium."""

import os
import shutil
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

import ingest
import rag
from rag import Event, Filters, TextAdded, Turn
from rag.dossier import Dossier
from rag.testing import FakeEmbedder
from ui.web import texts
from ui.web.serve import Site, listen

pytestmark = pytest.mark.browser

HOST = "127.0.0.1"
NO_FILTERS = Filters()
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

VARNA = """---
title: The port of Varna
date: 2025-03-08
---
# The port of Varna

## Grain
The port of Varna handled 4.2 million tonnes of grain in 2024. Most of it went to Egypt and Spain.
"""
HOSTILE = (
    "Smelter <b>bold</b> <img src=x onerror=alert(1)>\n\n"
    "The copper smelter at Bor <script>alert(2)</script> <img src=http://evil.example/a.png "
    "onerror=alert(3)> ![b](http://evil.example/b.png) [c](javascript:alert(4)) $$x^2$$ $y$ "
    '**d** `e` ${alert(5)} {{value}} &lt;f&gt; "g" produced 90 tonnes.\n'
)
HOSTILE_TITLE, HOSTILE_SENTENCE = HOSTILE.split("\n\n")


class Held(Dossier):
    """Writes a first sentence, and the rest once it is released."""

    def __init__(self, settings: rag.Settings) -> None:
        super().__init__(settings, FakeEmbedder())
        self.released = threading.Event()

    def stream(
        self, question: str, filters: Filters = NO_FILTERS, history: Sequence[Turn] = ()
    ) -> Generator[Event, None, None]:
        yield TextAdded("The first sentence.")
        assert self.released.wait(30)
        yield from super().stream(question, filters, history)


@pytest.fixture(scope="module")
def settings_of_all(tmp_path_factory: pytest.TempPathFactory) -> rag.Settings:
    """A library of two documents, one of them hostile."""
    folder = tmp_path_factory.mktemp("briefings")
    (folder / "varna.md").write_text(VARNA, encoding="utf-8")
    (folder / "<i>smelter<i> & $z$.txt").write_text(HOSTILE, encoding="utf-8")
    settings = rag.Settings(data_dir=tmp_path_factory.mktemp("data"))
    ingest.sync([folder], settings=settings, embedder=FakeEmbedder())
    return settings


@contextmanager
def served(dossier: Dossier) -> Iterator[str]:
    """The address of a chat over the library."""
    with dossier, Site(dossier, listen(HOST, 18700)) as site:
        yield site.url


@pytest.fixture(scope="module")
def url(settings_of_all: rag.Settings) -> Iterator[str]:
    with served(rag.open(settings_of_all, embedder=FakeEmbedder())) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"none of {', '.join(NAMES)} is installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def alarms() -> list[str]:
    """Dialogs, errors of the page, and requests to other hosts: what must never come."""
    return []


@pytest.fixture
def page(browser: Browser, url: str, alarms: list[str]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(20_000)
    watch(page, alarms)
    page.goto(url)
    yield page
    page.close()
    assert alarms == []


def watch(page: Page, alarms: list[str]) -> None:
    def on_dialog(dialog: Dialog) -> None:
        alarms.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"http://{HOST}:", "data:", "blob:")):
            alarms.append(f"request {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            alarms.append(f"console {message.text}")

    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: alarms.append(f"error {error}"))


def ask(page: Page, question: str) -> None:
    """Type the question and press Enter; again where Gradio has not quite ended the one before."""
    box = page.get_by_role("textbox", name=texts.QUESTION)
    box.fill(question)
    for _ in range(10):
        box.press("Enter")
        with suppress(AssertionError):
            expect(box).to_have_value("", timeout=1000)
            return
    pytest.fail("the question was not taken")


def reply(page: Page) -> Locator:
    """The latest answer."""
    return page.locator("#chat .bot.message").last


def test_an_answer_comes_with_its_marker_and_the_marked_quote(page: Page) -> None:
    expect(page.locator("#masthead")).to_contain_text("2 documents, latest 8 March 2025")
    ask(page, "How much grain did the port of Varna handle in 2024?")
    expect(reply(page)).to_contain_text("4.2 million tonnes of grain in 2024. [1]")
    sources = page.locator("#sources")
    expect(sources.locator("mark")).to_have_text(
        "The port of Varna handled 4.2 million tonnes of grain in 2024."
    )
    expect(sources.locator("h3")).to_have_text("[1]The port of Varna")
    expect(sources.locator(".where")).to_have_text("8 March 2025 · Grain")
    expect(sources.locator("blockquote")).to_contain_text("Most of it went to Egypt")
    expect(page.get_by_role("textbox", name=texts.QUESTION)).to_have_value("")


def test_what_the_briefings_do_not_say_is_said_with_the_nearest_passages(page: Page) -> None:
    ask(page, "Who won the chess tournament in Reykjavik?")
    expect(reply(page)).to_contain_text("The briefings don't say.")
    expect(page.locator("#sources h2")).to_have_text(texts.NEAREST)
    expect(page.locator("#sources .source").first).to_be_visible()
    expect(page.locator("#sources mark")).to_have_count(0)


def test_a_follow_up_is_searched_with_the_question_before_it(page: Page) -> None:
    ask(page, "How much grain did the port of Varna handle in 2024?")
    expect(reply(page)).to_contain_text("[1]")
    ask(page, "And where did most of it go?")
    expect(page.locator("#sources")).to_contain_text(
        "Searched for: How much grain did the port of Varna handle in 2024? And where did"
    )
    expect(page.locator("#chat .user.message")).to_have_count(2)


def test_what_a_document_says_is_shown_as_text(page: Page) -> None:
    ask(page, "How many tonnes did the copper smelter at Bor <u>produce</u> $$q$$?")
    expect(reply(page)).to_contain_text(HOSTILE_SENTENCE.strip())
    expect(page.locator("#chat .user.message")).to_contain_text("<u>produce</u> $$q$$?")
    expect(page.locator("#sources mark")).to_have_text(HOSTILE_SENTENCE.strip())
    expect(page.locator("#sources h3")).to_have_text(f"[1]{HOSTILE_TITLE}")
    made = "img, script, b, u, em, strong, code, a, .katex, .mermaid"
    for place in ("#chat .message", "#sources section"):
        expect(page.locator(place).locator(made)).to_have_count(0)


def test_a_new_conversation_begins_with_nothing(page: Page) -> None:
    ask(page, "How much grain did the port of Varna handle in 2024?")
    expect(reply(page)).to_contain_text("[1]")
    page.get_by_role("button", name=texts.CLEAR).click()
    expect(page.locator("#chat .message")).to_have_count(0)
    expect(page.locator("#sources")).to_contain_text(texts.SOURCES_HINT)
    ask(page, "And where did most of it go?")
    expect(page.locator("#sources .asked")).to_be_visible()
    expect(page.locator("#sources")).not_to_contain_text("Searched for")


def test_an_empty_question_asks_nothing(page: Page) -> None:
    ask(page, "   ")
    expect(page.get_by_role("textbox", name=texts.QUESTION)).to_have_value("")
    expect(page.locator("#chat .message")).to_have_count(0)


def test_an_empty_library_says_how_to_fill_it(
    browser: Browser, tmp_path: Path, alarms: list[str]
) -> None:
    settings = rag.Settings(data_dir=tmp_path / "none")
    with served(rag.open(settings, embedder=FakeEmbedder())) as url:
        page = browser.new_page()
        watch(page, alarms)
        page.goto(url)
        expect(page.locator("#masthead")).to_contain_text(texts.NO_DOCUMENTS)
        ask(page, "What?")
        expect(reply(page)).to_contain_text("holds no documents; put some in with")
        page.close()
    assert alarms == []


def test_an_answer_is_shown_while_it_is_written_and_can_be_stopped(
    browser: Browser, settings_of_all: rag.Settings
) -> None:
    dossier = Held(settings_of_all)
    with served(dossier) as url:
        page = browser.new_page()
        page.goto(url)
        ask(page, "How much grain did the port of Varna handle in 2024?")
        expect(reply(page)).to_have_text("The first sentence.")
        page.get_by_role("button", name=texts.STOP).click()
        expect(reply(page)).to_have_text(f"The first sentence. {texts.STOPPED}")
        dossier.released.set()
        expect(page.get_by_role("button", name=texts.ASK)).to_be_visible()
        ask(page, "How much grain did the port of Varna handle in 2024?")
        expect(reply(page)).to_contain_text("[1]")
        expect(page.locator("#chat .bot.message").first).to_contain_text(texts.STOPPED)
        page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_the_window(
    browser: Browser, url: str, alarms: list[str], width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    watch(page, alarms)
    page.goto(url)
    ask(page, "How many tonnes did the copper smelter at Bor produce?")
    expect(page.locator("#sources mark")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    talk, sources = (page.locator(place).bounding_box() for place in ("#talk", "#sources"))
    assert talk is not None
    assert sources is not None
    if width < 860:
        assert sources["y"] >= talk["y"] + talk["height"]
    else:
        assert sources["x"] >= talk["x"] + talk["width"]
    assert page.locator("body.dark").count() == (scheme == "dark")
    page.close()
    assert alarms == []
