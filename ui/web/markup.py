"""The one maker of HTML: every page and every fragment of `ui` is built with it.

Documents, file names and questions are data. `Markup` of MarkupSafe tells what is markup already by
its type: every other string is escaped where it becomes the content of an element or the value of
an attribute.
"""

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup, escape

__all__ = ["CARRIAGE_RETURN", "Attribute", "Markup", "element", "join", "page"]

CARRIAGE_RETURN = Markup("&#13;")
"""A carriage return that a browser keeps: the literal character it would read as a line feed."""

_VOID = frozenset({"br", "hr", "input", "link", "meta"})
"""Elements that have no content and no end tag; of those in the HTML standard, the ones used."""

_DOCTYPE = Markup("<!doctype html>")

Attribute = str | int | bool | None


def element(tag: str, *content: str, **attributes: Attribute) -> Markup:
    """An element around its content.

    Args:
        tag: a literal of the caller, never data; so are the names of attributes.
        content: `Markup` is inserted as it is, other text is escaped. An element that the HTML
            standard calls void ignores it.
        attributes: an underscore in a name stands for a hyphen, a trailing one is dropped; True
            is an attribute without a value, None and False leave it out.
    """
    written = "".join([_attribute(*pair) for pair in attributes.items()]) if attributes else ""
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{_joined(content)}</{tag}>")


def join(*content: str) -> Markup:
    """Pieces of content after one another, escaped where they are not markup."""
    return Markup(_joined(content))


def page(language: str, head: Markup, body: Markup) -> Markup:
    """A whole HTML document.

    Args:
        language: of its texts, as a BCP 47 tag.
        head: the elements inside `head`; `body` the same.
    """
    return join(
        _DOCTYPE, element("html", element("head", head), element("body", body), lang=language)
    )


def _joined(content: Iterable[str]) -> str:
    # A document's page has some ten thousand elements, and `Markup.join` copies what is markup.
    return "".join([part if isinstance(part, Markup) else escape(part) for part in content])


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = _name(name)
    return f" {name}" if value is True else f' {name}="{escape(value)}"'


@cache
def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
