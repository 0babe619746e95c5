"""How a conversation moves on, without a page."""

from collections.abc import Callable, Generator
from typing import Any

import pytest

from rag import Event, LibraryError
from rag.dossier import Dossier
from ui.web import conversation, texts
from ui.web.conversation import Conversation

TEXT = "The port of Varna\n\nThe port of Varna handled 4.2 million tonnes of grain in 2024.\n"
QUESTION = "How much grain did the port of Varna handle in 2024?"


@pytest.fixture
def asked(
    dossier: Dossier, write: Callable[[str, str], object], sync: Callable[[], object]
) -> Conversation:
    write("varna.txt", TEXT)
    sync()
    *_, last = conversation.ask(dossier, QUESTION, Conversation())
    return last


class Broken(Dossier):
    """Fails after its first step."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def stream(self, *_: Any, **__: Any) -> Generator[Event, None, None]:
        raise self.error
        yield


def test_the_question_is_there_at_once(dossier: Dossier) -> None:
    first = next(iter(conversation.ask(dossier, QUESTION, Conversation())))
    assert [turn.content for turn in first.shown] == [QUESTION, texts.SEARCHING]


def test_an_answer_ends_in_the_history_and_in_the_panel(asked: Conversation) -> None:
    assert asked.shown == asked.history
    assert asked.shown[-1].content.endswith("in 2024. [1]")
    assert "<mark>The port of Varna handled" in asked.panel


def test_an_error_is_one_sentence_that_follow_ups_do_not_see(asked: Conversation) -> None:
    broken = Broken(LibraryError("The library is away; bring it back."))
    *_, last = conversation.ask(broken, "And now?", asked)
    assert last.shown[-1].content == "The library is away; bring it back."
    assert len(last.shown) == 4
    assert last.history == asked.history


def test_an_unforeseen_error_is_logged_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    *_, last = conversation.ask(Broken(ValueError("inside")), "What?", Conversation())
    assert last.shown[-1].content == texts.FAILED
    assert "inside" in caplog.text


def test_stopping_keeps_what_was_written(asked: Conversation) -> None:
    waiting = asked.reply(texts.SEARCHING)
    assert conversation.stopped(waiting).shown[-1].content == texts.STOPPED
    assert conversation.stopped(asked).shown[-1].content.endswith(f"[1] {texts.STOPPED}")
    assert conversation.stopped(Conversation()) == Conversation()
