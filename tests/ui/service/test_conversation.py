"""A conversation's values: how it grows, how long it may become, and how it is saved."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rag
from rag import Answer, Sentence, Timings, Turn
from rag.dossier import Dossier
from tests.ui.conftest import BOR_QUESTION, VARNA, VARNA_QUESTION
from ui.service.conversation import (
    Conversation,
    Exchange,
    Outcome,
    completed,
    from_json,
    new_id,
    saved_citation,
    to_json,
)
from ui.service.scope import Scope

DONE = Outcome(answered=True, engine="extractive", search_text="How much?", seconds=0.1)
ANSWERED = Exchange("e1", "How much?", text="415 tonnes. [1]", outcome=DONE)


def answer(**changed: Any) -> Answer:
    given = Answer(
        question="How much?",
        search_text="How much grain?",
        text="415 tonnes.",
        answered=True,
        confidence=0.9,
        engine="extractive",
        sentences=(Sentence("415 tonnes.", (), True, 1.0),),
        citations=(),
        hits=(),
        missing=(),
        timings=Timings(search_ms=20.0, answer_ms=30.0),
        history=(Turn("user", "How much?"), Turn("assistant", "415 tonnes.")),
    )
    return replace(given, **changed)


def test_a_question_is_pending_and_gives_the_conversation_its_name_and_time() -> None:
    before = Conversation()
    now = before.asked("How \n much?", Scope())
    assert now.is_pending
    assert now.title == "How much?"
    assert replace(now, name="Grain").title == "Grain"
    assert len(now.asked("x" * 200, Scope()).before(0).asked("x" * 200, Scope()).title) == 80
    assert now.changed_at is not None
    assert now.changed_at.tzinfo is not None
    assert not before.is_pending
    assert before.title == ""


def test_an_answer_completes_its_exchange() -> None:
    exchange = completed(Exchange("e1", "How much?"), answer(notices=("So.",)), ())
    assert exchange.text == "415 tonnes."
    assert exchange.outcome == Outcome(
        answered=True,
        engine="extractive",
        search_text="How much grain?",
        seconds=0.05,
        notices=("So.",),
    )
    assert exchange.searched == "How much grain?"
    assert replace(exchange, question=" How  much grain? ").searched == ""


def test_small_talk_leaves_the_history_as_it_was() -> None:
    before = (Turn("user", "Who?"), Turn("assistant", "Nobody."))
    exchange = completed(Exchange("e1", "Hello"), answer(history=before), before)
    assert exchange.outcome is not None
    assert not exchange.outcome.in_history
    assert Conversation("c", exchanges=(ANSWERED, exchange)).history() == (
        Turn("user", "How much?"),
        Turn("assistant", "415 tonnes. [1]"),
    )


def test_the_scope_of_an_answer_is_that_of_its_search_with_the_titles_known() -> None:
    scope = Scope(documents=(("d", "The port"),))
    filters = rag.Filters(since=date(2025, 1, 1), documents=("d", "e"))
    exchange = completed(Exchange("e1", "How much?", scope), answer(filters=filters), ())
    assert exchange.scope == Scope(date(2025, 1, 1), None, (("d", "The port"), ("e", "e")))


def test_what_does_not_answer_has_the_three_nearest_passages(library: Dossier) -> None:
    found = library.answer(VARNA_QUESTION)
    near = completed(Exchange("e1", "?"), replace(found, answered=False), ()).nearest
    assert [one.quote for one in near] == [hit.passage.text for hit in found.hits[:3]]
    assert {one.marker for one in near} == {0}
    assert completed(Exchange("e1", "?"), found, ()).nearest == ()


def test_a_saved_citation_has_its_documents_hash_and_not_its_text(library: Dossier) -> None:
    (citation,) = library.answer(VARNA_QUESTION).citations
    saved = saved_citation(citation)
    assert saved.document.sha256 == citation.document.sha256
    assert (saved.marker, saved.quote) == (1, VARNA[saved.start : saved.end])
    assert VARNA not in repr(saved)


def test_exchanges_are_replaced_and_cut() -> None:
    now = Conversation("c", exchanges=(ANSWERED, replace(ANSWERED, id="e2")))
    assert [e.id for e in now.before(1).exchanges] == ["e1"]
    assert [e.id for e in now.with_last(replace(ANSWERED, id="e3")).exchanges] == ["e1", "e3"]
    assert [e.verdict for e in now.judged(0, "bad").exchanges] == ["bad", ""]


def test_ids_differ() -> None:
    assert len({new_id() for _ in range(1_000)}) == 1_000


def test_a_conversation_is_read_back_as_it_was_saved(library: Dossier) -> None:
    exchange = completed(
        Exchange("e1", BOR_QUESTION, Scope(date(2025, 1, 1), None, (("d", "Port"),))),
        library.answer(BOR_QUESTION),
        (),
    )
    conversation = Conversation("c", "Bor", (replace(exchange, verdict="good", seal="ab"),))
    assert from_json(to_json(conversation)) == conversation


def test_what_was_pending_reads_back_as_stopped() -> None:
    pending = from_json(to_json(Conversation().asked("And now?", Scope())))
    assert pending is not None
    assert pending.exchanges[-1].problem == "Stopped."


@given(st.one_of(st.none(), st.integers(), st.text(), st.sampled_from(["{}", "[]", '{"id": ""}'])))
def test_what_is_no_conversation_is_none(saved: object) -> None:
    assert from_json(saved) is None


def test_a_saved_conversation_is_bounded() -> None:
    """A24, A26: in its length and in its number of questions."""
    many = Conversation("c1", exchanges=(ANSWERED,) * 201)
    assert from_json(to_json(many)) is None
    assert from_json(to_json(many.before(200))) is not None
    long = Conversation("c1", exchanges=(replace(ANSWERED, text="x" * 1_000_000),))
    assert from_json(to_json(long)) is None
    asked = Conversation("c1", exchanges=(replace(ANSWERED, question="x" * 2_001),))
    assert from_json(to_json(asked)) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("marker", -1), ("start", 10**9 + 1), ("document", {"id": ""}), ("quote", 1)],
)
def test_a_malformed_citation_is_refused(library: Dossier, field: str, value: object) -> None:
    exchange = completed(Exchange("e1", "?"), library.answer(VARNA_QUESTION), ())
    saved = json.loads(to_json(Conversation("c", exchanges=(exchange,))))
    saved["exchanges"][0]["citations"][0][field] = value
    assert from_json(json.dumps(saved)) is None


def test_a_conversation_that_is_full_takes_no_further_question() -> None:
    """What the server goes on with is read back after a reload."""
    many = Conversation("c1", exchanges=(ANSWERED,) * 199)
    assert not many.is_full
    assert many.asked("And?", Scope()).is_full
    assert Conversation("c1", exchanges=(replace(ANSWERED, text="x" * 950_000),)).is_full
