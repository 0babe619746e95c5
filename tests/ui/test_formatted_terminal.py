"""Formatted blocks on a terminal and in a pipe."""

import io

import pytest
from rich.console import Console

from rag.formatting import format_quote
from ui.formatted_terminal import print_formatted

QUOTE = "# Ports\n\nThe **port** is ~~old~~ [new](http://a.b).\n\n- one\n  - two\n"
TABLE = "| Port | Tonnes |\n|---|---|\n| Bor | *4* |"


def printed(quote: str, marks: str = "", *, is_terminal: bool = False) -> str:
    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=is_terminal,
        width=80,
        markup=False,
        emoji=False,
        highlight=False,
    )
    print_formatted(console, format_quote(quote, "a.md"), marks)
    return written.getvalue()


def test_a_pipe_gets_lines() -> None:
    assert printed(QUOTE, "“”") == ("“Ports\nThe port is ~~old~~ new.\n• one\n  • two”\n")
    assert printed(TABLE) == "Port | Tonnes\nBor | 4\n"


def test_a_terminal_gets_styles_and_tables() -> None:
    shown = printed(QUOTE, is_terminal=True)
    assert "\x1b[1mport\x1b[0m" in shown
    assert "\x1b[9mold\x1b[0m" in shown
    assert "│" in printed(TABLE, is_terminal=True)


@pytest.mark.parametrize(
    "quote", ["a \x1b[2J b", "[red]a[/red]", "&#x1b;[2J", "&#x202e;evil", "| \x1b[2J | [b]c |"]
)
def test_a_quote_cannot_steer_the_terminal(quote: str) -> None:
    shown = printed(quote)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown or "red" not in quote


def test_a_quote_of_marks_alone_prints_nothing() -> None:
    assert printed("***", "“”") == ""
