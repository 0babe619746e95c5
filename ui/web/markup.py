"""Markup that is escaped by how it is made.

Documents, file names and questions are data. Only `element` makes tags, and it escapes every piece
of content that it did not make itself, and every attribute's value.
"""

from html import escape

_VOID = frozenset({"br", "hr"})

Attribute = str | int | bool | None


class Markup(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


def element(tag: str, *content: str, **attributes: Attribute) -> Markup:
    """An element around its content.

    Args:
        content: `Markup` stands as it is; other text is escaped.
        attributes: an underscore in a name stands for a hyphen, one at its end for nothing; True
            is an attribute without a value, and None or False leaves it out.
    """
    opened = f"<{tag}{''.join(_attribute(*pair) for pair in attributes.items())}>"
    return Markup(opened if tag in _VOID else f"{opened}{join(*content)}</{tag}>")


def join(*content: str) -> Markup:
    """Pieces of content after one another, escaped where they are not markup.

    Quotation marks stay as they are: between tags they mean nothing.
    """
    return Markup(
        "".join(
            piece if isinstance(piece, Markup) else escape(piece, quote=False) for piece in content
        )
    )


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
