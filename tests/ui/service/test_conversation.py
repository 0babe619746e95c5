"""How a conversation moves on and is read back, without a page."""

from collections.abc import Callable, Generator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Event, LibraryError, Turn
from rag.dossier import Dossier
from ui.messages import ask as ask_messages
from ui.service import asking
from ui.service.conversation import Conversation, from_json, to_json
from ui.service.scope import Scope

TEXT = "The port of Varna\n\nThe port of Varna handled 4.2 million tonnes of grain in 2024.\n"
QUESTION = "How much grain did the port of Varna handle in 2024?"


@pytest.fixture
def asked(
    dossier: Dossier, write: Callable[[str, str], object], sync: Callable[[], object]
) -> Conversation:
    write("2025-03-08-varna.txt", TEXT)
    sync()
    *_, last = asking.ask(dossier, QUESTION, Scope(), Conversation())
    return last


class Broken(Dossier):
    """Fails after its first step."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def stream(self, *_: Any, **__: Any) -> Generator[Event, None, None]:
        raise self.error
        yield


def test_the_question_is_there_at_once(dossier: Dossier) -> None:
    first = next(iter(asking.ask(dossier, QUESTION, Scope(), Conversation())))
    (exchange,) = first.exchanges
    assert exchange.question == QUESTION
    assert first.is_pending
    assert first.id


def test_an_answer_ends_in_the_history(asked: Conversation) -> None:
    (exchange,) = asked.exchanges
    assert not asked.is_pending
    assert exchange.outcome
    assert exchange.outcome.answered
    (citation,) = exchange.citations
    assert citation.quote == TEXT[citation.start : citation.end]
    assert asked.history() == (Turn("user", QUESTION), Turn("assistant", exchange.text))
    assert asked.title == QUESTION


@pytest.mark.parametrize("restore", [False, True])
def test_a_greeting_changes_no_later_answer(
    dossier: Dossier, asked: Conversation, restore: bool
) -> None:
    *_, greeted = asking.ask(dossier, "Hello", Scope(), Conversation())
    assert greeted.exchanges[0].outcome
    if restore:
        restored = from_json(to_json(greeted))
        assert restored
        greeted = restored
    assert greeted.history() == ()
    *_, after = asking.ask(dossier, QUESTION, Scope(), greeted)
    alone, polite = asked.exchanges[-1], after.exchanges[-1]
    assert polite.outcome
    assert alone.outcome
    assert (polite.text, polite.citations) == (alone.text, alone.citations)
    assert polite.outcome.search_text == alone.outcome.search_text
    direct = dossier.answer(QUESTION)
    in_chat = dossier.answer(QUESTION, history=greeted.history())
    assert (direct.confidence, direct.hits) == (in_chat.confidence, in_chat.hits)


def test_an_error_is_one_sentence_that_follow_ups_do_not_see(asked: Conversation) -> None:
    broken = Broken(LibraryError("The library is away; bring it back."))
    *_, last = asking.ask(broken, "And now?", Scope(), asked)
    assert last.exchanges[-1].problem == "The library is away; bring it back."
    assert len(last.exchanges) == 2
    assert last.history() == asked.history()


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    *_, last = asking.ask(Broken(ValueError("inside")), "What?", Scope(), Conversation())
    assert last.exchanges[-1].problem == ask_messages.FAILED
    assert "inside" in caplog.text


def test_stopping_keeps_what_was_written(asked: Conversation) -> None:
    waiting = asked.asked("And now?", Scope())
    stopped = asking.stopped(waiting)
    assert stopped.exchanges[-1].problem == ask_messages.STOPPED
    assert not stopped.is_pending
    assert asking.stopped(asked) == asked
    assert asking.stopped(Conversation()) == Conversation()


def test_what_is_kept_reads_back_and_what_was_pending_was_stopped(asked: Conversation) -> None:
    assert from_json(to_json(asked)) == asked
    pending = from_json(to_json(asked.asked("And now?", Scope())))
    assert pending is not None
    assert pending.exchanges[-1].problem == ask_messages.STOPPED


@given(st.one_of(st.none(), st.integers(), st.text(), st.sampled_from(["{}", "[]", '{"id": ""}'])))
def test_what_is_no_conversation_is_none(kept: object) -> None:
    assert from_json(kept) is None
