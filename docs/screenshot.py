"""Take the picture of the chat that the README shows, from the running chat over `briefings/`.

Run it from the repository's root: `.venv/bin/python docs/screenshot.py`. It needs chromium.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import ingest
import rag
from ui.web.serve import Site, listen

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ("When was the grain accord signed?", "How much fuel oil did the Amber Sill lose?")
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync".split()


def main() -> None:
    """Write docs/images/chat.png."""
    with tempfile.TemporaryDirectory() as folder:
        settings = rag.Settings(data_dir=Path(folder))
        ingest.sync([ROOT / "briefings"], settings=settings)
        with rag.open(settings) as dossier:
            dossier.warm_up()
            with Site(dossier, listen("127.0.0.1", 7900)) as site:
                photograph(site.url, ROOT / "docs" / "images" / "chat.png")


def photograph(url: str, picture: Path) -> None:
    """Ask the questions in a browser and save what it shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 760})
        page.goto(url)
        for question in QUESTIONS:
            page.get_by_role("textbox").fill(question)
            page.get_by_role("textbox").press("Enter")
            page.locator("#sources").get_by_text(question).wait_for()
            page.locator("#sources mark").first.wait_for()
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
