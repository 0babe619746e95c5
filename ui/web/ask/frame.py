"""The page's head, the chips of the scope and other small pieces of the Ask tab as HTML."""

from ui.messages import ask as ask_messages
from ui.messages import page as page_messages
from ui.messages import saved as saved_messages
from ui.messages import scope as scope_messages
from ui.service.scope import Scope
from ui.web.markup import Markup, element, join

DOCUMENT_CHIP = "document:"
"""Precedes a document's id in the name of its chip."""


def masthead(status: str) -> Markup:
    """The head of the page: its name, what it is for, and the state of the library."""
    return element(
        "div",
        element("h1", page_messages.TITLE),
        element("p", page_messages.TAGLINE, class_="tagline"),
        element("p", status, class_="holdings", role="status"),
        class_="masthead",
    )


def chips(scope: Scope, problem: str = "") -> Markup:
    """What the next question is narrowed to; each chip can be removed.

    Args:
        problem: why the scope cannot be used, or "".
    """
    if problem:
        return element("p", problem, class_="chips problem", role="alert")
    shown = [
        *([_chip(scope_messages.since(scope.since), "since")] if scope.since else []),
        *([_chip(scope_messages.until(scope.until), "until")] if scope.until else []),
        *(_chip(title, f"{DOCUMENT_CHIP}{key}") for key, title in scope.documents),
    ]
    if not shown:
        return element("p", scope_messages.ALL_DOCUMENTS, class_="chips")
    return element("p", element("span", scope_messages.NARROWED), *shown, class_="chips")


def suggestions_title(title: str) -> Markup:
    """What stands above suggested questions; nothing where there are none."""
    return element("p", title) if title else join()


def announcement() -> Markup:
    """Where the script announces what it has done, with the words that it uses."""
    return element(
        "div",
        id="announcement",
        role="status",
        data_copied=ask_messages.COPIED,
        data_failed=ask_messages.COPY_FAILED,
        data_edit=ask_messages.EDIT_QUESTION,
    )


def delete_question() -> Markup:
    """The question before a conversation is deleted."""
    return element("p", saved_messages.DELETE_QUESTION)


def _chip(text: str, key: str) -> Markup:
    cross = element("span", "×", aria_hidden="true")
    button = element(
        "button",
        cross,
        type="button",
        name="remove-chip",
        value=key,
        aria_label=scope_messages.remove_chip(text),
    )
    return element("span", text, button, class_="chip")
