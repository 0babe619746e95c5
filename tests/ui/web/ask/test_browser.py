"""The commands to the browser, and the list that comes from it."""

import base64
import json
from datetime import UTC, datetime

import pytest

from tests.ui.web.ask.events import commands
from tests.ui.web.ask.exchanges import make_exchange
from ui.service.conversation import Conversation, from_json
from ui.web.ask import browser

NOW = datetime(2026, 5, 8, 12, tzinfo=UTC)
CONVERSATION = Conversation("c1", "Grain", (make_exchange(),), NOW)


def test_no_two_sends_are_alike() -> None:
    command = browser.focus("#question")
    first, second = browser.send(command), browser.send(command)
    assert first != second
    assert commands(first) == commands(second) == [{"do": "focus", "selector": "#question"}]


def test_commands_are_sent_in_order() -> None:
    sent = browser.send(browser.clear_if_unchanged("Who?"), browser.focus("#delete"))
    assert [command["do"] for command in commands(sent)] == ["clearIfUnchanged", "focus"]


def test_nothing_sent_could_become_markup() -> None:
    sent = browser.send(browser.clear_if_unchanged("<script>"))
    assert "<" not in sent
    assert commands(sent)[0]["question"] == "<script>"


def test_a_conversation_is_saved_whole() -> None:
    command = browser.save(CONVERSATION)
    assert (command["id"], command["title"]) == ("c1", "Grain")
    assert command["at"] == "2026-05-08T12:00:00+00:00"
    assert from_json(command["conversation"]) == CONVERSATION
    assert json.loads(json.dumps(command)) == command


def test_a_conversation_that_was_never_asked_in_has_no_time() -> None:
    assert browser.save(Conversation())["at"] == ""


def test_the_other_commands_name_what_they_are_about() -> None:
    assert browser.set_open(CONVERSATION) == {"do": "setOpen", "id": "c1"}
    assert browser.delete(CONVERSATION) == {"do": "delete", "id": "c1"}
    assert browser.set_saving(enabled=False) == {"do": "setSaving", "enabled": False}


def test_a_file_is_sent_in_base64() -> None:
    command = browser.download("a.md", "text/markdown", b"\x00caf\xc3\xa9")
    assert base64.b64decode(command["content"]) == b"\x00caf\xc3\xa9"
    assert (command["name"], command["kind"]) == ("a.md", "text/markdown")


def test_the_saved_conversations_are_read() -> None:
    assert browser.saved_list([["c1", "Grain"], ["c2", ""]]) == [("c1", "Grain"), ("c2", "")]


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "x",
        {},
        [["c1"]],
        [["", "Empty id"]],
        [["c1", 7]],
        [["c1", "t" * 401]],
        [["i" * 201, ""]],
    ],
)
def test_a_malformed_list_is_empty(malformed: object) -> None:
    assert browser.saved_list(malformed) == []


def test_a_long_list_is_cut() -> None:
    assert len(browser.saved_list([[f"c{n}", ""] for n in range(500)])) == 200
