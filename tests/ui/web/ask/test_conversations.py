"""Conversations saved, named, deleted, exported and judged, without a page."""

import base64
import io
from dataclasses import replace

import docx
import pytest

import rag
from tests.ui.web.ask.conftest import Handled
from tests.ui.web.ask.events import commands, event, liked
from tests.ui.web.samples import VARNA_QUESTION, VARNA_QUOTE
from ui.service import feedback
from ui.service.conversation import Conversation
from ui.service.scope import Scope

UNCHANGED = {"__type__": "update"}


@pytest.fixture
def now(handled: Handled) -> Conversation:
    *_, last = handled.ask.ask(VARNA_QUESTION, Conversation(), None, None, None)
    conversation: Conversation = last[handled.tab.chat.conversation]
    return conversation


def test_the_saved_conversations_are_listed_and_the_open_one_is_chosen(handled: Handled) -> None:
    listed = handled.conversations.list_saved(event(saved=[["c1", "Grain"], ["c2", ""]], open="c1"))
    assert listed.choices == [("Grain", "c1"), ("Conversation", "c2")]
    assert listed.value == "c1"
    assert listed.info == ""


@pytest.mark.parametrize("saved", [[], None, "x"])
def test_where_none_is_saved_it_says_so(handled: Handled, saved: object) -> None:
    listed = handled.conversations.list_saved(event(saved=saved, open="c1"))
    assert listed.choices == []
    assert listed.value is None
    assert "appear here once a question is answered" in str(listed.info)


@pytest.mark.parametrize(("wide", "saving"), [(True, True), (False, False)])
def test_the_browser_tells_what_it_saves_when_the_page_starts(
    handled: Handled, wide: bool, saving: bool
) -> None:
    panel = handled.tab.saved
    values = handled.conversations.start(
        event(isWide=wide, isSaving=saving, saved=[["c1", "Grain"]], open=None)
    )
    assert values[panel.fold].open is wide
    assert values[panel.saving_enabled].value is saving
    assert values[panel.saved].choices == [("Grain", "c1")]


def test_turning_saving_on_saves_the_open_conversation(handled: Handled, now: Conversation) -> None:
    sent = commands(handled.conversations.set_saving(True, now))
    assert sent[0] == {"do": "setSaving", "enabled": True}
    assert (sent[1]["do"], sent[1]["id"]) == ("save", now.id)


def test_turning_it_off_saves_nothing(handled: Handled, now: Conversation) -> None:
    sent = commands(handled.conversations.set_saving(False, now))
    assert sent == [{"do": "setSaving", "enabled": False}]
    assert len(commands(handled.conversations.set_saving(True, Conversation()))) == 1


def test_a_conversation_is_renamed_and_saved(handled: Handled, now: Conversation) -> None:
    chat, panel = handled.tab.chat, handled.tab.saved
    values = handled.conversations.rename("  Grain   at Varna ", now)
    assert values[chat.conversation].name == values[panel.name] == "Grain at Varna"
    (save,) = commands(values[chat.bridge])
    assert (save["do"], save["title"]) == ("save", "Grain at Varna")


def test_without_a_name_it_is_called_by_its_first_question(
    handled: Handled, now: Conversation
) -> None:
    assert handled.conversations.rename(" ", now)[handled.tab.saved.name] == VARNA_QUESTION


def test_an_empty_conversation_is_not_saved(handled: Handled) -> None:
    values = handled.conversations.rename("Grain", Conversation())
    assert handled.tab.chat.bridge not in values


def test_a_deletion_is_confirmed_first(handled: Handled, now: Conversation) -> None:
    chat, panel = handled.tab.chat, handled.tab.saved
    asked = handled.conversations.ask_deletion()
    assert asked[panel.confirmation].visible is True
    assert commands(asked[chat.bridge]) == [{"do": "focus", "selector": "#cancel-delete"}]
    left = handled.conversations.cancel_deletion()
    assert left[panel.confirmation].visible is False
    assert commands(left[chat.bridge]) == [{"do": "focus", "selector": "#delete"}]
    deleted = handled.conversations.delete(now)
    assert deleted[panel.confirmation].visible is False
    assert commands(deleted[chat.bridge]) == [{"do": "delete", "id": now.id}]


def test_a_full_browser_is_reported(handled: Handled) -> None:
    with pytest.warns(UserWarning, match="no room left"):
        handled.conversations.warn_storage_full()


def test_an_export_to_markdown_is_named_after_the_conversation(
    handled: Handled, now: Conversation
) -> None:
    now = handled.conversations.rename("Où est le blé? / ../x", now)[handled.tab.chat.conversation]
    (command,) = commands(handled.conversations.to_markdown(now))
    assert command["name"] == "ou-est-le-ble-x.md"
    assert f"{VARNA_QUOTE}[^1]" in base64.b64decode(command["content"]).decode()


def test_a_name_without_letters_is_replaced(handled: Handled, now: Conversation) -> None:
    now = handled.conversations.rename("谷物", now)[handled.tab.chat.conversation]
    (command,) = commands(handled.conversations.to_markdown(now))
    assert command["name"] == "conversation.md"


def test_an_export_to_word_can_be_read(handled: Handled, now: Conversation) -> None:
    (command,) = commands(handled.conversations.to_word(now))
    assert command["name"].endswith(".docx")
    written = docx.Document(io.BytesIO(base64.b64decode(command["content"])))
    assert VARNA_QUESTION in [paragraph.text for paragraph in written.paragraphs]


def test_nothing_is_exported_of_an_empty_conversation(handled: Handled) -> None:
    assert handled.conversations.to_word(Conversation()) == UNCHANGED
    assert handled.conversations.to_markdown(Conversation()) == UNCHANGED


def test_a_verdict_and_a_comment_are_recorded(
    handled: Handled, now: Conversation, settings_of_all: rag.Settings
) -> None:
    chat = handled.tab.chat
    values = handled.conversations.judge(now, liked(1, False))
    judged, answer = values[chat.conversation], values[chat.judged_answer]
    assert judged.exchanges[0].verdict == "bad"
    assert answer == now.exchanges[0].id
    assert values[chat.comment_row].visible is True
    assert [command["do"] for command in commands(values[chat.bridge])] == ["save", "focus"]
    after = handled.conversations.comment(" The year is missing. ", judged, answer)
    assert after[chat.comment] == ""
    assert after[chat.comment_row].visible is False
    (entry,) = [e for e in feedback.entries(settings_of_all) if e.answer_id == answer]
    assert (entry.verdict, entry.question, entry.comment) == (
        "bad",
        VARNA_QUESTION,
        "The year is missing.",
    )
    assert entry.answer == f"{VARNA_QUOTE} [1]"


def test_a_verdict_is_taken_back(
    handled: Handled, now: Conversation, settings_of_all: rag.Settings
) -> None:
    chat = handled.tab.chat
    judged = handled.conversations.judge(now, liked(1, True))[chat.conversation]
    values = handled.conversations.judge(judged, liked(1, ""))
    assert values[chat.conversation].exchanges[0].verdict == ""
    assert values[chat.comment_row].visible is False
    answer = now.exchanges[0].id
    assert answer not in [entry.answer_id for entry in feedback.entries(settings_of_all)]


def test_only_a_complete_answer_can_be_judged(handled: Handled, now: Conversation) -> None:
    assert handled.conversations.judge(now, liked(9, True)) == UNCHANGED
    pending = Conversation().asked("What?", Scope())
    assert handled.conversations.judge(pending, liked(1, True)) == UNCHANGED


def test_an_answer_of_another_library_cannot_be_judged(handled: Handled, now: Conversation) -> None:
    forged = now.with_last(replace(now.exchanges[0], text="Something else."))
    with pytest.warns(UserWarning, match="not given by this library"):
        assert handled.conversations.judge(forged, liked(1, True)) == UNCHANGED


@pytest.mark.parametrize("answer", [None, "", "other"])
def test_a_comment_on_no_answer_is_dropped(
    handled: Handled, now: Conversation, settings_of_all: rag.Settings, answer: str | None
) -> None:
    before = feedback.entries(settings_of_all)
    handled.conversations.comment("Good.", now, answer)
    assert feedback.entries(settings_of_all) == before
