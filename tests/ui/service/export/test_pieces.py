"""What an export has in it, whatever its format."""

from dataclasses import replace
from datetime import date

from rag import Sentence
from rag.formatting import format_quote
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from ui.service.conversation import Conversation, SavedDocument
from ui.service.export.pieces import Note, documents, pieces, remarks
from ui.service.scope import Scope

FIRST = make_citation(page=3)
NOTE = Note(
    format_quote("The quote itself.", "/x"),
    "On quotes, 8 May 2025, Commentary, page 3",
    f"characters {FIRST.start}–{FIRST.end}",
)


def test_each_marker_of_a_sentence_is_a_footnote_after_it() -> None:
    sentences = (
        Sentence("It is so.", (1,), True, 1.0),
        Sentence("It was.", (1, 7), False, 0.1, "it gives no time"),
    )
    exchange = make_exchange("It is so. [1] It was. [1][7]", (FIRST,), sentences)
    assert list(pieces(exchange)) == [
        "It is so.",
        NOTE,
        " It was. (Not supported: it gives no time)",
        NOTE,
    ]


def test_without_sentences_the_markers_of_the_text_are_footnotes() -> None:
    exchange = make_exchange("It is so [1] and [2] was.", (FIRST,))
    assert list(pieces(exchange)) == ["It is so", NOTE, " and [2] was."]


def test_what_an_answer_did_not_complete_is_a_remark() -> None:
    stopped = replace(make_exchange(), outcome=None, problem="Stopped.")
    assert remarks(stopped) == ["Stopped."]


def test_scope_search_notices_and_engine_are_remarks() -> None:
    exchange = make_exchange(
        citations=(FIRST,),
        question="And then?",
        search_text="What then?",
        scope=Scope(until=date(2025, 2, 1)),
        notices=("Sources differ.",),
    )
    assert remarks(exchange) == [
        "Searched only: to 1 February 2025.",
        "Searched for: What then?",
        "Sources differ.",
        "Quoted word for word.",
    ]


def test_what_quotes_nothing_names_no_engine() -> None:
    assert remarks(make_exchange("The briefings don't say.")) == []


def test_each_version_quoted_is_listed_once() -> None:
    other = make_citation(document=SavedDocument("d", "On quotes", "/x", None, "11"))
    exchanges = (make_exchange(citations=(other, FIRST)), make_exchange(citations=(FIRST,)))
    listed = documents(Conversation("c", exchanges=exchanges))
    assert [one.sha256 for one in listed] == ["11", "00"]
