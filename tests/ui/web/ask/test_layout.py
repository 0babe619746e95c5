"""The components of the Ask tab: what they take, and what they show at first."""

import pytest

from ui.service.conversation import Conversation
from ui.web.ask.layout import AskTab


def test_the_chat_shows_messages_as_they_are_made(tab: AskTab) -> None:
    """Escaped already: Gradio must neither read Markdown or formulas in them nor add buttons."""
    chatbot = tab.chat.chatbot
    assert chatbot.render_markdown is False
    assert chatbot.sanitize_html is True
    assert chatbot.latex_delimiters == []
    assert chatbot.allow_tags is False
    assert chatbot.buttons == []
    assert chatbot.editable == "user"


def test_the_question_box_opens_once_the_page_is_ready(tab: AskTab) -> None:
    assert tab.chat.question.interactive is False
    assert tab.chat.question.max_length == 2_000


@pytest.mark.parametrize(
    ("name", "longest"), [("comment", 2_000), ("since", 10), ("until", 10), ("name", 200)]
)
def test_every_field_is_bounded(tab: AskTab, name: str, longest: int) -> None:
    panels = (tab.chat, tab.scope, tab.saved)
    (field,) = [getattr(panel, name) for panel in panels if hasattr(panel, name)]
    assert field.max_length == longest
    assert field.elem_id == name


def test_what_is_not_asked_for_is_hidden(tab: AskTab) -> None:
    hidden = (tab.chat.comment_row, tab.saved.confirmation, *tab.chat.suggestions)
    assert [part.visible for part in hidden] == [False] * 5
    assert tab.saved.fold.open is False
    assert tab.scope.fold.open is False


def test_three_questions_can_be_suggested(tab: AskTab) -> None:
    ids = [button.elem_id for button in tab.chat.suggestions]
    assert ids == ["suggestion-0", "suggestion-1", "suggestion-2"]


def test_a_new_session_has_an_empty_conversation(tab: AskTab) -> None:
    assert tab.chat.conversation.value == Conversation()
    assert tab.chat.judged_answer.value is None
    assert tab.saved.saving_enabled.value is True


def test_the_bridge_has_the_script_and_shows_nothing(tab: AskTab) -> None:
    assert tab.chat.bridge.html_template == ""
    assert 'trigger("start"' in str(tab.chat.bridge.js_on_load)


def test_before_anything_is_open_the_panel_says_what_it_is_for(tab: AskTab) -> None:
    assert "The passages behind an answer appear here" in str(tab.chat.sources.value)
    assert "Searching all documents." in str(tab.scope.chips.value)
