"""Events are checked against the page, without a server."""

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from ui.web.gate.events import PageEvents, lies_in
from ui.web.gate.refusal import Refused

NO_LIST = b'{"fn_index": 7, "data": {}, "session_hash": "session1"}'


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def events(uploads: Path) -> PageEvents:
    """Of a page with one event of each kind of input."""
    with gr.Blocks() as blocks:
        state, box = gr.State(), gr.Textbox(max_length=5)
        inputs: list[Any] = [
            [state, box],
            [gr.Textbox()],
            [gr.Button()],
            [gr.Radio(["a"])],
            [gr.Dropdown(["a"], multiselect=True)],
            [gr.Checkbox()],
            [gr.File(file_count="multiple")],
            [],
        ]
        trigger = gr.Button()
        for one in inputs:
            trigger.click(lambda *_: None, one, None)
        bridge = gr.HTML(js_on_load="trigger('start', {})")
        bridge.start(lambda: None, None, None)
        trigger.click(None, None, None, js="() => 1")
    return PageEvents(blocks.fns, uploads)


def body(number: int, data: list[Any], **changed: Any) -> bytes:
    join = {"fn_index": number, "data": data, "session_hash": "session1", **changed}
    return json.dumps(join).encode()


def file(path: Path, **changed: Any) -> dict[str, Any]:
    return {"path": str(path), "meta": {"_type": "gradio.FileData"}, **changed}


def refusal(events: PageEvents, sent: bytes) -> int:
    with pytest.raises(Refused) as refused:
        events.read(sent)
    return refused.value.status


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (0, [None, "Why?"]),
        (0, [None, None]),
        (1, ["x" * 4_096]),
        (2, ["Who?"]),
        (3, ["a"]),
        (3, [None]),
        (4, [["a", "b"]]),
        (5, [True]),
        (6, [[]]),
        (7, []),
    ],
)
def test_the_values_of_an_event_are_let_through(
    events: PageEvents, number: int, data: list[Any]
) -> None:
    event = events.read(body(number, data))
    assert event.session == "session1"
    assert event.takes_files is (number == 6)


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (0, ["state", "Why?"]),
        (0, [None, "Why is"]),
        (0, [None]),
        (0, [None, "Why?", None]),
        (0, [None, 7]),
        (1, ["x" * 4_097]),
        (3, ["a" * 201]),
        (3, [["a"]]),
        (4, ["a"]),
        (4, [["a"] * 1_001]),
        (5, ["yes"]),
        (5, [1]),
        (6, ["/etc/passwd"]),
        (7, [None]),
    ],
)
def test_other_values_are_refused(events: PageEvents, number: int, data: list[Any]) -> None:
    assert refusal(events, body(number, data)) == 422


@pytest.mark.parametrize("number", [-1, 9, 10_000])
def test_an_event_that_runs_nothing_on_the_server_is_refused(
    events: PageEvents, number: int
) -> None:
    assert refusal(events, body(number, [])) == 422


@pytest.mark.parametrize(
    "changed",
    [
        {"session_hash": ""},
        {"session_hash": "a/b"},
        {"session_hash": "s" * 65},
        {"session_hash": None},
        {"fn_index": "7"},
        {"batched": True},
    ],
)
def test_a_request_of_another_shape_is_refused(events: PageEvents, changed: dict[str, Any]) -> None:
    assert refusal(events, body(7, [], **changed)) == 422


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 10_000, NO_LIST])
def test_what_is_no_request_is_refused(events: PageEvents, sent: bytes) -> None:
    assert refusal(events, sent) == 422


def test_a_file_must_have_been_uploaded(events: PageEvents, uploads: Path, tmp_path: Path) -> None:
    own = uploads / "a" / "own.txt"
    own.parent.mkdir()
    own.write_text("It rained.")
    secret = tmp_path / "secret.txt"
    secret.write_text("It snowed.")
    link = uploads / "link.txt"
    link.symlink_to(secret)
    assert events.read(body(6, [[file(own, orig_name="own.txt", size=10)]])).takes_files
    for other in (secret, link, uploads, uploads / "none.txt", uploads / ".." / "secret.txt"):
        assert refusal(events, body(6, [[file(other)]])) == 422
    assert refusal(events, body(6, [[file(own, is_stream=True)]])) == 422
    assert refusal(events, body(6, [[{"path": str(own)}]])) == 422


@pytest.mark.parametrize("key", ["path", "meta", "_type"])
def test_the_data_of_an_event_names_no_file(events: PageEvents, key: str) -> None:
    for data in ({key: "x"}, {"a": [{"b": {key: "x"}}]}, [[{key: 1}]]):
        assert refusal(events, body(7, [], event_data=data)) == 422
    assert events.read(body(7, [], event_data={"citation": "0.1"}))


def test_only_an_event_with_a_conversation_may_be_large(events: PageEvents) -> None:
    large = {"conversation": "c" * 300_000}
    assert refusal(events, body(7, [], event_data=large)) == 413
    assert events.read(body(8, [], event_data=large))
    assert events.most_bytes == 4_000_000


def test_what_is_too_long_is_told_and_not_repeated(events: PageEvents) -> None:
    with pytest.raises(Refused, match="shorten it") as refused:
        events.read(body(0, [None, "<script>"]))
    assert "<script>" not in refused.value.reason


def test_an_input_of_an_unknown_kind_is_an_error_when_the_page_is_built(uploads: Path) -> None:
    with gr.Blocks() as blocks:
        gr.Button().click(lambda _: None, [gr.Slider()], None)
    with pytest.raises(TypeError, match="Slider"):
        PageEvents(blocks.fns, uploads)


@pytest.mark.parametrize("path", ["", "\0", "x" * 5_000])
def test_a_path_that_cannot_be_lies_nowhere(uploads: Path, path: str) -> None:
    assert not lies_in(path, uploads)
