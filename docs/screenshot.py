"""Take the pictures that the README and the docs show, from the running chat over `briefings/`.

Run it from the repository's root: `PYTHONPATH=. .venv/bin/python docs/screenshot.py`. It needs
chromium.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

import ingest
import rag
from ui.messages import ask as ask_messages
from ui.messages import page as page_messages
from ui.web.listening import listen
from ui.web.serve import Site

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUESTIONS = (
    "When was the grain accord signed?",
    "How much fuel oil did the Amber Sill lose?",
)
UNANSWERED = "Which football club won the Merevian cup?"
WIDE, NARROW = (1440, 860), (390, 844)
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync".split()


def main() -> None:
    """Write the pictures into docs/images."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        briefings = Path(folder) / "briefings"
        shutil.copytree(ROOT / "briefings", briefings)
        settings = rag.Settings(data_dir=Path(folder) / "library")
        ingest.sync([briefings], settings=settings)
        with rag.open(settings) as dossier:
            dossier.warm_up()
            with (
                Site(dossier, listen("127.0.0.1", 7900)) as site,
                sync_playwright() as playwright,
            ):
                path = shutil.which("chromium")
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                photograph(browser, site.own_url)
                browser.close()


def photograph(browser: Browser, url: str) -> None:
    """Take every picture."""
    answers(opened(browser, url, WIDE, "light"), "chat.png")
    answers(opened(browser, url, WIDE, "dark"), "chat-dark.png")
    page = opened(browser, url, NARROW, "light")
    answers(page, "chat-narrow.png")
    page.locator("#chat a.marker").last.click()
    expect(page.locator("#sources mark")).to_be_visible()
    page.screenshot(path=IMAGES / "passage-narrow.png")
    page = opened(browser, url, WIDE, "light")
    ask(page, UNANSWERED)
    page.screenshot(path=IMAGES / "abstention.png")
    page.get_by_role("tab", name=page_messages.TAB_LIBRARY).click()
    expect(page.locator("table.documents tbody tr").first).to_be_visible()
    page.screenshot(path=IMAGES / "library.png")


def opened(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Page:
    """The page at that size, with its first suggestions."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.goto(url)
    expect(page.locator(".suggestion").first).to_be_visible(timeout=30_000)
    return page


def answers(page: Page, picture: str) -> None:
    """Ask the questions and save what the page shows then."""
    for question in QUESTIONS:
        ask(page, question)
    page.screenshot(path=IMAGES / picture)


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the complete answer and for what to go on with."""
    answered = page.locator("#chat .actions")
    before = answered.count()
    box = page.get_by_role("textbox", name=ask_messages.QUESTION)
    box.fill(question)
    box.press("Enter")
    expect(answered).to_have_count(before + 1, timeout=30_000)
    expect(page.locator("#suggestions-title")).to_have_text(
        ask_messages.QUESTIONS_TO_GO_ON, timeout=30_000
    )
    page.wait_for_timeout(500)  # Gradio scrolls a moment after an answer is there


if __name__ == "__main__":
    main()
