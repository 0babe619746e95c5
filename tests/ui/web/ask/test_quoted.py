"""The sentences of an answer in the styles that their quotes have."""

import pytest

from rag import Sentence
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from tests.ui.web.reading import HOSTILE, Reader
from ui.service.conversation import SavedCitation, SavedDocument
from ui.web.ask import passages, replies
from ui.web.ask.quoted import Quoted

MARKDOWN = SavedDocument("d", "On ports", "/x.md", None, "00")


def cited(quote: str) -> SavedCitation:
    return make_citation(quote, quote, MARKDOWN)


def said(text: str) -> Sentence:
    return Sentence(text, (1,), True, 1.0)


@pytest.mark.parametrize(
    ("quote", "sentence", "markup", "kind"),
    [
        (
            "The **port** is [open](u).",
            "The port is open.",
            "The <strong>port</strong> is open.",
            "",
        ),
        ("One. _Two._", "Two.", "<em>Two.</em>", ""),
        ("- a *b*\n- c", "a b", "a <em>b</em>", "item"),
        ("| a | **b** |", "a | b", "a | <strong>b</strong>", "row"),
        ("The **port**.", "It is a port.", "It is a port.", ""),
        ("The **port**.", "<b>", "&lt;b&gt;", ""),
    ],
)
def test_a_sentence_has_the_styles_of_its_quote(
    quote: str, sentence: str, markup: str, kind: str
) -> None:
    assert Quoted([cited(quote)]).words(said(sentence)) == (markup, kind)


def test_items_are_on_lines_of_their_own() -> None:
    exchange = make_exchange(
        "a [1] c [1]", (cited("- a\n- c"),), (said("a"), said("c")), question="What?"
    )
    shown = Reader(replies.reply(exchange, 0))
    assert shown.attributes["class"].count("item") == 2
    assert "aCitation 1cCitation 1" in shown.text


@pytest.mark.parametrize("text", [f"**x** {HOSTILE}", "[a](javascript:b) ![c](http://d.example)"])
def test_a_quote_is_never_markup(text: str) -> None:
    exchange = make_exchange("It is so. [1]", (cited(text),), (said("It is so."),))
    for markup in (
        replies.reply(exchange, 0),
        passages.of_citation(exchange, 0, exchange.citations[0], None),
    ):
        shown = Reader(markup)
        assert not shown.tags & {"script", "img"}
        assert not any("javascript:" in href for href in shown.attributes.get("href", ()))


def test_a_table_beside_the_conversation_is_one() -> None:
    citation = cited("| Port | Tonnes |\n|---|---|\n| Bor | 4 |")
    shown = Reader(passages.of_citation(make_exchange(citations=(citation,)), 0, citation, None))
    assert shown.tags >= {"table", "th", "td"}
    assert shown.marked == "PortTonnesBor4"
