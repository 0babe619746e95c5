"""What replies say, and that they are always well-formed, inert markup."""

from datetime import date

from rag import Sentence
from tests.ui.web.ask.exchanges import TAGS, TEXT, make_citation, make_document, make_exchange
from tests.ui.web.reading import HOSTILE, Reader
from ui.messages import ask as ask_messages
from ui.service import wording
from ui.service.conversation import Exchange, SavedDocument
from ui.service.scope import Scope
from ui.web.ask import frame, passages, replies


def said(exchange: Exchange) -> Reader:
    return Reader(replies.reply(exchange, 2))


def test_a_marker_is_a_link_to_its_place_and_names_its_citation() -> None:
    shown = said(make_exchange(citations=(make_citation(),)))
    start = TEXT.index("The quote itself.")
    assert shown.attributes["href"] == [f"/documents/d?sha256=00#{start}-{start + 17}"]
    assert shown.attributes["name"] == ["2.1", "2.1", "copy", "copy-cited"]
    assert "It is so.Citation 1" in shown.text
    assert "Quoted word for word · 0.24 s" in shown.text


def test_what_looks_like_a_marker_within_a_quotation_is_none() -> None:
    text = "See note [1] for it. [1]"
    sentence = Sentence("See note [1] for it.", (1,), True, 1.0)
    shown = said(make_exchange(text, (make_citation(),), (sentence,)))
    assert len(shown.attributes["href"]) == 1
    assert "See note [1] for it.Citation 1" in shown.text


def test_a_marker_without_a_citation_stays_text() -> None:
    assert "It is so. [7]" in said(make_exchange("It is so. [7]", (make_citation(),))).text


def test_a_sentence_that_is_not_supported_is_marked_and_says_why() -> None:
    sentences = (
        Sentence("It is so.", (1,), True, 1.0),
        Sentence("It ever was.", (1,), False, 0.1, "the passage gives no time"),
        Sentence("Perhaps.", (), False, 0.0),
    )
    exchange = make_exchange(
        "It is so. [1] It ever was. [1]\n\nPerhaps.", (make_citation(),), sentences
    )
    markup = replies.reply(exchange, 0)
    assert markup.count('class="unsupported"') == 2
    assert ask_messages.not_supported("the passage gives no time") in Reader(markup).text
    assert ask_messages.not_supported("") in Reader(markup).text
    assert "(Not supported: the passage gives no time)" in wording.without_markers(exchange)


def test_an_abstention_names_the_nearest_passages() -> None:
    near = make_citation(marker=0)
    exchange = make_exchange(
        "The briefings don't say.", nearest=(near,), notices=("Mind the gap.",)
    )
    shown = said(exchange)
    assert "On quotes · 8 May 2025" in shown.text
    assert "Mind the gap." in shown.text
    assert ask_messages.COPY_CITED not in shown.text
    assert "The quote itself." in Reader(passages.of_nearest(exchange)).text


def test_scope_and_search_text_are_shown_where_there_are_any() -> None:
    scope = Scope(date(2025, 1, 1), None, (("d", "On quotes"),))
    shown = said(make_exchange(citations=(make_citation(),), scope=scope, search_text="Who? What?"))
    assert "Searched only: from 1 January 2025On quotes" in shown.text
    assert "Searched for: Who? What?" in shown.text
    assert "Searched" not in said(make_exchange(citations=(make_citation(),))).text
    on_two_lines = make_exchange(question="Who?\nWhat?", search_text="Who? What?")
    assert "Searched" not in said(on_two_lines).text


def test_what_documents_and_questions_say_stays_text() -> None:
    kept = SavedDocument(HOSTILE, HOSTILE, HOSTILE, None, HOSTILE)
    citation = make_citation(HOSTILE, f"Before. {HOSTILE}", kept, HOSTILE)
    near = make_citation(HOSTILE, f"Before. {HOSTILE}", kept, HOSTILE, marker=0)
    scope = Scope(None, None, ((HOSTILE, HOSTILE),))
    doubted = Sentence(HOSTILE, (1,), False, 0.0, HOSTILE)
    exchange = make_exchange(
        f"{HOSTILE} [1]",
        (citation,),
        (doubted,),
        (near,),
        HOSTILE,
        HOSTILE + "?",
        scope,
        (HOSTILE,),
    )
    document = make_document(f"Before. {HOSTILE} {HOSTILE}")
    for markup in (
        replies.question(HOSTILE),
        replies.reply(exchange, 0),
        passages.of_citation(exchange, 0, citation, document),
        passages.of_nearest(exchange),
        frame.chips(scope),
        frame.chips(scope, HOSTILE),
        frame.masthead(HOSTILE),
    ):
        shown = Reader(markup)
        assert HOSTILE in shown.text
        assert shown.tags <= TAGS | {"h1"}
        assert not [name for name in shown.attributes if name.startswith("on")]
        assert all(href.startswith("/documents/%3C") for href in shown.attributes.get("href", []))
