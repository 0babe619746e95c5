"""A conversation as Markdown."""

import re

import pytest
from markdown_it import MarkdownIt

from tests.ui.web.ask.exchanges import make_citation, make_exchange
from ui.service.conversation import Conversation, SavedDocument
from ui.service.export.markdown import to_markdown


def exported(question: str = "What?", text: str = "It is so. [1]") -> str:
    exchange = make_exchange(text, (make_citation(),), question=question)
    return to_markdown(Conversation("c", "Quotes", (exchange,)))


def test_the_parts_stand_in_order() -> None:
    blocks = exported().split("\n\n")
    assert blocks[0] == "# Quotes"
    assert re.fullmatch(
        r"Answers by Dossier, with the passages they quote\. Exported on \d{1,2} \w+ \d{4}\.",
        blocks[1],
    )
    assert blocks[2:4] == ["## What?", "It is so.[^1]"]
    assert blocks[4] == "*Quoted word for word.*"
    assert blocks[5:7] == ["## Documents quoted", "- On quotes, 8 May 2025. /x. SHA-256 00"]
    assert blocks[7].startswith("[^1]: “The quote itself.” On quotes, 8 May 2025, Commentary, ")


def test_footnotes_are_numbered_through_all_answers() -> None:
    exchange = make_exchange("It is so. [1]", (make_citation(),))
    written = to_markdown(Conversation("c", "", (exchange, exchange)))
    assert [f"[^{n}]: " in written for n in (1, 2, 3)] == [True, True, False]


def test_without_quotes_no_documents_are_listed() -> None:
    written = to_markdown(Conversation("c", "", (make_exchange("Nothing."),)))
    assert "Documents quoted" not in written


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a *b* _c_", r"a \*b\* \_c\_"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("# a", r"\# a"),
        ("http://a.b", r"http\://a.b"),
        ("www.a.b", r"www\.a.b"),
        ("a & b < c", r"a \& b \< c"),
    ],
)
def test_what_would_be_markdown_is_escaped(text: str, escaped: str) -> None:
    assert f"\n{escaped}\n" in exported(text=text)
    (inline,) = [
        token
        for token in MarkdownIt("commonmark").parse(exported(question=text))
        if token.type == "inline" and token.content == escaped
    ]
    assert "".join(child.content for child in inline.children or ()) == text


def footnote(quote: str) -> str:
    document = SavedDocument("d", "On ports", "/x.md", None, "00")
    exchange = make_exchange("It is so. [1]", (make_citation(quote, quote, document),))
    written = to_markdown(Conversation("c", "Quotes", (exchange,)))
    return written[written.index("[^1]: ") + len("[^1]: ") :]


def test_a_quote_has_its_styles() -> None:
    assert footnote("The **port** is ~~old~~ [new](http://a.b).").startswith(
        "“The **port** is ~~old~~ new.” On ports"
    )


def test_a_quote_of_several_blocks_stands_below_its_source() -> None:
    quote = (
        "# Ports\n\nThere are <b>two</b>:\n\n- Bor\n  2. Zar\n\n| a | b |\n|---|---|\n| 1 | *2* |"
    )
    assert footnote(quote).split("\n\n", 1)[1] == (
        "    > **Ports**\n    >\n    > There are **two**:\n    >\n"
        "    > - Bor\n    >   - 2. Zar\n    >\n"
        "    > | a | b |\n    > | --- | --- |\n    > | 1 | *2* |\n"
    )


@pytest.mark.parametrize(
    "quote", ["<script>x</script>", "&lt;b&gt; \\*a\\* `<i>`", "![a](http://b.example)", "[a](c:d)"]
)
def test_a_quote_is_never_markup(quote: str) -> None:
    tokens = MarkdownIt("commonmark").parse(footnote(quote))
    children = [child.type for token in tokens for child in token.children or ()]
    assert set(children) <= {"text", "softbreak"}
