"""A conversation as the messages of Gradio's chat."""

import pytest

from tests.ui.web.ask.events import edited, liked
from tests.ui.web.ask.exchanges import make_citation, make_exchange
from ui.service.conversation import Conversation
from ui.service.scope import Scope
from ui.web.ask.transcript import exchange_index, exchange_messages, messages_of, whole_chat

ANSWERED = make_exchange("It is so. [1]", (make_citation(),), question="Is <it> so?")


def test_an_exchange_is_a_question_and_a_reply() -> None:
    question, reply = exchange_messages(ANSWERED, 3)
    assert question == {
        "role": "user",
        "content": [{"type": "text", "text": "Is &lt;it&gt; so?"}],
    }
    assert reply["role"] == "assistant"
    assert 'name="3.1"' in reply["content"][0]["text"]


def test_a_message_is_a_plain_string_to_gradio() -> None:
    for message in exchange_messages(ANSWERED, 0):
        assert type(message["content"][0]["text"]) is str


def test_what_is_pending_says_so() -> None:
    pending = Conversation().asked("What?", Scope()).exchanges[0]
    assert (
        "Wait a moment" in exchange_messages(pending, 0, "Wait a moment")[1]["content"][0]["text"]
    )


def test_a_conversation_has_two_messages_for_each_exchange() -> None:
    now = Conversation("c", "", (ANSWERED, ANSWERED))
    messages = messages_of(now)
    assert [message["role"] for message in messages] == ["user", "assistant"] * 2
    assert 'name="1.1"' in messages[3]["content"][0]["text"]
    assert messages_of(Conversation()) == []


def test_verdicts_are_shown_in_gradios_words() -> None:
    now = Conversation("c", "", (ANSWERED,) * 3).judged(0, "good").judged(1, "bad")
    assert whole_chat(now, messages_of(now)).feedback_value == ["Like", "Dislike", None]


@pytest.mark.parametrize(("message", "exchange"), [(0, 0), (1, 0), (2, 1), (5, 2)])
def test_a_message_belongs_to_an_exchange(message: int, exchange: int) -> None:
    assert exchange_index(edited(message, "")) == exchange
    assert exchange_index(liked(message, True)) == exchange


def test_gradio_may_name_a_message_by_a_pair() -> None:
    event = liked(0, True)
    event.index = (4, 0)
    assert exchange_index(event) == 2
