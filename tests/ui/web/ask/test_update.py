"""What an update changes, by component, and what it leaves as it is."""

import gradio as gr

from tests.ui.web.ask.exchanges import make_exchange
from ui.service.conversation import Conversation
from ui.service.suggestions import SuggestedQuestions
from ui.web.ask.layout import AskTab
from ui.web.ask.transcript import messages_of
from ui.web.ask.update import (
    ChatUpdate,
    busy_question,
    idle_question,
    outputs,
    suggestion_outputs,
    suggestion_values,
    unchanged,
)

NOW = Conversation("c", "Grain", (make_exchange(),))


def test_an_update_of_nothing_leaves_everything(tab: AskTab) -> None:
    assert ChatUpdate().values(tab) == unchanged() == gr.skip()


def test_a_piece_of_text_changes_the_conversation_and_its_messages(tab: AskTab) -> None:
    messages = messages_of(NOW)
    values = ChatUpdate(NOW, messages).values(tab)
    assert values == {tab.chat.conversation: NOW, tab.chat.chatbot: messages}


def test_a_whole_conversation_brings_its_verdicts_and_its_name(tab: AskTab) -> None:
    values = ChatUpdate(NOW, messages_of(NOW), is_whole=True).values(tab)
    assert values[tab.saved.name] == "Grain"
    assert values[tab.chat.chatbot].feedback_value == [None]


def test_each_part_changes_its_own_component(tab: AskTab) -> None:
    box = idle_question()
    assert ChatUpdate(question=box).values(tab) == {tab.chat.question: box}
    assert ChatUpdate(sources="<p>").values(tab) == {tab.chat.sources: "<p>"}
    assert ChatUpdate(commands="{}").values(tab) == {tab.chat.bridge: "{}"}


def test_an_empty_text_is_a_value(tab: AskTab) -> None:
    assert ChatUpdate(sources="").values(tab) == {tab.chat.sources: ""}


def test_suggestions_fill_the_buttons_and_hide_the_others(tab: AskTab) -> None:
    values = suggestion_values(tab.chat, SuggestedQuestions("Try", ("Who?", "When?")))
    assert values[tab.chat.suggestions_title] == "<p>Try</p>"
    shown = [(values[button].value, values[button].visible) for button in tab.chat.suggestions]
    assert shown == [("Who?", True), ("When?", True), ("", False)]
    hidden = suggestion_values(tab.chat)
    assert hidden[tab.chat.suggestions_title] == ""
    assert not any(hidden[button].visible for button in tab.chat.suggestions)


def test_every_component_an_update_changes_is_an_output(tab: AskTab) -> None:
    everything = ChatUpdate(
        NOW, messages_of(NOW), True, idle_question(), "s", "c", SuggestedQuestions()
    ).values(tab)
    assert set(everything) == set(outputs(tab))
    assert len(outputs(tab)) == len(set(outputs(tab))) == 10
    assert set(suggestion_values(tab.chat)) == set(suggestion_outputs(tab.chat))


def test_the_box_asks_or_stops() -> None:
    assert (idle_question().submit_btn, idle_question().stop_btn) == ("Ask", False)
    assert (busy_question().submit_btn, busy_question().stop_btn) == (False, "Stop")
