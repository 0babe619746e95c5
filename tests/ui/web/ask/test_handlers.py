"""What the Ask tab shows after each event: real answers over a small library, without a page."""

from collections.abc import Callable
from typing import Any

import pytest

import rag
from rag.dossier import Dossier
from rag.testing.embedder import FakeEmbedder
from tests.ui.web.ask.conftest import Handled
from tests.ui.web.ask.events import commands, edited, event
from tests.ui.web.samples import BOTH_QUESTION, VARNA_QUESTION, VARNA_QUOTE, Doubtful, Held
from ui.service.conversation import Conversation, to_json
from ui.service.scope import Scope
from ui.service.sealing import Sealer
from ui.service.warmup import Warmup
from ui.web.ask import replies
from ui.web.ask.handlers import AskHandlers

UNCHANGED = {"__type__": "update"}


def steps(handled: Handled, question: str, before: Conversation | None = None) -> list[Any]:
    return list(handled.ask.ask(question, before or Conversation(), None, None, None))


def answered(handled: Handled, *questions: str) -> Conversation:
    now = Conversation()
    for question in questions:
        now = steps(handled, question, now)[-1][handled.tab.chat.conversation]
    return now


def test_an_answer_is_shown_with_its_first_passage(handled: Handled) -> None:
    chat, saved = handled.tab.chat, handled.tab.saved
    first, *_, last = steps(handled, VARNA_QUESTION)
    assert first[chat.conversation].is_pending
    assert first[chat.question].stop_btn == "Stop"
    assert "Searching the briefings…" in str(first[chat.chatbot].value)
    assert commands(first[chat.bridge]) == [{"do": "clearIfUnchanged", "question": VARNA_QUESTION}]
    now = last[chat.conversation]
    assert now.exchanges[0].text == f"{VARNA_QUOTE} [1]"
    assert now.exchanges[0].seal
    assert VARNA_QUOTE in str(last[chat.chatbot].value)
    assert f"<mark>{VARNA_QUOTE}</mark>" in last[chat.sources]
    assert last[chat.question].submit_btn == "Ask"
    assert last[saved.name] == VARNA_QUESTION
    assert [command["do"] for command in commands(last[chat.bridge])] == [
        "clearIfUnchanged",
        "save",
    ]


def test_the_passage_is_shown_before_the_text(handled: Handled) -> None:
    chat = handled.tab.chat
    shown = [step for step in steps(handled, VARNA_QUESTION) if chat.sources in step]
    assert chat.conversation not in shown[0]
    assert f"<mark>{VARNA_QUOTE}</mark>" in shown[0][chat.sources]


def test_every_step_hides_the_suggestions_and_keeps_the_stop_button(handled: Handled) -> None:
    chat = handled.tab.chat
    *growing, _ = steps(handled, VARNA_QUESTION)
    for step in growing:
        assert step[chat.question].stop_btn == "Stop"
        assert [step[button].visible for button in chat.suggestions] == [False] * 3


def test_while_the_model_loads_the_reply_says_so(
    handled: Handled, settings_of_all: rag.Settings
) -> None:
    not_started = Warmup(handled.dossier)
    ask = AskHandlers(handled.dossier, not_started, Sealer(settings_of_all), handled.tab)
    first = next(iter(ask.ask(VARNA_QUESTION, Conversation(), None, None, None)))
    assert "still loading" in str(first[handled.tab.chat.chatbot].value)
    assert ask.suggest(Conversation()) == UNCHANGED


@pytest.mark.parametrize("earlier", [1, 4])
def test_earlier_exchanges_are_rendered_once_however_many_pieces_come(
    handled_by: Callable[[Dossier], Handled],
    settings_of_all: rag.Settings,
    monkeypatch: pytest.MonkeyPatch,
    earlier: int,
) -> None:
    dossier = Held(settings_of_all)
    dossier.released.set()
    with dossier:
        handled = handled_by(dossier)
        before = answered(handled, *[VARNA_QUESTION] * earlier)
        rendered: list[int] = []
        render = replies.reply

        def counted(exchange: Any, index: int, pending: str = "") -> Any:
            rendered.append(index)
            return render(exchange, index, pending)

        monkeypatch.setattr(replies, "reply", counted)
        shown = [s for s in steps(handled, VARNA_QUESTION, before) if handled.tab.chat.chatbot in s]
    assert rendered.count(earlier) == len(shown) > 2
    assert [rendered.count(index) for index in range(earlier)] == [1] * earlier
    assert all(len(_messages(step, handled)) == 2 * (earlier + 1) for step in shown)


def _messages(step: Any, handled: Handled) -> list[Any]:
    chat = step[handled.tab.chat.chatbot]
    return list(chat if isinstance(chat, list) else chat.value)


def test_an_empty_question_only_empties_the_box(handled: Handled) -> None:
    (only,) = steps(handled, "  ")
    assert list(only) == [handled.tab.chat.bridge]
    assert commands(only[handled.tab.chat.bridge]) == [{"do": "clearIfUnchanged", "question": ""}]


def test_nothing_is_asked_while_an_answer_is_pending(handled: Handled) -> None:
    pending = Conversation().asked("What?", Scope())
    assert steps(handled, VARNA_QUESTION, pending) == [UNCHANGED]
    assert list(handled.ask.retry(pending)) == [UNCHANGED]


def test_nothing_is_asked_in_a_full_conversation(handled: Handled) -> None:
    exchange = answered(handled, VARNA_QUESTION).exchanges[0]
    full = Conversation("c", "", (exchange,) * 200)
    with pytest.warns(UserWarning, match="reached its greatest length"):
        assert steps(handled, VARNA_QUESTION, full) == [UNCHANGED]


def test_a_scope_that_cannot_be_read_is_explained_in_the_reply(handled: Handled) -> None:
    (only,) = handled.ask.ask(VARNA_QUESTION, Conversation(), "8 May", None, None)
    now = only[handled.tab.chat.conversation]
    assert "8 May" in now.exchanges[0].problem
    assert not now.is_pending


def test_a_question_is_narrowed_by_its_scope(handled: Handled) -> None:
    *_, last = handled.ask.ask(BOTH_QUESTION, Conversation(), None, "2024-12-31", None)
    cited = last[handled.tab.chat.conversation].exchanges[0].citations
    assert {citation.document.title for citation in cited} == {"The port of Chabahar"}


def test_a_retry_replaces_the_last_exchange(handled: Handled) -> None:
    before = answered(handled, VARNA_QUESTION, BOTH_QUESTION)
    *_, last = handled.ask.retry(before)
    now = last[handled.tab.chat.conversation]
    assert [exchange.question for exchange in now.exchanges] == [VARNA_QUESTION, BOTH_QUESTION]
    assert now.exchanges[0] == before.exchanges[0]
    assert now.exchanges[1].id != before.exchanges[1].id
    assert list(handled.ask.retry(Conversation())) == [UNCHANGED]


def test_an_edited_question_replaces_all_after_it(handled: Handled) -> None:
    before = answered(handled, VARNA_QUESTION, BOTH_QUESTION)
    *_, last = handled.ask.edit(before, edited(0, "Who runs the port of Chabahar?"))
    (exchange,) = last[handled.tab.chat.conversation].exchanges
    assert exchange.question == "Who runs the port of Chabahar?"
    assert "Dr. Leila Rostami" in exchange.text


@pytest.mark.parametrize(("index", "value"), [(0, "  "), (8, "What?")])
def test_an_edit_that_asks_nothing_shows_what_was_there(
    handled: Handled, index: int, value: str
) -> None:
    before = answered(handled, VARNA_QUESTION)
    (only,) = handled.ask.edit(before, edited(index, value))
    assert only[handled.tab.chat.conversation] == before


def test_stopping_keeps_what_is_written(handled: Handled) -> None:
    chat = handled.tab.chat
    shown = handled.ask.stop(Conversation().asked("What?", Scope()))
    assert shown[chat.conversation].exchanges[0].problem == "Stopped."
    assert shown[chat.question].interactive
    assert [command["do"] for command in commands(shown[chat.bridge])] == ["save"]


def test_a_saved_conversation_is_shown_when_the_page_starts(handled: Handled) -> None:
    chat = handled.tab.chat
    saved = answered(handled, VARNA_QUESTION)
    shown = handled.ask.start(event(conversation=to_json(saved), isWide=True))
    assert shown[chat.conversation] == saved
    assert f"<mark>{VARNA_QUOTE}</mark>" in shown[chat.sources]
    assert commands(shown[chat.bridge]) == [{"do": "focus", "selector": "#question textarea"}]


@pytest.mark.parametrize("conversation", [None, "", "{", "[]", 7])
def test_the_page_starts_empty_where_nothing_can_be_read(
    handled: Handled, conversation: object
) -> None:
    chat = handled.tab.chat
    shown = handled.ask.start(event(conversation=conversation, isWide=False))
    assert shown[chat.conversation] == Conversation()
    assert "The passages behind an answer appear here" in shown[chat.sources]
    assert chat.bridge not in shown


def test_a_saved_conversation_is_opened(handled: Handled) -> None:
    chat = handled.tab.chat
    saved = answered(handled, VARNA_QUESTION)
    shown = handled.ask.open_saved(event(conversation=to_json(saved)), Conversation())
    assert shown[chat.conversation] == saved
    assert commands(shown[chat.bridge]) == [{"do": "setOpen", "id": saved.id}]


def test_a_conversation_that_cannot_be_read_changes_nothing(handled: Handled) -> None:
    now = answered(handled, VARNA_QUESTION)
    with pytest.warns(UserWarning, match="can no longer be read"):
        shown = handled.ask.open_saved(event(conversation="{}"), now)
    assert shown[handled.tab.chat.conversation] == now


def test_a_new_conversation_is_empty_and_open(handled: Handled) -> None:
    shown = handled.ask.start_new()
    assert shown[handled.tab.chat.conversation] == Conversation()
    assert commands(shown[handled.tab.chat.bridge]) == [
        {"do": "setOpen", "id": ""},
        {"do": "focus", "selector": "#question textarea"},
    ]


def test_each_citation_is_opened_by_its_name(handled: Handled) -> None:
    chat = handled.tab.chat
    now = answered(handled, VARNA_QUESTION, BOTH_QUESTION)
    shown = handled.ask.open_citation(event(citation="1.2"), now)
    assert "Citation 2 of 2" in shown[chat.sources]
    assert commands(shown[chat.bridge]) == [{"do": "focus", "selector": "#sources .count"}]


@pytest.mark.parametrize("name", ["", "1", "9.1", "-1.1", "x.y", "0.", "٣.x", None])
def test_a_name_that_names_no_exchange_opens_nothing(handled: Handled, name: object) -> None:
    now = answered(handled, VARNA_QUESTION)
    assert handled.ask.open_citation(event(citation=name), now) == UNCHANGED


def test_the_nearest_passages_are_opened_where_nothing_answers(handled: Handled) -> None:
    now = answered(handled, "Who won the chess tournament in Reykjavik?")
    shown = handled.ask.open_citation(event(citation="0.0"), now)
    assert "Nearest passages" in shown[handled.tab.chat.sources]


def test_a_passage_of_a_document_that_is_gone_says_so(
    handled: Handled, handled_by: Callable[[Dossier], Handled], settings: rag.Settings
) -> None:
    now = answered(handled, VARNA_QUESTION)
    with rag.open(settings) as empty:
        shown = handled_by(empty).ask.open_citation(event(citation="0.1"), now)
    assert "no longer in the library" in shown[handled.tab.chat.sources]


def test_questions_are_suggested_at_the_start_and_after_an_answer(handled: Handled) -> None:
    chat = handled.tab.chat
    first = handled.ask.suggest(Conversation())
    assert first[chat.suggestions_title] == "<p>Questions your documents answer</p>"
    assert [first[button].visible for button in chat.suggestions] == [True] * 3
    following = handled.ask.suggest(answered(handled, VARNA_QUESTION))
    assert following[chat.suggestions_title] == "<p>Follow-up questions</p>"
    assert VARNA_QUESTION not in [following[button].value for button in chat.suggestions]


def test_nothing_is_suggested_while_an_answer_is_pending(handled: Handled) -> None:
    assert handled.ask.suggest(Conversation().asked("What?", Scope())) == UNCHANGED


def test_a_sentence_without_support_is_marked(
    handled_by: Callable[[Dossier], Handled], settings_of_all: rag.Settings
) -> None:
    with Doubtful(settings_of_all, embedder=FakeEmbedder()) as dossier:
        handled = handled_by(dossier)
        *_, last = steps(handled, VARNA_QUESTION)
    reply = str(last[handled.tab.chat.chatbot].value)
    assert 'class="unsupported"' in reply
    assert "Not supported: the passage names no record" in reply
