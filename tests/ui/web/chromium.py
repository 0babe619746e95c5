"""A real chromium for tests of pages: how it is started, watched and asked for what it finds."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

from tests.ui.web.samples import HOST, OTHER_HOST

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_BLANK = "about:blank"
Scheme = Literal["light", "dark"]
SIZES: list[tuple[int, Scheme]] = [(390, "light"), (1440, "dark")]
"""A telephone and a laptop, each in one scheme: what fits has nothing to do with colours."""


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser; the test skips where there is none, except in continuous integration."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        reason = f"none of {', '.join(NAMES)} is installed"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    names = f"--host-resolver-rules=MAP {OTHER_HOST} {HOST}"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=[*ARGUMENTS, names])
        chromium.new_page().goto(_BLANK)
        yield chromium
        chromium.close()


@contextmanager
def opened(
    browser: Browser, url: str, width: int = 1440, scheme: Scheme = "light"
) -> Iterator[Page]:
    """A page of that width; nothing alarming may have happened when it is left.

    It is the browser's first one where no test has it open, since one that has shown the chat once
    does so in a third of the time. Nothing of one test is left to the next.
    """
    first = browser.contexts[0].pages[0]
    page = first if first.url == _BLANK else browser.new_page()
    alarms: list[str] = []
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.set_default_timeout(20_000)
    unwatch = _watch(page, alarms)
    page.goto(url)
    try:
        yield page
    finally:
        unwatch()
        if page is first:
            _forget_all(page, url)
        else:
            page.close()
    assert alarms == [], alarms


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, as rule and elements."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{violation['id']}: {[node['html'] for node in violation['nodes']]}"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def _forget_all(page: Page, url: str) -> None:
    """Leave the page, and forget what it has stored and was allowed."""
    # From where no script runs that could store something again.
    page.goto(urljoin(url, "/theme.css"))
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()
    page.context.clear_permissions()
    page.goto(_BLANK)


def _watch(page: Page, alarms: list[str]) -> Callable[[], None]:
    """Note dialogs, errors of the page, and requests to other hosts: what must never come.

    Returns:
        Ends the watching.
    """

    def on_dialog(dialog: Dialog) -> None:
        alarms.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def on_request(request: Request) -> None:
        own = (f"http://{HOST}:", f"http://{OTHER_HOST}:", "data:", "blob:")
        if not request.url.startswith(own):
            alarms.append(f"request {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        # A page that is not there is told as such by its status, which tests look at; Gradio says
        # of a page that is left that its connection was, and cancels events that have not begun
        # by an id that they do not have yet (422).
        where = message.location.get("url", "")
        usual = ("status of 404", "AbortError", "Connection errored out")
        unbegun = "status of 422" in message.text and where.endswith(("/cancel", "/reset"))
        if message.type == "error" and not unbegun and not any(e in message.text for e in usual):
            alarms.append(f"console {message.text} {where}")

    def on_error(error: object) -> None:
        alarms.append(f"error {error}")

    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", on_error)

    def unwatch() -> None:
        page.remove_listener("dialog", on_dialog)
        page.remove_listener("request", on_request)
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)

    return unwatch
