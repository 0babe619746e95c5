"""Asking in a conversation: its steps, its history, and what goes wrong."""

from collections.abc import Generator, Sequence
from typing import Any

import pytest

from rag import (
    CitationAdded,
    Done,
    Event,
    Filters,
    LibraryError,
    Restarted,
    Sentence,
    SentenceChecked,
    TextAdded,
    Turn,
)
from rag.dossier import Dossier
from tests.ui.conftest import BOR_QUESTION, VARNA, VARNA_QUESTION
from ui.service import asking
from ui.service.conversation import Conversation, Exchange, from_json, to_json
from ui.service.scope import Scope

QUOTE = "The port of Varna handled 42 barges of grain in 2024."
GREETING, VAGUE = "Hello", "What's new?"
NO_FILTERS = Filters()


class Scripted(Dossier):
    """Yields the events given; an error among them is raised."""

    def __init__(self, *events: Event | Exception) -> None:
        self.events = events

    def stream(self, *_: Any, **__: Any) -> Generator[Event, None, None]:
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event


class Recorded(Dossier):
    """Remembers the history of each answer."""

    histories: Sequence[tuple[Turn, ...]] = ()

    def stream(
        self,
        question: str,
        *,
        filters: Filters = NO_FILTERS,
        history: Sequence[Turn] = (),
    ) -> Generator[Event, None, None]:
        for event in super().stream(question, filters=filters, history=history):
            if isinstance(event, Done):
                self.histories = (*self.histories, event.answer.history)
            yield event


def ask(dossier: Dossier, *questions: str, before: Conversation | None = None) -> Conversation:
    """The conversation after all questions are answered."""
    now = before or Conversation()
    for question in questions:
        *_, now = asking.ask(dossier, question, Scope(), now)
    return now


def steps_of(*events: Event | Exception) -> list[Exchange]:
    """The last exchange at each step of an answer."""
    steps = asking.ask(Scripted(*events), "What?", Scope(), Conversation())
    return [step.exchanges[-1] for step in steps]


def restored(conversation: Conversation) -> Conversation:
    saved = from_json(to_json(conversation))
    assert saved is not None
    return saved


def test_the_first_step_has_the_question_and_no_answer(library: Dossier) -> None:
    first = next(iter(asking.ask(library, VARNA_QUESTION, Scope(), Conversation())))
    (exchange,) = first.exchanges
    assert (exchange.question, exchange.text) == (VARNA_QUESTION, "")
    assert first.is_pending
    assert first.id


def test_the_last_step_has_the_answer_and_its_quotes(library: Dossier) -> None:
    now = ask(library, VARNA_QUESTION)
    (exchange,) = now.exchanges
    assert not now.is_pending
    assert exchange.text == f"{QUOTE} [1]"
    (citation,) = exchange.citations
    assert (citation.quote, VARNA[citation.start : citation.end]) == (QUOTE, QUOTE)
    assert exchange.outcome is not None
    assert (exchange.outcome.answered, exchange.outcome.engine) == (True, "extractive")
    assert exchange.outcome.nearest == ()


def test_the_search_is_narrowed_to_the_scope(library: Dossier) -> None:
    (bor,) = [record for record in library.documents() if record.title == "The Bor report"]
    scope = Scope(documents=((bor.id, bor.title),))
    *_, now = asking.ask(library, VARNA_QUESTION, scope, Conversation())
    (exchange,) = now.exchanges
    assert exchange.scope == scope
    assert exchange.outcome is not None
    assert {near.document.title for near in exchange.outcome.nearest} <= {"The Bor report"}
    assert all(quoted.document.id == bor.id for quoted in exchange.citations)


@pytest.mark.parametrize("restore", [False, True])
@pytest.mark.parametrize("said", [[GREETING], [VAGUE], [GREETING, VAGUE, "Thank you!"]])
def test_small_talk_changes_no_later_answer(
    library: Dossier, said: list[str], restore: bool
) -> None:
    """The same question has the same text, quotes, hits and confidence after it."""
    before = ask(library, *said)
    if restore:
        before = restored(before)
    after = ask(library, VARNA_QUESTION, before=before).exchanges[-1]
    alone = ask(library, VARNA_QUESTION).exchanges[-1]
    assert (after.text, after.citations) == (alone.text, alone.citations)
    assert after.outcome is not None
    assert alone.outcome is not None
    assert after.outcome.search_text == alone.outcome.search_text
    in_chat = library.answer(VARNA_QUESTION, history=before.history())
    direct = library.answer(VARNA_QUESTION)
    assert in_chat.confidence == direct.confidence
    assert in_chat.hits == direct.hits
    assert in_chat.text == direct.text


@pytest.mark.parametrize("restore", [False, True])
def test_the_history_is_that_of_the_last_answer(library: Dossier, restore: bool) -> None:
    dossier = Recorded(library.settings, embedder=library.embedder)
    now = Conversation()
    said = [GREETING, VARNA_QUESTION, "Thanks", BOR_QUESTION, VAGUE, *[VARNA_QUESTION] * 9]
    for number, question in enumerate(said):
        now = ask(dossier, question, before=now)
        if restore:
            now = restored(now)
        assert now.history() == dossier.histories[number]
    assert len(now.history()) == 16


def test_an_answer_too_long_to_be_remembered_hides_what_was_before_it(library: Dossier) -> None:
    """As in `rag.Answer.history`, of which 16,000 characters are remembered."""
    now = ask(library, VARNA_QUESTION)
    last = now.exchanges[-1]
    long = now.asked("And?", Scope()).with_last(
        Exchange("e", "And?", text="x" * 16_001, outcome=last.outcome)
    )
    assert long.history() == ()
    assert ask(library, BOR_QUESTION, before=long).history()[0] == Turn("user", BOR_QUESTION)


def test_an_answer_that_fails_is_not_in_the_history(library: Dossier) -> None:
    asked = ask(library, VARNA_QUESTION)
    error = LibraryError("The library is away.", "Bring it back.")
    last = ask(Scripted(error), "And now?", before=asked)
    assert last.exchanges[-1].problem == "The library is away. Bring it back."
    assert len(last.exchanges) == 2
    assert last.history() == asked.history()


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    *_, last = steps_of(TextAdded("It "), ValueError("inside"))
    assert last.problem == (
        "Something went wrong; the server's log has the details. "
        "Ask again, or start a new conversation."
    )
    assert "inside" not in last.problem
    assert "inside" in caplog.text


def test_text_grows_piece_by_piece_and_an_unsupported_sentence_shows_at_once() -> None:
    doubted = Sentence("It is so.", (), False, 0.1, "the passage gives no time")
    _, first, second, flagged = steps_of(
        TextAdded("It is"), TextAdded(" so."), SentenceChecked(doubted)
    )
    assert (first.text, second.text) == ("It is", "It is so.")
    assert flagged.sentences == (doubted,)


def test_a_restart_takes_back_what_was_written(library: Dossier) -> None:
    (citation,) = library.answer(VARNA_QUESTION).citations
    _, written, restarted = steps_of(
        CitationAdded(citation), TextAdded("Half a"), Restarted("The model stopped.")
    )
    assert (written.text, len(written.citations)) == ("Half a", 1)
    assert (restarted.text, restarted.citations, restarted.sentences) == ("", (), ())


def test_stopping_keeps_what_was_written(library: Dossier) -> None:
    asked = ask(library, VARNA_QUESTION)
    waiting = asked.asked("And now?", Scope())
    stopped = asking.stopped(waiting)
    assert stopped.exchanges[-1].problem == "Stopped."
    assert not stopped.is_pending
    assert asking.stopped(asked) == asked
    assert asking.stopped(Conversation()) == Conversation()
