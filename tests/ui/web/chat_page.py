"""What tests do in the Ask tab of a real browser."""

from playwright.sync_api import Locator, Page, expect

from ui.messages import ask as ask_messages
from ui.messages import saved as saved_messages


def ask(page: Page, question: str) -> None:
    """Type the question and press Enter."""
    box = page.get_by_role("textbox", name=ask_messages.QUESTION)
    box.fill(question)
    box.press("Enter")
    expect(box).to_have_value("")


def answered(page: Page, question: str) -> Locator:
    """Ask, and wait for the complete answer."""
    before = page.locator("#chat .actions").count()
    ask(page, question)
    expect(page.locator("#chat .actions")).to_have_count(before + 1)
    return reply(page)


def reply(page: Page) -> Locator:
    """The latest answer."""
    return page.locator("#chat .bot.message .reply").last


def begin_anew(page: Page) -> None:
    """Begin a new conversation."""
    page.get_by_role("button", name=saved_messages.NEW_CONVERSATION).click()
    expect(page.locator("#chat .message")).to_have_count(0)


def open_scope(page: Page) -> None:
    """Unfold the fields that narrow a question."""
    page.locator("#scope-fields > .label-wrap").click()
    expect(page.locator("#since input")).to_be_visible()
